"""Grids and repeats through the real pages, without a script: what was typed of one item is never lost by what is done to
another."""

import html
import os
import re
import shutil
import tempfile

import story
import stack
import tap
from story import form, shown, words

HERE = os.path.dirname(os.path.abspath(__file__))


def content():
    """The example site with one questionnaire more, in the same words in every language, for those invited and for anyone."""
    folder = os.path.join(tempfile.mkdtemp(), "content")
    shutil.copytree(os.path.join(HERE, "../../content"), folder)
    with open(os.path.join(HERE, "lists", "famille.md"), encoding="utf-8") as file:
        text = file.read()
    for language in ("fr", "en", "nl"):
        for name, written in (("famille", text), ("avis", text.replace("title: ", "access: public\ntitle: ", 1))):
            with open(os.path.join(folder, language, "questionnaires", name + ".md"), "w", encoding="utf-8") as file:
                file.write(written)
    return folder


portal = story.Story(content=content())
portal.adviser()
ROWS = [("q.savoir.actions", "idee"), ("q.savoir.fonds", "non"), ("q.savoir.crypto", "bien")]


def begin(email):
    browser = portal.signed_in(email, questionnaires="famille")
    return browser, portal.assignments(browser)[0]


def child(number, name, *day, charge="yes"):
    """The fields of an item."""
    at = "q.enfants.%d." % number
    return [(at + "prenom", name), *((at + "naissance." + part, value) for part, value in zip(("jour", "mois", "annee"), day)),
            (at + "charge", charge)]


LEA, TOM, ZOE = ("Léa", "1", "3", "2012"), ("Tom", "5", "6", "2004"), ("Zoé", "7", "8", "2019")


def children(*given):
    return [field for i, one in enumerate(given) for field in child(i + 1, *one)]


def post(browser, page, fields, **more):
    """Sends a point's form with what it hides: the number of items it has among that."""
    found = form(page, "/espace/q/")
    given = {name for name, _ in fields}
    hidden = [(n, v) for k, n, v, _ in found["controls"] if k == "hidden" and n not in given]
    return browser.post(found["action"], hidden + list(fields), **more)


def names(page):
    return [shown(page)["q.enfants.%d.prenom" % (i + 1)][0] for i in range(int(shown(page)["q.enfants"][0]))]


def with_children(email, *given):
    """A draft with these children: the page that shows them."""
    browser, path = begin(email)
    page = browser.get(path + "2")
    for i in range(len(given)):
        page = browser.follow(post(browser, page, children(*given[:i]) + [("ajouter", "enfants")]))
    browser.follow(post(browser, page, children(*given) + [("suite", "precedent")]))
    return browser, path, browser.get(path + "2")


def test_rows_without_an_answer_are_named():
    browser, path = begin("g1@client.example")
    page = browser.follow(post(browser, browser.get(path + "1"), ROWS[:1] + [("suite", "continuer")]))
    tap.equal(page.status, 422)
    tap.contains(page.text, 'href="#q-savoir-fonds"')
    tap.contains(page.text, 'id="q-savoir-fonds"')
    tap.contains(page.text, 'aria-describedby="q-savoir-fonds--error"')
    tap.lacks(page.text, 'aria-describedby="q-savoir-actions--error"')
    tap.contains(words(page), "Que connaissez-vous de ces placements ? – Les fonds et SICAV – Choisissez une réponse")
    tap.equal(shown(page)["q.savoir.actions"], ["idee"])


def test_what_a_row_makes_asked_appears():
    browser, path = begin("g2@client.example")
    tap.lacks(words(browser.get(path + "1")), "Pourquoi les cryptoactifs")
    page = browser.follow(post(browser, browser.get(path + "1"), ROWS + [("suite", "continuer")]))
    tap.equal(page.status, 200)
    tap.contains(words(page), "Une question de plus")
    tap.contains(page.text, '<li><a href="#q-pourquoi">Pourquoi les cryptoactifs')
    tap.lacks(page.text, "error-summary")
    page = browser.follow(post(browser, page, ROWS + [("suite", "continuer")]))
    tap.equal(page.status, 422)
    tap.contains(words(page), "Pourquoi les cryptoactifs ? – Écrivez votre réponse")


def test_an_item_more_keeps_those_that_are_there():
    browser, path, page = with_children("r1@client.example", LEA, TOM)
    tap.equal(names(page), ["Léa", "Tom"])
    tap.equal(shown(page)["q.enfants.2.naissance.annee"], ["2004"])
    added = post(browser, page, children(LEA, ("Thomas", *TOM[1:])) + [("ajouter", "enfants")])
    tap.equal((added.status, added.location), (303, path + "2#q-enfants-3"))
    tap.equal(names(browser.get(path + "2")), ["Léa", "Thomas", ""])


def test_no_more_than_the_most():
    browser, path, page = with_children("r2@client.example", LEA, TOM, ZOE)
    tap.lacks(page.text, 'name="ajouter"')
    tap.contains(words(page), "Vous en avez ajouté 3, le maximum")
    more = post(browser, page, children(LEA, TOM, ZOE) + [("ajouter", "enfants")])
    tap.equal(more.status, 303)
    tap.equal(names(browser.get(path + "2")), ["Léa", "Tom", "Zoé"])


def test_taking_one_out_asks_and_moves_the_others_up():
    browser, path, page = with_children("r3@client.example", LEA, TOM, ZOE)
    asked = browser.follow(post(browser, page, children(LEA, TOM, ZOE) + [("retirer", "enfants.1")]))
    tap.contains(words(asked), "Retirer « Enfant 1 » et toutes ses réponses ?")
    tap.equal(names(asked), ["Léa", "Tom", "Zoé"])
    kept = browser.follow(post(browser, asked, children(LEA, TOM, ZOE) + [("garder", "enfants.1")]))
    tap.equal(names(kept), ["Léa", "Tom", "Zoé"])
    asked = browser.follow(post(browser, kept, children(LEA, TOM, ZOE) + [("retirer", "enfants.1")]))
    left = browser.follow(post(browser, asked, children(LEA, TOM, ZOE) + [("retrait", "enfants.1")]))
    tap.equal(names(left), ["Tom", "Zoé"])
    tap.equal([shown(left)["q.enfants.%d.naissance.annee" % i][0] for i in (1, 2)], ["2004", "2019"])
    tap.lacks(portal.store("SELECT answers FROM draft WHERE assignment = '%s'" % path.split("/")[3])[0][0], "Léa")


def test_an_old_page_loses_nothing():
    browser, path, old = with_children("r4@client.example", LEA, TOM)
    browser.follow(post(browser, old, children(LEA, TOM) + [("ajouter", "enfants")]))
    browser.follow(post(browser, browser.get(path + "2"), children(LEA, TOM, ZOE) + [("suite", "precedent")]))
    refused = browser.follow(post(browser, old, children(LEA, TOM) + [("retrait", "enfants.2")]))
    tap.equal(refused.status, 409)
    tap.contains(words(refused), "rien n’a été retiré")
    tap.equal(names(refused), ["Léa", "Tom", "Zoé"])
    post(browser, old, children(LEA, TOM) + [("suite", "precedent")])
    tap.equal(names(browser.get(path + "2")), ["Léa", "Tom", "Zoé"])


def test_forged_buttons_are_refused():
    browser, path, page = with_children("r5@client.example", LEA)
    for field in (("ajouter", "parents"), ("retrait", "enfants.0"), ("retrait", "enfants.x"), ("retirer", "enfants.99")):
        tap.equal(post(browser, page, [field]).status, 400, field)
    tap.equal(names(browser.get(path + "2")), ["Léa"])


def test_an_incomplete_item_keeps_the_point_open():
    browser, path, page = with_children("r6@client.example", LEA)
    page = browser.follow(post(browser, page, children(LEA) + [("ajouter", "enfants")]))
    wrong = browser.follow(post(browser, page, children(LEA) + [("q.enfants.2.prenom", ""), ("suite", "continuer")]))
    tap.equal(wrong.status, 422)
    tap.contains(wrong.text, 'href="#q-enfants-2-prenom"')
    tap.contains(words(wrong), "Enfant 2 – Prénom – Écrivez votre réponse")


def test_the_script_saves_items():
    browser, path, page = with_children("r7@client.example", LEA)
    saved = post(browser, page, [("q.enfants.1.prenom", "Léa-Marie"), ("auto", "1")], headers={"Accept": "application/json"})
    tap.equal(saved.status, 200)
    tap.equal(names(browser.get(path + "2")), ["Léa-Marie"])


def test_no_children_is_an_answer():
    browser, path = begin("r8@client.example")
    post(browser, browser.get(path + "1"), ROWS)
    post(browser, browser.get(path + "1"), ROWS + [("q.pourquoi", "Pour voir")])
    review = browser.follow(post(browser, browser.get(path + "2"), [("suite", "continuer")]))
    tap.contains(words(review), "Nombre Aucun")
    tap.contains(words(review), "Envoyer mes réponses")


def part(mail, kind):
    """The words of a mail's text or HTML part."""
    text = mail.get_body((kind,)).get_content()
    if kind == "html":
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\s+", " ", text)


def test_all_of_it_is_sent_scored_shown_and_verified():
    browser, path, page = with_children("r9@client.example", LEA, TOM)
    post(browser, browser.get(path + "1"), ROWS)
    post(browser, browser.get(path + "1"), ROWS + [("q.pourquoi", "Pour voir")])
    review = browser.get(path + "verifier")
    found = form(review, "envoyer")
    receipt = browser.follow(browser.post(found["action"], [(n, v) for _, n, v, _ in found["controls"]]))
    tap.equal(receipt.status, 200)
    text = words(receipt)
    for said in ("Les fonds et SICAV Je ne connais pas", "Enfant 1 Prénom Léa", "Enfant 2 Prénom Tom", "Averti"):
        tap.contains(text, said)
    stored, alerts = portal.store("SELECT answers, alerts FROM submission WHERE id = '%s'" % path.split("/")[3])[0]
    tap.equal(stored.split("\n")[:5], ["savoir.actions=idee", "savoir.fonds=non", "savoir.crypto=bien", "pourquoi=Pour voir", "enfants=2"])
    tap.contains(stored, "enfants.2.naissance=2004-06-05\n")
    tap.contains(alerts, "note ")
    adviser = portal.sign_in("claire@cabinet.example", story.ADVISER_PASSWORD, "/cabinet/connexion")
    sent = words(adviser.get("/cabinet/envoi/" + path.split("/")[3]))
    tap.contains(sent, "nombre(années(1er mars 2012) < 18 ; années(5 juin 2004) < 18)")
    tap.contains(sent, "Enfant 2 Prénom enfants.2.prenom Tom")
    mail = stack.wait_until(lambda: [m for m in portal.mails() if "contrôle déclenché" in part(m, "plain")], "the mail with the result")[-1]
    for said in (part(mail, "plain"), part(mail, "html")):
        tap.contains(said, "nombre(années(1er mars 2012) < 18 ; années(5 juin 2004) < 18)")
        tap.contains(said, "contrôle déclenché")
        tap.true("missing" not in said and "2012-03-01" not in said, said)
    portal.ctl("verify")


def test_a_visitor_adds_and_removes_too():
    browser = portal.browser()
    page = browser.get("/repondre/avis?langue=fr")
    found = form(page, "/repondre/")
    hidden = [(n, v) for k, n, v, _ in found["controls"] if k == "hidden" and n != "q.enfants"]

    def send(count, *fields):
        return browser.told(browser.post(found["action"], hidden + [("email", "v@visiteur.example"), ("q.enfants", str(count)), *ROWS, *fields]))

    page = send(1, *children(LEA), ("ajouter", "enfants"))
    tap.equal((page.status, names(page)), (200, ["Léa", ""]))
    tap.equal(shown(page)["q.savoir.crypto"], ["bien"])
    page = send(2, *children(LEA, TOM), ("retirer", "enfants.1"))
    tap.contains(words(page), "Retirer « Enfant 1 »")
    page = send(2, *children(LEA, TOM), ("retrait", "enfants.1"))
    tap.equal(names(page), ["Tom"])
    tap.equal(portal.store("SELECT count(*) FROM public_submission")[0][0], 0)
    page = send(1, *children(TOM), ("q.pourquoi", "Pour voir"))
    tap.equal((page.status, portal.store("SELECT count(*) FROM public_submission")[0][0]), (200, 1))


tap.main(globals())

"""Sending answers: once, whatever is clicked how often; what came of it is recorded, shown and mailed."""

import concurrent.futures
import re

import story
import tap
from story import answer, form, words

portal = story.Story()
adviser = portal.adviser()


def ready(email, questionnaire="connaissance-client", given=None):
    """A client before the button that sends: browser, path, page."""
    browser = portal.signed_in(email, questionnaires=questionnaire)
    path = portal.assignments(browser)[0]
    return browser, path, portal.fill(browser, path, given)


def press(browser, page):
    found = form(page, "/envoyer")
    return browser.post(found["action"], answer(found))


def submissions(path):
    return portal.store("SELECT reference FROM submission WHERE id = ?", path.split("/")[3])


def mails_to(address, subject):
    return [m for m in portal.mails() if address in m["To"] and subject in m["Subject"]]


def outbox(kind, recipient):
    return portal.store("SELECT count(*) FROM outbox WHERE kind = ? AND recipient = ?", kind, recipient)[0][0]


def test_answers_are_read_again_before_they_are_sent():
    browser, path, page = ready("a1@client.example", given={"q.nom": "Dupont <b>"})
    tap.contains(words(page), "Vérifiez vos réponses")
    tap.contains(page.text, "Dupont &lt;b&gt;")
    tap.contains(words(page), "27 mars 1985")
    tap.contains(page.text, 'href="%s1#q-nom"' % path)


def test_sending_gives_a_receipt_with_a_reference():
    browser, path, page = ready("a2@client.example")
    sent = press(browser, page)
    tap.equal((sent.status, sent.location), (303, path + "recu"))
    receipt = browser.follow(sent)
    tap.contains(receipt.text, submissions(path)[0][0])
    tap.contains(words(receipt), "Vos réponses sont envoyées")
    tap.contains(words(browser.get("/espace/")), submissions(path)[0][0])


def test_twenty_clicks_at_once_make_one_submission():
    browser, path, page = ready("a3@client.example")
    before = outbox("resultat", "claire@cabinet.example")
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        sent = list(pool.map(lambda _: press(browser, page), range(20)))
    tap.equal({(s.status, s.location) for s in sent}, {(303, path + "recu")})
    tap.equal(len(submissions(path)), 1)
    tap.equal(outbox("resultat", "claire@cabinet.example") - before, 1)
    tap.equal(outbox("recu", "a3@client.example"), 1)


def test_clicking_again_later_gives_the_same_receipt():
    browser, path, page = ready("a4@client.example")
    first = browser.follow(press(browser, page))
    again = browser.follow(press(browser, page))
    tap.equal(words(first), words(again))
    tap.equal(len(submissions(path)), 1)


def test_after_sending_the_back_button_changes_nothing():
    browser, path, page = ready("a5@client.example")
    point = browser.get(path + "1")
    press(browser, page)
    before = portal.store("SELECT * FROM submission WHERE id = ?", path.split("/")[3])
    found = form(point, "/espace/q/")
    late = browser.post(found["action"], answer(found, {"q.nom": "Autre"}))
    tap.equal(late.status, 409)
    tap.contains(words(late), "n’est plus à jour")
    tap.equal(portal.store("SELECT * FROM submission WHERE id = ?", path.split("/")[3]), before)
    for name in ("", "1", "verifier"):
        tap.equal(browser.get(path + name).location, path + "recu", name)


def test_answers_changed_meanwhile_are_read_again_first():
    browser, path, page = ready("a6@client.example")
    point = browser.get(path + "1")
    found = form(point, "/espace/q/")
    browser.post(found["action"], answer(found, {"q.nom": "Changé"}) + [("suite", "plus-tard")])
    stale = browser.follow(press(browser, page))
    tap.equal(stale.status, 409)
    tap.contains(words(stale), "Vos réponses ont changé")
    tap.contains(words(stale), "Changé")
    tap.equal(submissions(path), [])
    tap.equal(press(browser, stale).status, 303)


def test_what_is_not_complete_is_not_sent():
    browser = portal.signed_in("a7@client.example", questionnaires="connaissance-client")
    path = portal.assignments(browser)[0]
    page = browser.get(path + "verifier")
    tap.contains(words(page), "5 points à compléter")
    tap.lacks(page.text, "/envoyer")
    version = browser.get(path + "1").hidden("version") + "-0"
    forced = browser.follow(browser.post(path + "envoyer", {"version": version}, csrf=page))
    tap.equal(forced.status, 422)
    tap.equal(submissions(path), [])


def test_a_check_can_stop_the_sending():
    browser, path, _ = ready("a8@client.example", "profil-investisseur")
    point = browser.get(path + "2")
    found = form(point, "/espace/q/")
    fields = answer(found, {"q.montant": "90000"}) + [("suite", "continuer")]
    told = browser.follow(browser.post(found["action"], fields))
    tap.equal((told.status, told.path.split("?")[0]), (422, path + "2"))
    summary = told.text.split("error-summary")[1].split("</div>")[0]
    tap.contains(summary, "La somme à placer dépasse")
    for name in ("liquidites", "placements", "montant"):
        tap.contains(summary, 'href="#q-%s"' % name)
    tap.contains(told.text, 'aria-describedby="q-montant-notes q-montant-unit" aria-invalid="true"')
    browser.post(found["action"], fields[:-1] + [("suite", "plus-tard")])
    page = browser.get(path + "verifier")
    tap.contains(words(page), "La somme à placer dépasse")
    for name in ("liquidites", "placements", "montant"):
        tap.contains(page.text, 'href="%s2#q-%s"' % (path, name))
    tap.lacks(page.text, "/envoyer")
    again = browser.get(path + "2")
    tap.contains(words(again), "La somme à placer dépasse")
    mended = browser.post(found["action"], answer(form(again, "/espace/q/"), {"q.montant": "9000"}) + [("suite", "continuer")])
    tap.equal(mended.location, path + "verifier")
    browser.post(found["action"], fields)
    page = browser.get(path + "verifier")
    forced = browser.follow(browser.post(path + "envoyer", {"version": "x"}, csrf=page))
    tap.equal(forced.status, 409)
    tap.equal(submissions(path), [])


def test_hidden_answers_are_listed_and_not_sent():
    browser, path, page = ready("a9@client.example", "profil-investisseur", {"q.objectif": "projet", "q.intention": "Un bateau"})
    point = browser.get(path + "4")
    found = form(point, "/espace/q/")
    browser.post(found["action"], answer(found, {"q.objectif": "retraite", "q.intention": "Un bateau"}))
    page = browser.get(path + "verifier")
    tap.contains(words(page), "Réponses non envoyées")
    press(browser, page)
    answers, hidden = portal.store("SELECT answers, hidden FROM submission WHERE id = ?", path.split("/")[3])[0]
    tap.lacks(answers, "bateau")
    tap.contains(hidden, "intention=Un bateau")


def test_the_profile_is_recorded_and_shown():
    browser, path, page = ready("b1@client.example", "profil-investisseur")
    receipt = browser.follow(press(browser, page))
    tap.contains(words(receipt), "Profil investisseur Sécuritaire")
    tap.contains(words(receipt), "Votre capital doit être protégé avant tout")
    home = words(browser.get("/espace/"))
    tap.contains(home, "Niveau de connaissance Novice")
    tap.contains(home, "valable jusqu’au")
    rows = portal.store("SELECT origin, author, levels FROM profile WHERE submission = ?", path.split("/")[3])
    tap.equal((rows[0][0], rows[0][1]), ("remote", None))
    tap.contains(rows[0][2], "profil=securitaire")


def test_a_result_to_be_confirmed_is_withheld_from_the_client():
    browser, path, page = ready("b2@client.example", "profil-investisseur", {"q.charges": "60000"})
    receipt = words(browser.follow(press(browser, page)))
    tap.contains(receipt, "demande un échange")
    tap.lacks(receipt, "Votre résultat")
    tap.lacks(words(browser.get("/espace/")), "Sécuritaire")
    tap.contains(words(adviser.get("/cabinet/envoi/" + path.split("/")[3])), "Sécuritaire")
    reference = submissions(path)[0][0]
    mail = tap.wait_for(lambda: [m for m in mails_to("claire@cabinet.example", "Profil investisseur") if reference in m.get_body(("plain",)).get_content()],
                        what="the mail")[0]
    tap.true(mail["Subject"].endswith("à confirmer"), mail["Subject"])
    for kind in ("plain", "html"):
        part = re.sub(r"<[^>]*>", "", mail.get_body((kind,)).get_content())
        told, rest = part.split("a pas été montré au client")[1].split("Résultat", 1)
        tap.contains(told, "Les engagements réguliers dépassent les revenus")
        tap.contains(rest, "Sécuritaire")


def test_forged_scores_are_no_fields():
    browser, path, page = ready("b3@client.example", "profil-investisseur")
    found = form(page, "/envoyer")
    forged = browser.post(found["action"], answer(found) + [("profil", "offensif"), ("score", "100")])
    tap.equal(forged.status, 400)
    tap.equal(submissions(path), [])


def test_the_adviser_is_mailed_all_there_is_to_know():
    browser, path, page = ready("b4@client.example", "profil-investisseur", {"q.supportable": "dixieme"})
    press(browser, page)
    reference = submissions(path)[0][0]
    mail = tap.wait_for(lambda: [m for m in mails_to("claire@cabinet.example", "Profil investisseur") if reference in m.get_body(("plain",)).get_content()],
                        what="the mail")[0]
    text, markup = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    for part in (text, markup):
        for said in ("Ada Martin", reference, "Profil investisseur", "Sécuritaire", "Novice", "Quel âge avez-vous", "44", "tolerance",
                     "/cabinet/envoi/" + path.split("/")[3]):
            tap.contains(part, said)
    tap.lacks(text, "a pas été montré au client")
    tap.contains(markup, "<table")
    tap.contains(text, "Quel âge avez-vous\u202f? [age]")
    tap.contains(markup, "<code>age</code>")
    office = adviser.get(story.link_in(mail, "/cabinet/envoi/")).text
    tap.true(re.search(r"Quel âge avez-vous\s\? <code[^>]*>age</code>", office), "the name beside the question")
    tap.lacks(browser.get(path + "recu").text, "answer-name")
    tap.equal(mail["Reply-To"], "Ada Martin <b4@client.example>")
    tap.contains(text, "50\u202f000\u00a0€")
    tap.contains(adviser.get(story.link_in(mail, "/cabinet/envoi/")).text, reference)


def test_the_client_is_mailed_a_receipt_without_answers():
    browser, path, page = ready("b5@client.example")
    press(browser, page)
    mail = tap.wait_for(lambda: mails_to("b5@client.example", "Nous avons bien reçu"), what="the receipt")[0]
    text = mail.get_body(("plain",)).get_content()
    tap.contains(text, submissions(path)[0][0])
    tap.lacks(text, "27 mars 1985")
    tap.equal(mail["Reply-To"], "Claire Dubois <claire@cabinet.example>")
    tap.contains(words(browser.get(story.link_in(mail, "/espace/q/"))), "Vos réponses sont envoyées")


def test_mails_can_leave_the_answers_out():
    with story.Story(mail="folder: mail\nanswers: false") as quiet:
        quiet.adviser()
        browser = quiet.signed_in("c1@client.example", questionnaires="profil-investisseur")
        path = quiet.assignments(browser)[0]
        quiet.send(browser, quiet.fill(browser, path))
        mail = tap.wait_for(lambda: [m for m in quiet.mails() if "a envoyé" in m["Subject"]], what="the mail")[0]
        for part in ("plain", "html"):
            text = mail.get_body((part,)).get_content()
            tap.contains(text, "/cabinet/envoi/" + path.split("/")[3])
            for left_out in ("Sécuritaire", "Novice", "Quel âge", "tolerance"):
                tap.lacks(text, left_out)


def test_links_in_mails_come_from_the_configuration():
    browser = portal.browser()
    page = browser.get("/espace/oubli")
    browser.post("/espace/oubli", {"email": "b5@client.example"}, csrf=page, headers={"Host": portal.host, "X-Forwarded-Host": "evil.example"})
    mail = tap.wait_for(lambda: mails_to("b5@client.example", "mot de passe"), what="the mail")[0]
    addresses = re.findall(r"https?://[^/\s]+", mail.get_body(("plain",)).get_content())
    tap.equal(set(addresses), {portal.url})


tap.main(globals())

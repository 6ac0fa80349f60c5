"""Filling in a questionnaire, point by point: what is typed is kept, whatever it is; what is not the client's is not there."""

import concurrent.futures
import json
import re

import story
import tap
from story import answer, form, shown, words

portal = story.Story()
portal.adviser()


def begin(email, questionnaire="connaissance-client"):
    browser = portal.signed_in(email, questionnaires=questionnaire)
    path = portal.assignments(browser)[0]
    return browser, path, browser.follow(browser.get(path))


def post(browser, page, fields, **more):
    found = form(page, "/espace/q/")
    hidden = [(n, v) for k, n, v, _ in found["controls"] if k == "hidden" and not n.startswith("q.")]
    return browser.post(found["action"], hidden + list(fields), **more)


def test_an_incomplete_point_says_what_is_wrong_and_keeps_what_was_typed():
    browser, path, page = begin("a1@client.example")
    page = browser.follow(post(browser, page, [("q.nom", "Martin"), ("q.naissance.jour", "31"), ("q.naissance.mois", "2"), ("q.naissance.annee", "1985")]))
    tap.equal(page.status, 422)
    tap.contains(page.text, "<title>Erreur")
    tap.contains(page.text, 'href="#q-naissance"')
    tap.contains(page.text, 'id="q-naissance"')
    tap.contains(words(page), "pas encore envoyé")
    again = browser.get(path + "1")
    tap.equal(shown(again)["q.naissance.jour"], ["31"])
    tap.equal(shown(again)["q.nom"], ["Martin"])
    tap.contains(words(again), "Cette date n’existe pas")


def test_leaving_for_later_saves_without_complaint():
    browser, path, page = begin("a2@client.example")
    left = post(browser, page, [("q.nom", "Martin"), ("suite", "plus-tard")])
    tap.equal((left.status, left.location), (303, "/espace/"))
    home = words(browser.get("/espace/"))
    tap.contains(home, "Commencé, pas encore envoyé")
    other = portal.sign_in("a2@client.example")
    tap.equal(shown(other.follow(other.get(path)))["q.nom"], ["Martin"])


def test_going_back_saves_too():
    browser, path, _ = begin("a3@client.example")
    page = browser.get(path + "2")
    back = post(browser, page, [("suite", "precedent")])
    tap.equal((back.status, back.location), (303, path + "1"))


def test_a_complete_point_leads_to_the_next():
    browser, path, page = begin("a4@client.example", "profil-investisseur")
    found = form(page, "/espace/q/")
    page = browser.post(found["action"], answer(found) + [("suite", "continuer")])
    tap.equal((page.status, page.location), (303, path + "2"))
    page = browser.follow(page)
    tap.contains(page.text, 'class="point point-done"')
    tap.contains(words(page), "1 point complet · 8 à faire")


def test_a_question_asked_because_of_an_answer_appears():
    browser, path, _ = begin("a5@client.example", "profil-investisseur")
    page = browser.get(path + "2")
    found = form(page, "/espace/q/")
    tap.true("q.reste" not in shown(page), "it waits")
    sent = browser.post(found["action"], answer(found, {"q.pret": "yes"}) + [("suite", "continuer")])
    tap.true(sent.location.endswith("#de-plus"), sent.location)
    page = browser.follow(sent)
    tap.equal(page.status, 200)
    tap.contains(words(page), "Une question de plus")
    tap.contains(page.text, 'href="#q-reste"')
    tap.lacks(page.text, "error-summary")
    tap.lacks(page.text, 'aria-invalid')
    english = browser.follow(browser.post("/espace/langue", {"langue": "en", "retour": page.path}, csrf=page))
    tap.contains(words(english), "One more question")
    found = form(page, "/espace/q/")
    tap.equal(browser.follow(browser.post(found["action"], answer(found, {"q.pret": "yes", "q.reste": ""}) + [("suite", "continuer")])).status, 422)
    page = browser.post(found["action"], answer(found, {"q.pret": "yes"}) + [("suite", "continuer")])
    tap.equal(page.location, path + "3")


def test_what_became_of_a_form_is_told_to_its_sender_on_its_page_alone():
    browser, path, page = begin("a5b@client.example")
    told = post(browser, page, [("q.nom", "Martin")])
    tap.equal(told.status, 303)
    tap.equal(browser.follow(told).status, 422)
    tap.equal(browser.follow(told).status, 422, "Reload shows the same again")
    query = told.location.split("?")[1]
    tap.equal(browser.get(path + "2?" + query).status, 200)
    tap.equal(browser.get(told.location.split("#")[0][:-1]).status, 200, "what is forged says nothing")
    again = portal.sign_in("a5b@client.example")
    tap.equal(again.get(told.location).status, 200)
    tap.equal(browser.get(path + "1").status, 200, "Back shows the page as it was opened")


def test_untick_all_is_an_answer():
    browser, path, _ = begin("a6@client.example", "profil-investisseur")
    page = browser.get(path + "8")
    post(browser, page, [("q.experience", "oui"), ("q.produits", ""), ("q.produits", "fonds"), ("q.produits", "titres")])
    tap.equal(shown(browser.get(path + "8"))["q.produits"], ["", "fonds", "titres"])
    post(browser, browser.get(path + "8"), [("q.experience", "oui"), ("q.produits", "")])
    tap.equal(shown(browser.get(path + "8"))["q.produits"], [""])


def test_the_script_is_answered_by_the_states_of_the_points():
    browser, path, page = begin("a7@client.example")
    saved = post(browser, page, [("q.nom", "Martin"), ("auto", "1")])
    tap.equal((saved.status, saved.header("Content-Type")), (200, "application/json"))
    told = json.loads(saved.body)
    tap.equal(told["points"][0], {"n": 1, "number": 1, "name": "Point 1", "state": "current", "label": "affiché"})
    tap.equal(told["points"][1]["state"], "todo")
    tap.equal((told["ready"], len(told["points"])), (False, 5))
    tap.true(len(told["saved"]) == 5 and told["saved"][2] == ":", told["saved"])
    tap.equal(shown(browser.get(path + "1"))["q.nom"], ["Martin"])


def test_two_windows_do_not_undo_each_other():
    browser, path, page = begin("a8@client.example")
    post(browser, page, [("q.nom", "Martin"), ("auto", "1")])
    post(browser, page, [("q.prenoms", "Ada"), ("auto", "1")])
    tap.equal((shown(browser.get(path + "1"))["q.nom"], shown(browser.get(path + "1"))["q.prenoms"]), (["Martin"], ["Ada"]))


def whole(page, change=None):
    """What a browser posts of a page: every control as it stands, but for what is changed."""
    change = dict(change or {})
    fields = []
    for kind, name, value, ticked in form(page, "/espace/q/")["controls"]:
        if name and (ticked or kind not in ("radio", "checkbox")):
            fields.append((name, change.pop(name, value)))
    return fields + list(change.items())


def test_what_nobody_touched_on_a_page_undoes_nothing_that_was_saved_elsewhere():
    browser, path, computer = begin("a13@client.example")
    telephone = browser.get(path + "1")
    action = form(computer, "/espace/q/")["action"]
    browser.post(action, whole(telephone, {"q.nom": "Martin", "q.naissance.jour": "3"}) + [("suite", "plus-tard")])
    left = browser.post(action, whole(computer, {"q.prenoms": "Ada"}) + [("suite", "plus-tard")])
    tap.equal((left.status, left.location), (303, "/espace/"))
    after = shown(browser.get(path + "1"))
    tap.equal((after["q.nom"], after["q.naissance.jour"], after["q.prenoms"]), (["Martin"], ["3"], ["Ada"]))


def test_what_is_emptied_on_a_page_is_emptied():
    browser, path, page = begin("a14@client.example")
    action = form(page, "/espace/q/")["action"]
    browser.post(action, whole(page, {"q.nom": "Martin"}) + [("auto", "1")])
    browser.post(action, whole(browser.get(path + "1"), {"q.nom": ""}) + [("auto", "1")])
    tap.equal(shown(browser.get(path + "1"))["q.nom"], [""])


def test_what_was_changed_and_changed_back_counts_as_the_script_tells():
    browser, path, page = begin("a15@client.example")
    action = form(page, "/espace/q/")["action"]
    browser.post(action, whole(page, {"q.nom": "Martin"}) + [("auto", "1")])
    browser.post(action, whole(page) + [("touche", "q.nom"), ("auto", "1")])
    tap.equal(shown(browser.get(path + "1"))["q.nom"], [""])


def test_marks_that_are_none_count_for_nothing():
    browser, path, page = begin("a16@client.example")
    action = form(page, "/espace/q/")["action"]
    for marks in ("", "x", "A" * 12000):
        browser.post(action, whole(page, {"q.nom": "Martin" + marks[:1], "avant": marks}) + [("auto", "1")])
        tap.equal(shown(browser.get(path + "1"))["q.nom"], ["Martin" + marks[:1]])
    tap.equal(browser.post(action, whole(page, {"avant": "A" * 13000})).status, 400)


def test_what_comes_from_an_older_page_is_kept_and_said():
    browser, path, page = begin("a9@client.example")
    found = form(page, "/espace/q/")
    fields = [(n, "0" * 64 if n == "version" else v) for n, v in answer(found, {"q.nom": "Gardé"})]
    page = browser.follow(browser.post(found["action"], fields + [("q.disparue", "1")]))
    tap.equal(page.status, 409)
    tap.contains(words(page), "Ce questionnaire a changé depuis l’ouverture de cette page")
    tap.equal(shown(page)["q.nom"], ["Gardé"])
    tap.equal(shown(browser.get(path + "1"))["q.nom"], ["Gardé"])


def refused(fields, status, headers=None, raw=None):
    """A post that is refused, with nothing stored."""
    email = "r%d@client.example" % refused.count
    refused.count += 1
    browser, path, page = begin(email)
    before = portal.answers()
    if raw is not None:
        answered = browser.request("POST", path + "1", raw(page.csrf), headers)
    else:
        answered = post(browser, page, fields)
    tap.equal(answered.status, status, words(answered)[:300])
    tap.equal(portal.answers(), before, "something was stored")
    tap.true(answered.text.count("<h1") == 1, "a page says so")


refused.count = 0


def test_unknown_fields_are_refused():
    refused([("q.inconnue", "1")], 400)
    refused([("score", "100")], 400)
    refused([("q.nom.jour", "1")], 400)
    refused([("q.experience", "oui")], 400)


def test_an_unknown_button_is_refused():
    refused([("suite", "ailleurs")], 400)


def test_fields_of_the_page_may_come_once():
    refused([("version", "1"), ("version", "2")], 400)


def test_oversized_fields_and_bodies_are_refused():
    refused([("q.nom", "x" * 20000)], 400)
    refused([("q.nom", "x" * 100000)], 413)


def test_what_is_not_utf_8_is_refused():
    refused(None, 400, raw=lambda csrf: b"csrf=" + csrf.encode() + b"&q.nom=%ff%fe")
    refused(None, 400, raw=lambda csrf: b"csrf=" + csrf.encode() + b"&q.nom=a%00b")


def test_a_form_without_its_token_is_refused():
    refused(None, 403, raw=lambda csrf: b"q.nom=Martin")
    refused(None, 403, raw=lambda csrf: b"csrf=" + csrf[::-1].encode() + b"&q.nom=Martin")


def test_two_answers_where_one_is_allowed_are_a_mistake_that_is_kept():
    browser, path, _ = begin("a10@client.example", "profil-investisseur")
    page = browser.get(path + "3")
    page = browser.follow(post(browser, page, [("q.horizon", "court"), ("q.horizon", "long")]))
    tap.equal(page.status, 422)
    tap.contains(words(page), "Ne choisissez qu’une réponse")


def test_a_missing_form_is_an_empty_one():
    browser, path, page = begin("a11@client.example")
    tap.equal(browser.follow(post(browser, page, [])).status, 422)


def test_points_that_are_not_there():
    browser, path, _ = begin("a12@client.example")
    for point in ("0", "6", "-1", "1x", "01x", "99999999999999999999", "%31%30"):
        tap.equal(browser.get(path + point).status, 404, point)


def reference(page):
    """The one thing in which two refusals may differ."""
    return re.search(r"\b[0-9a-z]{12}\b", words(page).split("référence")[-1])[0]


def test_what_is_another_clients_is_not_there():
    mine, path, page = begin("b1@client.example")
    other = portal.signed_in("b2@client.example", questionnaires="connaissance-client")
    unknown = "/espace/q/" + "0" * 26 + "/"
    for name in ("", "1", "verifier", "recu"):
        theirs, none = other.get(path + name), other.get(unknown + name)
        tap.equal((theirs.status, none.status), (404, 404), name)
        tap.equal(theirs.text.replace(reference(theirs), ""), none.text.replace(reference(none), "").replace(unknown, path))
    before = portal.answers()
    csrf = other.get("/espace/").csrf
    for name, fields in (("1", {"version": page.hidden("version"), "q.nom": "Intrus"}), ("envoyer", {"version": "x"})):
        tap.equal(other.post(path + name, fields, csrf=csrf).status, 404)
    tap.equal(portal.answers(), before)


def test_saving_at_once_loses_nothing():
    browser, path, page = begin("c1@client.example")
    names = ["q.nom", "q.prenoms", "q.adresse", "q.nationalite"]
    names = [n for n in names if n in shown(page)]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: post(browser, page, [(n, "valeur " + n), ("auto", "1")]), names))
    after = shown(browser.get(path + "1"))
    tap.equal([after[n] for n in names], [["valeur " + n] for n in names])


tap.main(globals())

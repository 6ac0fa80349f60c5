"""Questionnaires that anyone may fill in: kept until the mailed link is confirmed, then sent to the firm."""

import concurrent.futures
import html
import json
import re

import story
import tap
from story import answer, form, link_in, shown, words

portal = story.Story()
PATH = "/repondre/prise-de-contact"


def visit():
    browser = portal.browser()
    return browser, browser.get(PATH)


def fill(browser, page, email, given=None):
    for _ in range(3):
        found = form(page, PATH)
        fields = answer(found, dict({"email": email}, **(given or {})))
        page = browser.told(browser.post(found["action"], fields))
        if page.status != 422 or "q-" not in page.text.split("error-summary")[-1][:600]:
            return page
    return page


def waiting():
    return portal.store("SELECT count(*) FROM public_submission")[0][0]


def sent():
    return portal.store("SELECT count(*) FROM submission")[0][0]


def confirmation(email):
    mails = tap.wait_for(lambda: [m for m in portal.mails() if email in m["To"]], what="the mail to " + email)
    return link_in(mails[0], "/repondre/confirmer")


def test_answers_wait_until_the_address_is_confirmed():
    browser, page = visit()
    tap.equal(page.status, 200)
    thanks = fill(browser, page, "v1@visite.example")
    tap.equal(thanks.status, 200, words(thanks)[:400])
    tap.contains(words(thanks), "Plus qu’un geste")
    tap.contains(words(thanks), "v1@visite.example")
    tap.equal(sent(), 0)
    path = confirmation("v1@visite.example")
    for _ in range(20):
        tap.equal(portal.browser().get(path).status, 200)
    tap.equal(sent(), 0)
    reader = portal.browser()
    page = reader.get(path)
    done = reader.follow(reader.post("/repondre/confirmer", {"jeton": page.hidden("jeton")}, csrf=page))
    tap.contains(words(done), "Merci, tout est arrivé")
    tap.equal(sent(), 1)
    reference = portal.store("SELECT reference FROM submission")[0][0]
    tap.contains(done.text, reference)
    mail = tap.wait_for(lambda: [m for m in portal.mails() if reference in m.get_body(("plain",)).get_content()], what="the firm's mail")[0]
    tap.contains(mail.get_body(("plain",)).get_content(), "v1@visite.example")


def test_in_another_language_what_was_typed_is_still_there():
    browser, page = visit()
    tap.contains(page.text, 'formaction="%s?langue=en"' % PATH)
    found = form(page, PATH)
    fields = answer(found, {"email": "v0@visite.example"})
    english = browser.told(browser.post(PATH + "?langue=en", fields + [("autre-langue", "1")]))
    tap.equal(english.status, 200)
    tap.contains(english.text, '<html lang="en">')
    tap.true("error-summary" not in english.text)
    kept = shown(english)
    for name, value in fields:
        tap.true(value in kept.get(name, []), (name, value, kept.get(name)))


def test_confirming_at_once_from_many_windows_sends_once():
    browser, page = visit()
    fill(browser, page, "v2@visite.example")
    path = confirmation("v2@visite.example")
    before = sent()

    def confirm(_):
        reader = portal.browser()
        page = reader.get(path)
        if page.csrf is None: # another was quicker
            return words(page)
        return words(reader.follow(reader.post("/repondre/confirmer", {"jeton": path.split("jeton=")[1]}, csrf=page)))

    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(confirm, range(10)))
    tap.equal(sent() - before, 1)
    reference = portal.store("SELECT reference FROM submission WHERE email = 'v2@visite.example'")[0][0]
    for text in answers:
        tap.contains(text, reference)


def test_sending_the_form_twice_keeps_one_and_mails_once():
    browser, page = visit()
    before = waiting()
    fill(browser, page, "v3@visite.example")
    fill(browser, page, "v3@visite.example")
    tap.equal(waiting() - before, 1)
    tap.equal(portal.store("SELECT count(*) FROM outbox WHERE recipient = 'v3@visite.example'")[0][0], 1)


def test_other_answers_under_the_same_key_are_asked_to_be_checked():
    browser, page = visit()
    fill(browser, page, "v4@visite.example")
    again = fill(browser, page, "v5@visite.example")
    tap.equal(again.status, 409)
    tap.contains(words(again), "ont déjà été envoyées une fois")
    tap.equal(shown(again)["email"], ["v5@visite.example"])
    tap.equal(fill(browser, again, "v5@visite.example").status, 200)


def test_nobody_is_flooded_with_mails_about_forms_that_others_fill_in():
    for _ in range(3):
        browser, page = visit()
        tap.equal(fill(browser, page, "v6@visite.example").status, 200)
    before = waiting()
    browser, page = visit()
    found = form(page, PATH)
    refused = browser.told(browser.post(found["action"], answer(found, {"email": "V6@visite.example"})))
    tap.equal(refused.status, 429)
    tap.contains(words(refused), "Gardez cette page ouverte et réessayez dans une heure")
    tap.equal(shown(refused)["email"], ["V6@visite.example"])
    tap.equal(waiting(), before)
    tap.wait_for(lambda: len([m for m in portal.mails() if "v6@visite.example" in m["To"].lower()]) == 3, what="three mails")


def test_mistakes_are_shown_with_what_was_typed():
    browser, page = visit()
    before = waiting()
    found = form(page, PATH)
    fields = [(n, v) for k, n, v, _ in found["controls"] if k == "hidden"]
    wrong = browser.told(browser.post(found["action"], fields + [("email", "pas une adresse")]))
    tap.equal(wrong.status, 422)
    tap.contains(wrong.text, "<title>Erreur")
    tap.contains(wrong.text, 'href="#email"')
    tap.equal(shown(wrong)["email"], ["pas une adresse"])
    tap.equal(waiting(), before)


def test_back_and_reload_post_nothing():
    browser, page = visit()
    found = form(page, PATH)
    good = answer(found, {"email": "v8@visite.example"})
    answers = browser.post(found["action"], [("email", "v8") if n == "email" else (n, v) for n, v in good])
    tap.equal(answers.status, 303)
    tap.true(answers.location.endswith("#a-corriger"), answers.location)
    wrong = browser.follow(answers)
    tap.equal(wrong.status, 422)
    tap.equal(browser.get(wrong.path).text, wrong.text)
    tap.equal(shown(wrong)["email"], ["v8"])
    kept = shown(wrong)
    for name, value in good:
        if name.startswith("q.") and value:
            tap.true(value in kept.get(name, []), (name, value, kept.get(name)))
    before = waiting()
    sent_twice = [browser.post(found["action"], good) for _ in range(2)]
    tap.equal([answer.status for answer in sent_twice], [303, 303])
    thanks = [browser.follow(answer) for answer in sent_twice]
    for page in thanks + [browser.get(thanks[0].path)]:
        tap.equal(page.status, 200)
        tap.contains(words(page), "Nous venons d’écrire à v8@visite.example")
    tap.equal(waiting(), before + 1)


def test_from_the_thanks_one_comes_back_to_correct_the_address():
    browser, page = visit()
    thanks = fill(browser, page, "faute@visite.example")
    back = browser.get(html.unescape(re.search(r'href="([^"]*constat=[^"]*)"', thanks.text.split("<main")[1])[1]))
    tap.equal((back.status, shown(back)["email"]), (200, ["faute@visite.example"]))
    tap.equal(fill(browser, back, "juste@visite.example").status, 200)
    tap.contains(confirmation("juste@visite.example"), "jeton=")


def test_what_is_in_an_address_is_its_visitors_alone():
    browser, page = visit()
    thanks = fill(browser, page, "v9@visite.example")
    found = form(page, PATH)
    mistaken = browser.told(browser.post(found["action"], answer(found, {"email": "visiteur-neuf"})))
    tap.lacks(thanks.path + mistaken.path, "visite")
    stranger = portal.browser().get(mistaken.path)
    tap.equal((stranger.status, shown(stranger)["email"]), (200, [""]))
    tap.equal(portal.browser().get(thanks.path).location, PATH + "?langue=fr")


def test_what_is_too_long_for_an_address_is_not_lost_either():
    browser, page = visit()
    area = [n for k, n, v, _ in form(page, PATH)["controls"] if k == "textarea"][0]
    found = form(page, PATH)
    long = {area: "𝄞" * 1000}
    wrong = browser.post(found["action"], answer(found, dict(long, email="x")))
    tap.equal((wrong.status, shown(wrong)[area]), (422, ["𝄞" * 1000]))
    thanks = fill(browser, page, "v10@visite.example", long)
    tap.equal(thanks.status, 200)
    tap.contains(words(thanks), "v10@visite.example")


def test_bad_input_stores_nothing():
    browser, page = visit()
    before = portal.answers()
    found = form(page, PATH)
    good = answer(found, {"email": "v6@visite.example"})
    for fields, status in ((good + [("q.autre", "1")], 400), (good + [("role", "admin")], 400), ([f for f in good if f[0] != "cle"], 400),
                           (good + [("email", "b@visite.example")], 400), (good + [("q.x", "y" * 300000)], 413)):
        tap.equal(browser.post(found["action"], fields).status, status)
    stale = browser.told(browser.post(found["action"], [(n, "0" if n == "version" else v) for n, v in good]))
    tap.equal(stale.status, 409)
    tap.contains(words(stale), "Ce questionnaire a changé")
    tap.equal(portal.answers(), before)


def test_the_script_is_told_what_applies_and_nothing_is_kept():
    browser, page = visit()
    before = portal.answers()
    found = form(page, PATH)
    fields = answer(found, {"email": ""}) + [("auto", "1")]
    told = browser.post(PATH + "/questions", fields)
    tap.equal((told.status, told.header("Content-Type")), (200, "application/json"))
    tap.equal(sorted(json.loads(told.body)), ["asked", "here", "numbers"])
    tap.equal(browser.post(PATH + "/questions", fields + [("q.autre", "1")]).status, 400)
    tap.equal(browser.post(PATH + "/questions", [(n, "0" if n == "version" else v) for n, v in fields]).status, 409)
    tap.equal(browser.post("/repondre/profil-investisseur/questions", fields).status, 404)
    tap.equal(portal.answers(), before)


def test_only_public_questionnaires_are_there():
    for name in ("profil-investisseur", "rien", "%2e%2e%2fx", "%00"):
        tap.true(portal.browser().get("/repondre/" + name).status in (400, 404), name)


def test_a_dead_link_says_so():
    page = portal.browser().get("/repondre/confirmer?jeton=" + "x" * 43)
    tap.equal(page.status, 410)
    tap.contains(words(page), "Ce lien n’est plus valable")


def test_the_mail_says_nothing_that_was_typed():
    browser, page = visit()
    fill(browser, page, "v7@visite.example", {n: "Achetez ici https://evil.example" for k, n, v, _ in form(page, PATH)["controls"] if k == "textarea"})
    mails = tap.wait_for(lambda: [m for m in portal.mails() if "v7@visite.example" in m["To"]], what="the mail")
    tap.lacks(mails[0].as_string(), "evil.example")


tap.main(globals())

"""Signing in and out, sessions that run out, the two doors, languages."""

import concurrent.futures
import urllib.parse

import story
import tap
from story import ADVISER_PASSWORD, PASSWORD, answer, form, shown, words

portal = story.Story(clock=True)
adviser = portal.adviser()
HALF_AN_HOUR = 31 * 60
passed = 0


def wait(seconds):
    """The daemon's clock goes on."""
    global passed
    passed += seconds
    portal.set_clock(passed)


def begin(email):
    browser = portal.signed_in(email, questionnaires="connaissance-client")
    path = portal.assignments(browser)[0]
    return browser, path, browser.follow(browser.get(path))


def door(browser, page, email, password=PASSWORD):
    """Sends the sign-in form that the page shows; the page that tells what became of it, or the answer."""
    found = form(page, "/connexion")
    fields = [(n, v) for k, n, v, _ in found["controls"] if k == "hidden"]
    return browser.told(browser.post(found["action"], fields + [("email", email), ("mot-de-passe", password)]))


def test_signing_in_and_out():
    portal.signed_in("a1@client.example")
    browser = portal.sign_in("a1@client.example")
    before = dict(browser.cookies)
    page = browser.get("/espace/")
    out = browser.post("/espace/deconnexion", csrf=page)
    tap.equal((out.status, out.location), (303, "/espace/connexion?etat=deconnecte&langue=fr"))
    tap.true(out.header("Clear-Site-Data") is not None)
    tap.contains(words(browser.get(out.location)), "Votre session est fermée")
    browser.cookies = before
    tap.equal(browser.get("/espace/").status, 401)


def test_a_page_that_was_asked_for_is_shown_after_signing_in():
    _, path, _ = begin("a2@client.example")
    browser = portal.browser()
    page = browser.get(path + "3")
    tap.equal(page.status, 401)
    tap.contains(words(page), "Mot de passe")
    inside = door(browser, page, "a2@client.example")
    tap.equal((inside.status, inside.location), (303, path + "3"))


def test_while_too_many_sign_in_at_once_what_the_page_carries_stays_on_it():
    """Passwords have two places and a queue of twenty: of forty-eight at once some are told to try again."""
    _, path, _ = begin("a9@client.example")
    browsers = [portal.browser() for _ in range(48)]
    pages = [browser.get(path + "2") for browser in browsers]
    with concurrent.futures.ThreadPoolExecutor(len(browsers)) as pool:
        asked = list(pool.map(lambda i: door(browsers[i], pages[i], "personne%d@client.example" % i), range(len(browsers))))
    busy = [i for i, page in enumerate(asked) if page.status == 503]
    tap.true(busy, "somebody is told to try again")
    for i in busy:
        tap.equal(asked[i].hidden("reprise"), pages[i].hidden("reprise"))
        tap.contains(words(asked[i]), "Réessayez dans quelques secondes")
        tap.true(asked[i].header("Retry-After"), "when to try again")
    inside = door(browsers[busy[0]], asked[busy[0]], "a9@client.example")
    tap.equal((inside.status, inside.location), (303, path + "2"))


def test_what_was_posted_from_a_session_that_ran_out_is_saved_after_signing_in():
    browser, path, page = begin("a3@client.example")
    wait(HALF_AN_HOUR)
    found = form(page, "/espace/q/")
    closed = browser.post(found["action"], answer(found, {"q.nom": "Presque perdu"}) + [("suite", "continuer")])
    tap.equal(closed.status, 401)
    tap.contains(words(closed), "Ce que vous veniez d’envoyer est gardé")
    tap.lacks(closed.text, "Presque perdu")
    inside = door(browser, closed, "a3@client.example")
    tap.true(inside.status in (303, 422), str(inside.status))
    tap.equal(shown(browser.get(path + "1"))["q.nom"], ["Presque perdu"])


def test_a_wrong_password_in_between_loses_nothing():
    browser, path, page = begin("a4@client.example")
    wait(HALF_AN_HOUR)
    found = form(page, "/espace/q/")
    closed = browser.post(found["action"], answer(found, {"q.nom": "Encore là"}))
    wrong = door(browser, closed, "a4@client.example", "pas le bon")
    tap.equal(wrong.status, 422)
    tap.equal(shown(wrong)["email"], ["a4@client.example"])
    door(browser, wrong, "a4@client.example")
    tap.equal(shown(browser.get(path + "1"))["q.nom"], ["Encore là"])


def test_somebody_else_who_signs_in_there_saves_nothing():
    browser, path, page = begin("a5@client.example")
    portal.signed_in("a6@client.example")
    wait(HALF_AN_HOUR)
    found = form(page, "/espace/q/")
    closed = browser.post(found["action"], answer(found, {"q.nom": "Privé"}))
    inside = door(browser, closed, "a6@client.example")
    tap.equal((inside.status, inside.location), (303, "/espace/"))
    mine = portal.sign_in("a5@client.example")
    tap.equal(shown(mine.get(path + "1"))["q.nom"], [""])


def test_the_script_is_told_that_the_session_ran_out():
    browser, path, page = begin("a7@client.example")
    wait(HALF_AN_HOUR)
    found = form(page, "/espace/q/")
    tap.equal(browser.post(found["action"], answer(found) + [("auto", "1")]).status, 401)


def test_at_the_wrong_door_one_is_told_where_to_go():
    browser, path, _ = begin("b1@client.example")
    member = portal.sign_in("claire@cabinet.example", ADVISER_PASSWORD, "/cabinet/connexion")
    for page in (browser.get("/cabinet/"), member.get("/espace/"), member.get(path)):
        tap.equal(page.status, 403)
        tap.contains(words(page), "mauvaise porte")
        tap.contains(words(page), "Les clients entrent par")
    other = portal.browser()
    page = other.get("/cabinet/connexion")
    wrong = door(other, page, "b1@client.example")
    tap.equal(wrong.status, 403)
    tap.contains(words(wrong), "mauvaise porte")


def test_who_is_inside_is_not_asked_again():
    browser, _, _ = begin("b2@client.example")
    tap.equal(browser.get("/espace/connexion").location, "/espace/")


def test_missing_fields_are_named():
    browser = portal.browser()
    page = browser.get("/espace/connexion")
    empty = browser.follow(browser.post("/espace/connexion", {}, csrf=page))
    tap.equal(empty.status, 422)
    tap.contains(words(empty), "Indiquez votre adresse e-mail")
    tap.contains(words(empty), "Indiquez votre mot de passe")


def test_after_five_wrong_tries_one_waits():
    portal.signed_in("b3@client.example")
    browser = portal.browser()
    page = browser.get("/espace/connexion")
    statuses = [door(browser, page, "b3@client.example", "pas le bon").status for _ in range(6)]
    tap.equal(statuses, [422] * 5 + [429])
    right = door(browser, page, "b3@client.example")
    tap.equal(right.status, 429)
    tap.contains(words(right), "Trop d’essais")
    tap.true(int(right.header("Retry-After")) <= 60)
    wait(61)
    later = browser.get(right.path)
    tap.equal(later.status, 200, "the same page once it is over")
    tap.lacks(words(later), "Trop d’essais")
    tap.equal(shown(later)["email"], ["b3@client.example"])
    tap.equal(door(browser, page, "b3@client.example").status, 303)


def test_after_a_wrong_password_reload_sends_nothing_and_the_address_stays():
    portal.signed_in("b4@client.example")
    browser = portal.browser()
    wrong = door(browser, browser.get("/espace/connexion"), "b4@client.example", "pas le bon")
    tap.equal(wrong.status, 422)
    for page in (wrong, browser.get(wrong.path), browser.get(wrong.path.replace("langue=fr", "langue=en"))):
        tap.equal((page.status, shown(page)["email"]), (422, ["b4@client.example"]))
        tap.lacks(page.text, "pas le bon")
    tap.lacks(urllib.parse.unquote(wrong.path), "b4@client")
    other = portal.browser()
    other.get("/espace/connexion")
    tap.equal(shown(other.get(wrong.path))["email"], [""], "it tells nobody else")


def test_a_language_chosen_stays():
    browser, path, page = begin("c1@client.example")
    tap.contains(page.text, '<html lang="fr">')
    chosen = browser.post("/espace/langue", {"langue": "nl", "retour": path + "1"}, csrf=page)
    tap.equal((chosen.status, chosen.location), (303, path + "1"))
    tap.contains(browser.get(path + "1").text, '<html lang="nl">')
    tap.contains(portal.sign_in("c1@client.example").get("/espace/").text, '<html lang="nl">')


def test_an_unknown_language_or_a_foreign_return_is_refused():
    browser, _, page = begin("c2@client.example")
    tap.equal(browser.post("/espace/langue", {"langue": "xx", "retour": "/espace/"}, csrf=page).status, 400)
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example", "/\r\nX: y"):
        away = browser.post("/espace/langue", {"langue": "fr", "retour": elsewhere}, csrf=page)
        tap.true(away.status == 400 or away.location == "/", repr((elsewhere, away.status, away.location)))


def test_a_visitors_language_is_in_the_address_and_stays_there():
    browser = portal.browser()
    page = browser.get("/espace/?langue=en")
    tap.contains(page.text, '<html lang="en">')
    found = form(page, "/connexion")
    tap.contains(found["action"], "langue=en")
    tap.contains(door(browser, page, "x@client.example", "wrong password").text, '<html lang="en">')


tap.main(globals())

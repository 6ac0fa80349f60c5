"""What was posted from a session that had run out is there again after signing in: through nginx, with the real pages."""

import html
import re
import sqlite3
import sys

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack(people=stack.DEMO, clock=True)
CLIENT = ("sophie.bernard@client.example", "mon chat dort au soleil")
OTHER = ("karel.devries@client.example", "mijn kat slaapt in de zon")
ASSIGNMENT = s.store("SELECT a.id FROM assignment a JOIN client c ON c.id = a.client WHERE c.email = ? AND "
                     "a.definition = 'profil-investisseur'", CLIENT[0])[0][0]
POINT = "/espace/q/%s/1" % ASSIGNMENT
clock = 0


def post_from_an_expired_session(age):
    """The sign-in page that is shown instead, and the browser."""
    global clock
    b = s.browser()
    b.sign_in(*CLIENT)
    page = b.get(POINT)
    clock += 31 * 60
    s.set_clock(clock)
    fields = {"version": page.hidden("version"), "q.age": age, "suite": "continuer"}
    return b.post(POINT, fields, csrf=page), b


def sign_in(b, page, who):
    return b.told(b.post("/espace/connexion", {"email": who[0], "mot-de-passe": who[1], "reprise": page.hidden("reprise")}, csrf=page))


def age():
    found = s.store("SELECT answers FROM draft WHERE assignment = ?", ASSIGNMENT)
    return dict(line.split("=", 1) for line in found[0][0].splitlines()).get("age") if found else None


def test_an_answer_posted_too_late_is_saved_after_signing_in():
    page, b = post_from_an_expired_session("53")
    tap.equal(page.status, 401)
    tap.true(page.hidden("reprise"))
    tap.true(age() != "53")
    done = sign_in(b, page, CLIENT)
    tap.equal(done.status, 303)
    tap.true(done.location.startswith("/espace/q/%s/" % ASSIGNMENT), done.location)
    tap.equal(age(), "53")
    tap.equal(b.get("/espace/").status, 200)


def test_a_wrong_password_in_between_loses_nothing():
    page, b = post_from_an_expired_session("54")
    again = sign_in(b, page, (CLIENT[0], "pas le bon"))
    tap.true(again.status in (401, 422), again.status)
    tap.equal(sign_in(b, again, CLIENT).status, 303)
    tap.equal(age(), "54")


def test_somebody_else_who_signs_in_does_not_send_it():
    before = age()
    page, b = post_from_an_expired_session("55")
    tap.equal(sign_in(b, page, OTHER).status, 303)
    tap.equal(age(), before)


def test_another_language_or_a_new_password_in_between_loses_nothing():
    page, b = post_from_an_expired_session("56")
    tap.contains(page.text, 'formaction="/espace/connexion?langue=en"')
    english = b.told(b.post("/espace/connexion?langue=en", {"autre-langue": "1", "email": CLIENT[0], "reprise": page.hidden("reprise")},
                            csrf=page))
    tap.equal(english.status, 200)
    tap.contains(english.text, '<html lang="en">')
    tap.contains(english.text, 'value="%s"' % CLIENT[0])
    tap.contains(english.text, "is kept")
    tap.true("error-summary" not in english.text)
    tap.contains(english.text, 'href="/espace/oubli?langue=en" target="_blank"')
    tap.equal(sign_in(b, english, CLIENT).status, 303)
    tap.equal(age(), "56")


def test_after_a_wrong_password_the_page_still_says_what_is_kept():
    page, b = post_from_an_expired_session("57")
    tap.contains(page.text, "est gardé")
    tap.contains(sign_in(b, page, (CLIENT[0], "pas le bon")).text, "est gardé")


def again(b, page):
    """Presses the button of a page that lets a form be posted again."""
    main = page.text.split("<main")[1]
    action = re.search(r'<form[^>]* action="([^"]*)"', main)[1]
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main)
    return b.post(html.unescape(action), [(n, html.unescape(v)) for n, v in fields])


def rename_draft(old, new):
    """Without its table no draft can be read or written."""
    db = sqlite3.connect(s.path("data/store.db"), timeout=20, isolation_level=None)
    db.execute("ALTER TABLE %s RENAME TO %s" % (old, new))
    db.close()


def test_a_form_resumed_while_the_store_fails_is_posted_again():
    page, b = post_from_an_expired_session("58")
    rename_draft("draft", "away")
    try:
        failed = sign_in(b, page, CLIENT)
        tap.equal(failed.status, 503)
        still = again(b, failed)
        tap.equal(still.status, 503)
    finally:
        rename_draft("away", "draft")
    tap.true(age() != "58")
    done = again(b, still)
    tap.equal((done.status, age()), (303, "58"))
    tap.equal(again(b, still).status, 303)


def test_a_form_of_a_session_before_is_posted_again_by_its_owner():
    b = s.browser()
    b.sign_in(*CLIENT)
    page = b.get(POINT)
    b.cookies.clear()
    b.sign_in(*CLIENT)
    fields = {"version": page.hidden("version"), "q.age": "59", "suite": "continuer"}
    refused = b.post(POINT, fields, csrf=page)
    tap.equal((refused.status, age() != "59"), (403, True))
    tap.contains(refused.text, "Réessayer")
    tap.lacks(b.post(POINT, fields, csrf=page, headers={"Origin": "https://evil.example"}).text, "Réessayer")
    other = s.browser()
    other.sign_in(*OTHER)
    tap.equal(again(other, other.post(POINT, fields, csrf=page)).status, 404)
    tap.equal(again(b, refused).status, 303)
    tap.equal(age(), "59")


def test_a_password_is_written_into_no_page():
    b = s.browser()
    b.get("/espace/connexion")
    refused = b.post("/espace/connexion", {"email": CLIENT[0], "mot-de-passe": CLIENT[1]}, csrf="x" * 43)
    tap.equal(refused.status, 403)
    tap.lacks(refused.text, CLIENT[1])
    tap.lacks(refused.text, "Réessayer")


def test_a_page_asked_for_is_shown_after_signing_in():
    b = s.browser()
    page = b.get(POINT)
    tap.equal(page.status, 401)
    tap.equal(sign_in(b, page, CLIENT).location, POINT)


tap.main(globals())

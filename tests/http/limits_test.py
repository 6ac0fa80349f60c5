"""How often one address may ask: by the minute and, where mails go out, by the hour."""

import html
import re
import sys

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack(config="rate: 120\n")
AN_HOUR = 3600


def test_mails_are_asked_for_ten_times_an_hour():
    browser = s.browser()
    page = browser.get("/espace/oubli")
    asked = [browser.post("/espace/oubli", {"email": "personne%d@client.example" % i}, csrf=page) for i in range(11)]
    tap.equal([answer.status for answer in asked], [303] * 10 + [429])
    wait = int(asked[-1].header("Retry-After"))
    tap.true(60 < wait <= AN_HOUR, wait)
    tap.equal(browser.get("/espace/oubli").status, 200, "the page itself is counted apart")


def test_what_was_typed_is_in_the_page_that_asks_to_wait():
    browser = s.browser()
    page = browser.get("/repondre/prise-de-contact?langue=fr")
    fields = {"version": page.hidden("version"), "cle": page.hidden("cle"), "email": "x", "q.message": "Deux lignes,\n« guillemets »"}
    asked = [browser.post("/repondre/prise-de-contact", fields, csrf=page) for i in range(21)]
    tap.equal([answer.status for answer in asked], [303] * 20 + [429])
    kept = {n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', asked[-1].text.split("<main")[1])}
    tap.equal(kept, dict(fields, csrf=page.csrf))


tap.main(globals())

"""What a POST says of where it comes from, through nginx, as old and new browsers say it."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import stack
import tap

s = stack.Stack()


def status(headers):
    """Of a sign-in with a wrong password."""
    browser = s.browser()
    page = browser.get("/espace/connexion")
    absent = {"Origin": None, "Sec-Fetch-Site": None}
    return browser.told(browser.post("/espace/connexion", {"email": "x@y.example", "mot-de-passe": "mauvais"}, csrf=page,
                        headers=dict(absent, **headers))).status


LOOKED_AT = 422


def test_todays_browsers_are_listened_to():
    tap.equal(status({"Origin": s.url, "Sec-Fetch-Site": "same-origin"}), LOOKED_AT)


def test_a_browser_without_sec_fetch_site_is_listened_to():
    tap.equal(status({"Origin": s.url}), LOOKED_AT)


def test_a_browser_without_origin_is_listened_to():
    tap.equal(status({"Sec-Fetch-Site": "same-origin"}), LOOKED_AT)


def test_who_says_nothing_is_refused():
    tap.equal(status({}), 403)


def test_other_origins_are_refused():
    for origin in ("https://evil.example", s.url + ".evil.example", s.url + "/", "null", s.url.upper()):
        tap.equal(status({"Origin": origin}), 403, origin)
        tap.equal(status({"Origin": origin, "Sec-Fetch-Site": "same-origin"}), 403, origin)


def test_other_sites_are_refused():
    for site in ("cross-site", "same-site", "none", "Same-Origin"):
        tap.equal(status({"Origin": s.url, "Sec-Fetch-Site": site}), 403, site)


tap.main(globals())

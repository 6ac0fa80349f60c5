"""What people do on the portal, for tests: an adviser, clients, and answers to whatever a form asks."""

import html
import html.parser
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../lib"))
import stack  # noqa: E402
import tap  # noqa: E402,F401

PASSWORD = "un cheval vert et doux"
ADVISER_PASSWORD = "une longue phrase de conseiller"
# Answers that a questionnaire of the example site accepts together; everything else gets a plain one.
ANSWERS = {"q.age": "44", "q.dependants": "2", "q.revenus": "50 000", "q.charges": "10 000", "q.liquidites": "20000,50", "q.placements": "1000",
           "q.montant": "1 000 €", "q.pret": "no", "q.retrait": "no", "q.part": "30"}


class Forms(html.parser.HTMLParser):
    """The forms of a page: action and controls (kind, name, value, ticked). What stands in a template is in no form."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form, self.area, self.templates = [], None, None, 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = {k: v or "" for k, v in attributes}
        self.templates += tag == "template"
        if self.templates:
            return
        if tag == "form":
            self.form = {"action": given.get("action", ""), "controls": []}
            self.forms.append(self.form)
        elif self.form is not None and tag == "input":
            self.form["controls"].append((given.get("type", "text"), given.get("name"), given.get("value", ""), "checked" in given))
        elif self.form is not None and tag == "textarea":
            self.area = [given.get("name"), ""]

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        self.templates -= tag == "template"
        if tag == "textarea" and self.area:
            self.form["controls"].append(("textarea", *self.area, False))
            self.area = None
        if tag == "form":
            self.form = None


def form(page, action):
    """The form of the page whose action has this in it."""
    for found in Forms(page.text).forms:
        if action in found["action"]:
            return found
    tap.fail("no form to %s in\n%s" % (action, page.text))


def answer(found, given=None):
    """Fields that answer everything in a form: what is given by name, else the first option, 10, a day, an address."""
    given = dict(ANSWERS, **(given or {}))
    fields, done = [], set()
    for kind, name, value, _ in found["controls"]:
        if name is None:
            continue
        if kind == "hidden":
            fields.append((name, value))
        elif kind in ("radio", "checkbox"):
            if name not in done and given.get(name, value) == value:
                fields.append((name, value))
                done.add(name)
        else:
            end = name.rsplit(".", 1)[-1]
            plain = {"jour": "27", "mois": "3", "annee": "1985"}.get(end) or {"email": "a@b.example", "tel": "+33 6 12 34 56 78"}.get(kind, "10")
            fields.append((name, given.get(name, plain)))
    return fields


def shown(page):
    """What the page holds in each control: name to list of values."""
    values = {}
    for found in Forms(page.text).forms:
        for kind, name, value, ticked in found["controls"]:
            if name and (ticked or kind not in ("radio", "checkbox")):
                values.setdefault(name, []).append(value)
    return values


def words(page):
    """The text of the page without markup, and without what waits in a template."""
    text = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>", " ", page.text)
    while "<template" in text:
        text = re.sub(r"(?s)<template\b(?:(?!<template).)*?</template>", " ", text)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def link_in(mail, path):
    """The address with this path in the mail's text part, without the origin."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"https?://[^/\s]+(%s\S*)" % re.escape(path), text)
    if not found:
        tap.fail("no link to %s in\n%s" % (path, text))
    return found[1]


class Story(stack.Stack):
    def answers(self):
        """All that was answered and concluded so far, to compare before and after."""
        tables = ("assignment", "draft", "submission", "public_submission", "profile")
        return [self.store("SELECT * FROM %s ORDER BY 1, 2" % table) for table in tables]

    def adviser(self, email="claire@cabinet.example", role="adviser"):
        """Creates a member and gives a browser that is signed in."""
        out = self.ctl(role, "create", "--email", email, "--first-name", "Claire", "--last-name", "Dubois")
        return self.activate(re.search(r"http\S+", out)[0], ADVISER_PASSWORD)

    def client(self, email, adviser="claire@cabinet.example", language="fr", questionnaires=None, last_name="Martin"):
        """Creates and invites a client; gives the path of the link."""
        self.ctl("client", "create", "--adviser", adviser, "--email", email, "--first-name", "Ada", "--last-name", last_name,
                 "--language", language)
        return self.invite(email, questionnaires)

    def invite(self, email, questionnaires=None):
        more = ["--questionnaires", questionnaires] if questionnaires else []
        return re.search(r"http\S+", self.ctl("invite", email, *more))[0][len(self.url):]

    def activate(self, link, password=PASSWORD):
        path = link.removeprefix(self.url)
        browser = self.browser()
        page = browser.get(path)
        page = browser.post(path.split("?")[0], {"jeton": page.hidden("jeton"), "mot-de-passe": password}, csrf=page)
        tap.equal(page.status, 303, "activation")
        return browser

    def signed_in(self, email, **more):
        """A new client's browser."""
        return self.activate(self.client(email, **more))

    def sign_in(self, email, password=PASSWORD, door="/espace/connexion"):
        browser = self.browser()
        page = browser.get(door)
        page = browser.post(door, {"email": email, "mot-de-passe": password}, csrf=page)
        tap.equal(page.status, 303, "signing in")
        return browser

    def assignments(self, browser):
        """Path of each questionnaire that the space lists, by title."""
        page = browser.get("/espace/")
        return re.findall(r'href="(/espace/q/\w+/)(?:recu)?"', page.text)

    def fill(self, browser, path, given=None):
        """Answers all points; gives the page where they are checked."""
        page = browser.follow(browser.get(path))
        for _ in range(40):
            if page.path.endswith("/verifier"):
                return page
            found = form(page, "/espace/q/")
            page = browser.post(found["action"], answer(found, given) + [("suite", "continuer")])
            tap.true(page.status in (303, 422), "%s: %d %s" % (page.path, page.status, words(page)[:500]))
            page = browser.follow(page)
        tap.fail("never at the end: " + words(page))

    def send(self, browser, page):
        found = form(page, "/envoyer")
        return browser.follow(browser.post(found["action"], answer(found)))

#!/usr/bin/env python3
"""A questionnaire is published anew while clients fill it in: what they answered is kept, and they are told what changed;
advisers see which version each result came of."""

import atexit
import os
import re
import shutil
import sqlite3
import tempfile

import story
import tap
from story import shown, words

FOLDER = tempfile.mkdtemp()
atexit.register(shutil.rmtree, FOLDER)
CONTENT = os.path.join(FOLDER, "content")
shutil.copytree(os.path.join(story.stack.TOP, "content"), CONTENT)
NAME = "profil-investisseur"
portal = story.Story(content=CONTENT)
claire = portal.adviser()


def publish(*changes):
    """Changes the questionnaire in every language, from what it is in the example site, and publishes it."""
    for language in ("fr", "en", "nl"):
        path = os.path.join("questionnaires", NAME + ".md")
        with open(os.path.join(story.stack.TOP, "content", language, path), encoding="utf-8") as file:
            text = file.read()
        for before, after in changes:
            tap.true(before in text, "%s is not in %s" % (before, language))
            text = text.replace(before, after)
        with open(os.path.join(CONTENT, language, path), "w", encoding="utf-8") as file:
            file.write(text)
    portal.build()
    portal.restart_daemon()


def published(id):
    with sqlite3.connect(portal.path("site", "site.db")) as db:
        return db.execute("SELECT version FROM definition WHERE id = ?", (id,)).fetchone()[0]



def begin(email):
    """A client who has filled in the first point."""
    browser = portal.signed_in(email, questionnaires=NAME)
    path = portal.assignments(browser)[0]
    page = browser.follow(browser.get(path))
    found = story.form(page, "/espace/q/")
    page = browser.post(found["action"], story.answer(found) + [("suite", "continuer")])
    tap.equal(page.status, 303)
    return browser, path


def draft_version(path):
    return portal.store("SELECT version FROM assignment WHERE id = ?", path.split("/")[3])[0][0]


def test_a_draft_moves_to_a_version_that_asks_the_same_of_what_was_answered():
    publish()
    browser, path = begin("m1@client.example")
    before = draft_version(path)
    publish(("`passe: one`", "`passe: one, optional`"))
    home = words(browser.get("/espace/"))
    tap.contains(home, "Une nouvelle version de ce questionnaire est parue. Vos 4 réponses sont gardées.")
    tap.contains(home, "Un de vos placements a-t-il déjà perdu 10")
    page = browser.get(path + "1")
    tap.contains(words(page), "Une nouvelle version de ce questionnaire est parue. Vos 4 réponses sont gardées.")
    tap.equal(shown(page)["q.age"], ["44"])
    found = story.form(page, "/espace/q/")
    tap.equal(browser.post(found["action"], story.answer(found) + [("suite", "plus-tard")]).status, 303)
    tap.equal(draft_version(path), published(NAME))
    tap.true(draft_version(path) != before)
    tap.lacks(words(browser.get("/espace/")), "Une nouvelle version")
    tap.equal(shown(browser.get(path + "1"))["q.age"], ["44"])


def test_a_draft_stays_with_its_version_when_what_was_answered_is_asked_otherwise():
    publish()
    browser, path = begin("m2@client.example")
    before = draft_version(path)
    publish(("`age: number 18..120`", "`age: number 21..120`"))
    for page in (browser.get("/espace/"), browser.get(path + "2")):
        tap.contains(words(page), "Vous terminez celle que vous avez commencée, et toutes vos réponses sont gardées.")
        tap.contains(words(page), "Quel âge avez-vous")
        tap.lacks(words(page), "Combien de personnes dépendent")
    sent = portal.send(browser, portal.fill(browser, path, {"q.age": "19"}))
    tap.equal(sent.status, 200)
    tap.equal(draft_version(path), before)
    tap.equal(portal.store("SELECT version FROM submission WHERE id = ?", path.split("/")[3]), [(before,)])


def test_nothing_is_said_of_drafts_that_are_not_begun_or_when_only_words_changed():
    publish()
    fresh = portal.signed_in("m3@client.example", questionnaires=NAME)
    browser, path = begin("m4@client.example")
    publish(("\n---\n\n", "\n---\n\nBienvenue, welcome, welkom.\n\n"))
    for page in (fresh.get("/espace/"), browser.get("/espace/"), browser.get(path + "1")):
        tap.lacks(words(page), "Une nouvelle version")


def test_the_other_languages_say_it_too():
    publish()
    texts = {"en": ("A new version of this questionnaire has been published", "kept"), "nl": ("Er is een nieuwe versie", "bewaard")}
    begun = {}
    for language in texts:
        browser = portal.signed_in("l%s@client.example" % language, questionnaires=NAME, language=language)
        path = portal.assignments(browser)[0]
        found = story.form(browser.follow(browser.get(path)), "/espace/q/")
        browser.post(found["action"], story.answer(found) + [("suite", "continuer")])
        begun[language] = browser
    publish(("`passe: one`", "`passe: one, optional`"))
    for language, browser in begun.items():
        for text in texts[language]:
            tap.contains(words(browser.get("/espace/")), text)


def test_advisers_see_version_date_and_wording_of_each_result():
    publish()
    browser, path = begin("v1@client.example")
    portal.send(browser, portal.fill(browser, path))
    version = draft_version(path)[:12]
    client = portal.store("SELECT client FROM submission WHERE id = ?", path.split("/")[3])[0][0]
    pages = ("/cabinet/client/" + client, "/cabinet/envoi/" + path.split("/")[3])
    for address in pages:
        found = words(claire.get(address))
        tap.true(re.search(version + r" utilisée depuis le \d+ \S+ \d{4}", found.replace("\u00a0", " ")), found)
    publish(("\n---\n\n", "\n---\n\nBonjour, hello, dag.\n\n"))
    other, path = begin("v2@client.example")
    portal.send(other, portal.fill(other, path))
    found = words(claire.get("/cabinet/envoi/" + path.split("/")[3])).replace("\u00a0", " ")
    tap.true(re.search(version + r" utilisée depuis le .{8,20}, formulation \d sur \d", found), found)
    tap.contains(portal.ctl("verify"), "All of it fits")


tap.main(globals())

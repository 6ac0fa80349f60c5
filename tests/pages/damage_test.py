"""A store that is damaged: what cannot be read is never shown as if there were nothing, nor written over."""

import story
import tap
from story import form, shown, words

PAGE = 4096
portal = story.Story()
adviser = portal.adviser()
client = portal.signed_in("a1@client.example", questionnaires="connaissance-client")
path = portal.assignments(client)[0]
page = client.follow(client.get(path))
found = form(page, "/espace/q/")
client.post(found["action"], [(n, v) for k, n, v, _ in found["controls"] if k == "hidden"] + [("q.nom", "Martin"), ("suite", "plus-tard")])


class Damage:
    """Overwrites the root page of a table or index, and gives it back."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        portal.stop_process("portillond")
        root = portal.store("SELECT rootpage FROM sqlite_schema WHERE name = '%s'" % self.name)[0][0]
        with open(portal.path("data/store.db"), "r+b") as file:
            self.at = (root - 1) * PAGE
            file.seek(self.at)
            self.bytes = file.read(PAGE)
            file.seek(self.at)
            file.write(b"\xff" * PAGE)
        portal.start_daemon()

    def __exit__(self, *_):
        portal.stop_process("portillond")
        with open(portal.path("data/store.db"), "r+b") as file:
            file.seek(self.at)
            file.write(self.bytes)
        portal.start_daemon()


def test_lists_that_cannot_be_read_are_not_empty():
    for name, pages in (("assignment_by_client", [(client, "/espace/")]), ("client_by_adviser", [(adviser, "/cabinet/")]),
                        ("sqlite_autoindex_profile_1", [(client, "/espace/")])):
        with Damage(name):
            for browser, where in pages:
                answer = browser.get(where)
                tap.equal(answer.status, 503, name)
                tap.true(answer.header("Retry-After"), "it may be mended")
    tap.contains(words(client.get("/espace/")), "Commencé, pas encore envoyé")


def test_a_draft_that_cannot_be_read_is_not_an_empty_page():
    for name in ("draft", "sqlite_autoindex_draft_1"):
        with Damage(name):
            tap.equal(client.get(path + "1").status, 503, name)
            tap.equal(client.get("/espace/").status, 503, name)
            answer = client.post(path + "1", [("version", page.hidden("version")), ("q.nom", "")], csrf=page)
            tap.equal(answer.status, 503, name)
    tap.equal(shown(client.get(path + "1"))["q.nom"], ["Martin"])


tap.main(globals())

# test-timeout: 120
"""Other people's objects: every row of the route table that has an id, with the ids of everything in the store, as everybody.
What is not one's own is not there, in the very words of what never was; nothing is changed."""

import itertools
import re
import sys

sys.path.insert(0, "tests/lib")
import files
import stack
import tap

s = stack.Stack(content=files.content(), people=stack.DEMO)
SOPHIE = ("sophie.bernard@client.example", "mon chat dort au soleil")        # of Marc
KAREL = ("karel.devries@client.example", "mijn kat slaapt in de zon")        # of Ingrid
JEANNE = ("jeanne.moreau@client.example", "le jardin est en fleurs")         # of Marc; has sent
MARC = ("marc.delorme@valmont.example", "un dossier bien rempli")
INGRID = ("ingrid.peeters@valmont.example", "een goed gevuld dossier")
ANNE = ("anne.valmont@valmont.example", "une porte bien gardée")             # administrator


def rows():
    return [(method, path) for method, path in stack.routes() if "*" in path and not path.startswith("/repondre/")]


def hand_in(who, sent):
    """Has a file in a draft, or in what was sent in."""
    s.ctl("invite", who[0], "--questionnaires", "pieces")
    b = s.browser()
    b.sign_in(*who)
    assignment = s.store("SELECT a.id FROM assignment a JOIN client c ON c.id = a.client WHERE c.email = ? AND a.definition = 'pieces'",
                         who[0])[0][0]
    path = "/espace/q/%s/" % assignment
    page = b.get(path + "1")
    version = page.hidden("version")
    page = b.upload(path + "1/joindre", {"version": version, "q.relu": "yes", "suite": "continuer"},
                    [("q.avis", "avis.pdf", files.pdf(who[0]))], csrf=page)
    tap.equal(page.status, 303)
    if sent:
        page = b.follow(b.post(path + "2", {"version": version, "suite": "continuer"}, csrf=b.get(path + "2")))
        tap.equal(b.post(path + "envoyer", {"version": page.hidden("version")}, csrf=page).status, 303)


for someone, is_sent in ((SOPHIE, True), (KAREL, True), (JEANNE, False)):
    hand_in(someone, is_sent)
ROWS = rows()
OBJECTS = {
    "assignment": dict(s.store("SELECT a.id, c.email FROM assignment a JOIN client c ON c.id = a.client")),
    "submission": dict(s.store("SELECT s.id, c.email FROM submission s JOIN client c ON c.id = s.client")),
    "client": dict(s.store("SELECT id, email FROM client")),
    "account": dict(s.store("SELECT id, email FROM account")),
    "member": dict(s.store("SELECT id, email FROM member")),
    "upload": dict(s.store("SELECT u.id, c.email FROM upload u JOIN client c ON c.id = u.client")),
    "outbox": dict(s.store("SELECT id, recipient FROM outbox")),
}
CLIENTS_OF = {adviser: {email for email, of in s.store("SELECT c.email, m.email FROM client c JOIN member m ON m.id = c.adviser")
                        if of == adviser} for adviser in (MARC[0], INGRID[0])}
NOWHERE = "0123456789abcdefghjkmnpqrs"


SENT = {upload for (upload,) in s.store("SELECT u.id FROM upload u JOIN assignment a ON a.id = u.assignment WHERE a.state = 'sent'")}
tap.equal((len(OBJECTS["upload"]), len(SENT)), (3, 2))


def kind_of(path):
    if "/fichier/" in path:
        return "upload"
    return "client" if path.startswith("/cabinet/client/") else "submission" if path.startswith("/cabinet/envoi/") else "assignment"


def may(who, path, some_id):
    """Is it the person's own, in the place where it belongs?"""
    owner = OBJECTS[kind_of(path)].get(some_id)
    if path.startswith("/espace/"):
        return owner == who
    if kind_of(path) == "upload" and some_id not in SENT:
        return False
    return owner is not None and (who == ANNE[0] or owner in CLIENTS_OF.get(who, ()))


def enter(who):
    b = s.browser()
    b.sign_in(*who, door="/cabinet/connexion" if who in (MARC, INGRID, ANNE) else "/espace/connexion")
    return b


# Mails about what the demo people have sent are composed and sent in the background: that is no answer to an attack.
tap.wait_for(lambda: s.store("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')") == [(0,)], what="the mails")


def state():
    return "\n".join(line for line in s.dump().split("\n") if not line.startswith('INSERT INTO "session"'))


def words(page):
    """The page without what is new in every answer."""
    text = re.sub(r'(name="csrf" value=")[^"]*', r"\1", page.text)
    text = re.sub(r'(name="retour" value=")[^"]*', r"\1", text)
    return re.sub(r'\b[0-9a-hjkmnp-tv-z]{26}\b|<p class="meta">.*?</p>', "", text, flags=re.S)


BROWSERS = {who[0]: enter(who) for who in (SOPHIE, KAREL, JEANNE, MARC, INGRID, ANNE)}


def places(who):
    """Rows of the person's side."""
    side = "/cabinet/" if who in (MARC[0], INGRID[0], ANNE[0]) else "/espace/"
    return [(method, path) for method, path in ROWS if path.startswith(side)]


def paths(path, some_id):
    """The id in the place of the first star; points and other numbers in the second."""
    first = path.replace("*", some_id, 1)
    return [first.replace("*", word) for word in ("1", "2")] if "*" in first else [first]


def ask(b, method, path, csrf):
    if method == "POST" and path.endswith("/joindre"):
        return b.upload(path, {"version": "x"}, [("q.avis", "a.pdf", files.PDF)], csrf=csrf)
    return b.get(path) if method == "GET" else b.post(path, {"version": "x"} if "/q/" in path else {}, csrf=csrf)


def test_what_is_not_ones_own_is_not_there():
    before, n = state(), 0
    for who, b in BROWSERS.items():
        home = "/espace/" if who.endswith("@client.example") else "/cabinet/"
        csrf = b.get(home).csrf
        for method, path in places(who):
            ghosts = [ask(b, method, place, csrf) for place in paths(path, NOWHERE)]
            tap.equal({ghost.status for ghost in ghosts}, {404}, path)
            for some_id in set(itertools.chain(*OBJECTS.values())):
                if may(who, path, some_id):
                    continue
                for place, ghost in zip(paths(path, some_id), ghosts):
                    page = ask(b, method, place, csrf)
                    tap.equal(page.status, 404, "%s: %s %s" % (who, method, place))
                    tap.true(words(page) == words(ghost), "%s: %s %s is worded otherwise" % (who, method, place))
                    n += 1
    tap.true(n > 300, n)
    tap.true(state() == before, "the store was changed")


def test_ones_own_is_there():
    for who, b in BROWSERS.items():
        found = 0
        for method, path in places(who):
            for some_id in OBJECTS[kind_of(path)]:
                if method == "GET" and may(who, path, some_id):
                    for place in paths(path, some_id):
                        tap.true(b.get(place).status in (200, 303), "%s: %s" % (who, place))
                        found += 1
        tap.true(found, who)


def test_an_id_written_otherwise_is_not_there():
    b = BROWSERS[SOPHIE[0]]
    own = s.store("SELECT a.id FROM assignment a JOIN client c ON c.id = a.client WHERE c.email = ? AND a.state <> 'sent'",
                  SOPHIE[0])[0][0]    # what is sent leads to its receipt, from every point
    before = state()
    for other in (own.upper(), own[:-1], own + "0", own + "%00", own + "%20", "%2e%2e%2f" + own, own[:-1] + "%FF", "0", "-1", "*",
                  "' OR 1=1 --", "%27%20OR%201=1%20--", "a" * 4000):
        page = b.request("GET", "/espace/q/%s/1" % other.replace(" ", "%20"))
        tap.true(page.status in (400, 404, 414), "%s: %d" % (other, page.status))
    for point in ("0", "-1", "10", "01x", "99999999999999999999", "1.0", "%31%00", "1%20"):
        page = b.get("/espace/q/%s/%s" % (own, point))
        tap.true(page.status in (400, 404), "%s: %d" % (point, page.status))
    tap.true(state() == before, "the store was changed")


def test_a_page_of_one_session_is_of_no_use_to_another():
    """A form of Jeanne's, posted by Sophie with her own token: each finds her own or nothing."""
    b = BROWSERS[SOPHIE[0]]
    before = state()
    csrf = b.get("/espace/").csrf
    for some_id, owner in OBJECTS["assignment"].items():
        if owner != SOPHIE[0]:
            for fields in ({"q.age": "33", "version": "x"}, {"q.age": "33", "version": "x", "auto": "1"}):
                tap.equal(b.post("/espace/q/%s/1" % some_id, fields, csrf=csrf).status, 404)
            tap.equal(b.post("/espace/q/%s/envoyer" % some_id, {"version": "x"}, csrf=csrf).status, 404)
    tap.true(state() == before, "the store was changed")


tap.main(globals())

"""A private Portillon with any number of clients who are signed in already, each with one questionnaire that lacks only its
first point.

    with people.Crowd(200) as s:
        b = people.enter(s, s.crowd[7])         # a browser that is signed in
        people.save_point(b, s.crowd[7], age=41)
        page = people.send(b, s.crowd[7])       # 303 to the receipt

The crowd is copied, row by row, from one client before the daemon starts: its passwords would take long to hash."""

import hashlib
import os
import re
import secrets
import sqlite3

import stack

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
FORM = "profil-investisseur"
ADVISER = ("marc.delorme@valmont.example", "un dossier bien rempli")
MEMBERS = """members:
  - {first_name: Marc, last_name: Delorme, email: marc.delorme@valmont.example, language: fr, role: adviser,
     password: un dossier bien rempli}
  - {first_name: Ingrid, last_name: Peeters, email: ingrid.peeters@valmont.example, language: nl, role: adviser,
     password: een goed gevuld dossier}
clients:
  - adviser: marc.delorme@valmont.example
    first_name: Jeanne
    last_name: Moreau
    email: model@client.example
    language: fr
    password: le jardin est en fleurs
    questionnaires:
      profil-investisseur:
        answers:
"""
# What each draft holds already, canonical, in order of the questionnaire.
ANSWERS = """revenus=54000 source=travail charges=15000 liquidites=60000 placements=85000 immobilier=310000 pret=no
montant=50000 horizon=long retrait=no objectif=retraite preference=milieu supportable=quart reserve=solide changement=no
reaction=attend scenario=modere passe=garde risque=faux repartition=vrai action=vrai taux=ignore unites=faux revente=vrai
etudes=licence formation=cours experience=oui produits=fonds,titres anciennete=longtemps frequence=parfois volume=courant
services=conseil durable=neutre""".split()
LEVELS = "profil=equilibre 50 equilibre\nconnaissance=experimente 67 experimente\n"


class Person:
    def __init__(self, number):
        self.number = number
        self.client, self.account, self.assignment = new_id(), new_id(), new_id()
        self.email = "client%d@client.example" % number
        self.cookie = "s" + secrets.token_urlsafe(32)
        self.url = "/espace/q/%s/" % self.assignment


def new_id():
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


def write_people(path):
    """The people of the model, for `portillonctl populate`."""
    lines = []
    for answer in ANSWERS:
        name, value = answer.split("=")
        value = "[%s]" % value.replace(",", ", ") if name in ("produits", "services") else '"%s"' % value
        lines.append("          %s: %s\n" % (name, value))
    stack.write(path, MEMBERS + "".join(lines))


class Crowd(stack.Stack):
    def __init__(self, size, **options):
        self.crowd = [Person(i) for i in range(size)]
        self.has_crowd = False
        super().__init__(start=False, **options)
        self.people = self.path("people.yaml")
        write_people(self.people)
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def start_daemon(self, wait=True):
        if not self.has_crowd:
            self.has_crowd = True
            self.copy_model()
        return super().start_daemon(wait)

    def copy_model(self):
        db = sqlite3.connect(self.path("data/store.db"))
        try:
            with db:
                for person in self.crowd:
                    copy_person(db, person)
        finally:
            db.close()


def copy_rows(db, table, where, changes):
    """Inserts the rows of the table again, with other values in some columns."""
    rows = db.execute("SELECT * FROM %s WHERE %s" % (table, where))
    names = [column[0] for column in rows.description]
    for row in rows.fetchall():
        values = {**dict(zip(names, row)), **changes}
        db.execute("INSERT INTO %s VALUES (%s)" % (table, ", ".join("?" * len(names))), [values[n] for n in names])


def copy_person(db, person):
    model = "(SELECT id FROM client WHERE email = 'model@client.example')"
    draft = "assignment = (SELECT id FROM assignment WHERE client = %s)" % model
    copy_rows(db, "client", "email = 'model@client.example'", {"id": person.client, "email": person.email})
    copy_rows(db, "account", "email = 'model@client.example'",
              {"id": person.account, "email": person.email, "client": person.client})
    copy_rows(db, "assignment", "client = " + model, {"id": person.assignment, "client": person.client})
    copy_rows(db, "draft", draft, {"assignment": person.assignment})
    hashed = hashlib.blake2b(person.cookie.encode(), digest_size=32).digest()
    db.execute("INSERT INTO session SELECT ?, ?, unixepoch(), unixepoch()", (hashed, person.account))


def enter(s, person):
    """A browser of the person's."""
    b = s.browser()
    b.cookies["portillon"] = person.cookie
    return b


def first_point(person):
    """Answers to the first point, of nobody else of the same hundred."""
    return {"q.age": str(20 + person.number % 50), "q.foyer": ("seul", "couple")[person.number // 50 % 2],
            "q.dependants": str(person.number % 7), "q.activite": "salarie"}


def answers_of(person):
    """What the store must hold once the person has sent in."""
    given = ["%s=%s" % (name[2:], value) for name, value in first_point(person).items()]
    return "".join(line + "\n" for line in given + ANSWERS)


def save_point(b, person, fields=None, n=1, **more):
    page = b.get(person.url + str(n))
    fields = {**(fields or first_point(person)), **more, "version": page.hidden("version")}
    return b.post(person.url + str(n), fields, csrf=page)


def send(b, person):
    page = b.get(person.url + "verifier")
    return b.post(person.url + "envoyer", {"version": page.hidden("version")}, csrf=page)


def reference(page):
    """The receipt's."""
    found = re.search(r"\bP-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.text)
    return found and found[0]


# ---- the store's chains, computed again ----

def digest(what, *fields):
    h = hashlib.blake2b(digest_size=32)
    for field in (what, *fields):
        data = field if isinstance(field, bytes) else str("" if field is None else field).encode()
        h.update(len(data).to_bytes(8, "little") + data)
    return h.digest()


def broken_links(s):
    """What does not say what its digest says, or does not follow the row before."""
    broken = []
    covered = ("id reference client email definition version wording language author answers hidden levels alerts steps "
               "day withheld sent_at").split()
    digests = {}
    for row in s.store("SELECT digest, %s FROM submission" % ", ".join(covered)):
        digests[row[1]] = row[0]
        if digest("submission 1", *row[1:]) != row[0]:
            broken.append("submission %s" % row[1])
    last = {}
    for hashed, previous, *row in s.store("SELECT hash, previous, client, number, origin, submission, definition, version, "
                                          "levels, reason, author, at FROM profile ORDER BY client, number"):
        n, before = last.get(row[0], (0, bytes(32)))
        good = digest("profile 1", previous, *row, digests.get(row[3], b""))
        if (row[1], previous, hashed) != (n + 1, before, good):
            broken.append("profile %s %d" % (row[0], row[1]))
        last[row[0]] = (row[1], hashed)
    n, before = 0, bytes(32)
    for hashed, previous, *row in s.store("SELECT hash, previous, number, at, actor, action, subject, detail FROM event "
                                          "ORDER BY number"):
        if (row[0], previous, hashed) != (n + 1, before, digest("event 1", previous, *row)):
            broken.append("event %d" % row[0])
        n, before = row[0], hashed
    return broken


def processes(s):
    """Process ids of the master's children."""
    pid = s.processes["portillond"].pid
    path = "/proc/%d/task/%d/children" % (pid, pid)
    if not os.path.exists(path):
        raise stack.StackError("no %s" % path)
    return [int(word) for word in stack.read(path).split()]

"""A store in which results are recorded, made by the programs themselves; and rows with the hashes they must carry.

    s = stored.Stored()         # two clients whose profiles are known, one of them twice
    s.path                      # its store.db
    s.multiply(100000)          # so many more clients, each with one submission
"""

import atexit
import hashlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import tempfile

import tap

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ENV = {"LANG": "fr_FR.UTF-8", "PATH": os.environ["PATH"], "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# The columns that a submission's digest covers, in its order.
TEXTS = ("id", "reference", "client", "email", "definition", "version", "wording", "language", "author", "answers", "hidden",
         "levels", "alerts", "steps")
CONFIG = """base_url: http://localhost:8080
site: site/site.db
data: data
socket: portillon.sock
control: control.sock
mail:
  folder: mail
"""
MEMBERS = """members:
  - {first_name: Marc, last_name: Delorme, email: marc@valmont.example, language: fr, role: adviser, password: un dossier bien rempli}
clients:
"""
CLIENT = """  - adviser: marc@valmont.example
    first_name: %s
    last_name: Moreau
    email: %s@client.example
    language: fr
    password: le jardin est en fleurs
    questionnaires:
      profil-investisseur:
        sent: yes
        answers:
"""
ANSWERS = """age=58 foyer=seul dependants=0 activite=salarie revenus=54000 source=travail charges=15000 liquidites=60000
placements=85000 immobilier=310000 pret=no montant=50000 horizon=long retrait=no objectif=retraite preference=milieu
supportable=quart reserve=solide changement=no reaction=attend scenario=modere passe=garde risque=faux repartition=vrai
action=vrai taux=ignore unites=faux revente=vrai etudes=licence formation=cours experience=non durable=neutre""".split()

def program(name):
    return os.path.join(tap.BUILD, name)


def run(*words, cwd):
    return subprocess.run(words, cwd=cwd, env=ENV, capture_output=True, timeout=120)


def client(name, answers):
    told = dict(pair.split("=") for pair in ANSWERS)
    told.update(answers)
    return CLIENT % (name, name.lower()) + "".join("          %s: %s\n" % pair for pair in told.items())


def submission_digest(row):
    return digest("submission 1", *(row[name] or "" for name in TEXTS), row["day"], row["withheld"], row["sent_at"])


def new_id():
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


def insert(db, table, row):
    db.execute("INSERT INTO %s (%s) VALUES (%s)" % (table, ", ".join(row), ", ".join("?" * len(row))), list(row.values()))


class Stored:
    """Two clients whose profiles are known, one of them twice, in a store of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, self.folder)
        with open(os.path.join(self.folder, "portillon.yaml"), "w", encoding="utf-8") as file:
            file.write(CONFIG)
        with open(os.path.join(self.folder, "people.yaml"), "w", encoding="utf-8") as file:
            file.write(MEMBERS + client("Jeanne", {"experience": "jamais"}) + client("Hugo", {"experience": "jamais", "age": "83"}))
        built = run(program("portillon"), "build", os.path.join(TOP, "content"), "-o", "site", "--theme",
                    os.path.join(TOP, "themes", "default"), cwd=self.folder)
        tap.equal(built.returncode, 0, built.stderr.decode())
        filled = run(program("portillonctl"), "populate", "people.yaml", cwd=self.folder)
        tap.equal(filled.returncode, 0, filled.stderr.decode())
        self.path = os.path.join(self.folder, "data", "store.db")
        self.add_second_profile()

    def add_second_profile(self):
        """By hand: what an adviser concludes, with the hashes of the rows before."""
        with sqlite3.connect(self.path) as db:
            row = db.execute("SELECT client, definition, version, levels, author, hash FROM profile ORDER BY client LIMIT 1").fetchone()
            author = db.execute("SELECT id FROM member").fetchone()[0]
            last = db.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
            columns = [row[0], 2, "manual", "", row[1], row[2], row[3], "Entretien du 24", author, 1795500000]
            own = digest("profile 1", row[5], *columns, b"")
            db.execute("INSERT INTO profile VALUES (?, 2, 'manual', NULL, ?, ?, ?, 'Entretien du 24', ?, 1795500000, ?, ?)",
                       (row[0], row[1], row[2], row[3], author, row[5], own))
            number = last[0] + 1
            columns = [number, 1795500000, author, "profile", row[0], own.hex()]
            db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       (*columns, last[1], digest("event 1", last[1], *columns)))

    def multiply(self, count):
        """Copies the first client with all that belongs to it, under other ids."""
        db = sqlite3.connect(self.path)
        db.row_factory = sqlite3.Row
        model = {table: dict(db.execute("SELECT * FROM %s LIMIT 1" % table).fetchone()) for table in ("client", "assignment", "submission")}
        last = db.execute("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1").fetchone()
        number, previous = last["number"], last["hash"]
        for n in range(count):
            client, id = new_id(), new_id()
            insert(db, "client", {**model["client"], "id": client, "email": "c%d@client.example" % n, "sought": "c%d" % n})
            insert(db, "assignment", {**model["assignment"], "id": id, "client": client})
            row = {**model["submission"], "id": id, "assignment": id, "client": client, "reference": "P-%04d-%04d" % divmod(n, 10000)}
            row["reference"] = row["reference"][:11]
            row["digest"] = submission_digest(row)
            insert(db, "submission", row)
            columns = [client, 1, "remote", id, row["definition"], row["version"], row["levels"], "", row["author"] or "", row["sent_at"]]
            own = digest("profile 1", bytes(32), *columns, row["digest"])
            db.execute("INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       (*columns[:8], row["author"], row["sent_at"], bytes(32), own))
            number += 1
            columns = [number, row["sent_at"], client, "profile", client, own.hex()]
            event = digest("event 1", previous, *columns)
            db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*columns, previous, event))
            previous = event
        db.commit()
        db.close()

    def copy(self):
        """A copy without what keeps rows from being changed: its path, and a connection."""
        plain, path = os.path.join(self.folder, "plain.db"), os.path.join(self.folder, "copy.db")
        if not os.path.exists(plain):
            with sqlite3.connect(self.path) as db:
                db.execute("VACUUM INTO ?", (plain,))
            db = sqlite3.connect(plain)
            for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                db.execute("DROP TRIGGER " + name)
            db.commit()
            db.close()
        shutil.copy(plain, path)
        copy = sqlite3.connect(path)
        copy.execute("PRAGMA ignore_check_constraints = ON")
        copy.execute("PRAGMA synchronous = OFF")
        return path, copy

    def verify(self, *words):
        done = run(program("portillonctl"), "verify", *words, cwd=self.folder)
        return done.returncode, done.stdout.decode(), done.stderr.decode()



def digest(what, *fields):
    """As gateway/store/digest.h says: each field with its length before it."""
    found = hashlib.blake2b(digest_size=32)
    for field in (what, *fields):
        field = str(field).encode() if not isinstance(field, bytes) else field
        found.update(len(field).to_bytes(8, "little") + field)
    return found.digest()

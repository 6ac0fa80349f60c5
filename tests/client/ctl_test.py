"""What portillonctl says to an administrator who mistypes, in French as by default."""

import os
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack(people=stack.DEMO)
ADVISER = ["--adviser", "marc.delorme@valmont.example"]


def ctl(*words, config=s.config, cwd=None, language="fr_FR.UTF-8"):
    """Exit status, standard output and standard error."""
    command = [os.path.join(stack.BUILD, "portillonctl"), "--config", config, *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, env=dict(os.environ, LC_ALL=language))
    return done.returncode, done.stdout, done.stderr


def create(email, *more, **options):
    return ctl("client", "create", *ADVISER, "--email", email, "--first-name", "Jo", "--last-name", "Petit", *more, **options)


def test_a_mistake_in_a_field_names_the_option_and_says_what_to_do():
    for option, wrong, french, english in (
            ("--national-number", "85.07.30-033.61", "relisez-le chiffre par chiffre", "read it again digit by digit"),
            ("--phone", "abc", "numéro de téléphone", "telephone number"),
            ("--language", "de", "fr, en, nl", "fr, en, nl"),
            ("--label", "x" * 300, "trop long", "too long")):
        for language, said in (("fr_FR.UTF-8", french), ("en_GB.UTF-8", english)):
            status, _, errors = create("jo@client.example", option, wrong, language=language)
            tap.equal(status, 2)
            tap.contains(errors, option)
            tap.contains(errors, said)
            tap.lacks(errors, "client.problem")
    tap.contains(create("jo@société.example")[2], "--email")
    tap.contains(ctl("adviser", "create", "--email", "a@b.example", "--first-name", "A", "--last-name", "B", "--language", "de")[2], "fr, en, nl")


def test_an_address_opens_one_space_so_it_is_one_clients():
    tap.equal(create("jo1@client.example")[0], 0)
    for taken in ("jo1@client.example", "JO1@client.example", "jeanne.moreau@client.example", "marc.delorme@valmont.example"):
        status, _, errors = create(taken)
        tap.equal(status, 1, taken)
        tap.contains(errors, "est déjà celle")
    tap.equal(s.store("SELECT count(*) FROM client WHERE lower(email) = 'jo1@client.example'")[0][0], 1)


def test_a_group_of_commands_lists_them():
    for words, status in ((["client"], 2), (["client", "--help"], 0), (["client", "-h"], 0)):
        got, out, errors = ctl(*words)
        tap.equal(got, status)
        for command in ("client create", "client list"):
            tap.contains(out + errors, command)
        tap.lacks(out + errors, "mail list")


def test_the_configuration_is_checked_with_what_it_names():
    def check(site, folder, language="fr_FR.UTF-8"):
        config = os.path.join(s.folder, "checked.yaml")
        stack.write(config, "base_url: https://p.example\nsite: %s\nmail:\n  folder: %s\n" % (site, folder))
        return ctl("config", "check", config=config, language=language)

    site = next(line.split(": ")[1] for line in stack.read(s.config).splitlines() if line.startswith("site: "))
    site = os.path.join(s.folder, site)
    mails = os.path.join(s.folder, "checked-mails")
    os.mkdir(mails)
    status, out, errors = check(site, mails)
    tap.equal((status, errors), (0, ""))
    tap.contains(out, "est correct")
    status, out, errors = check("absent.db", mails)
    tap.equal((status, out), (1, ""))
    tap.contains(errors, "impossible d'ouvrir le site")
    tap.contains(errors, "absent.db")
    tap.contains(check("absent.db", mails, language="en_GB.UTF-8")[2], "cannot open the site")
    for folder in (mails + "/absent", s.config):
        status, _, errors = check(site, folder)
        tap.equal(status, 0)
        tap.contains(errors, "checked.yaml:4:11")
        tap.contains(errors, "ne peuvent pas encore être écrits dans « %s »" % folder)
        tap.contains(check(site, folder, language="en_GB.UTF-8")[2], "cannot be written into '%s' yet" % folder)


def test_a_site_without_messages_is_told():
    site = os.path.join(s.folder, next(line.split(": ")[1] for line in stack.read(s.config).splitlines() if line.startswith("site: ")))
    mute, config = s.path("mute.db"), s.path("mute.yaml")
    shutil.copy(site, mute)
    with sqlite3.connect(mute) as db:
        tap.true(db.execute("DELETE FROM message").rowcount > 0)
    stack.write(config, "base_url: https://p.example\nsite: %s\n" % mute)
    status, out, errors = ctl("config", "check", config=config)
    tap.equal(status, 0)
    tap.contains(errors, "n'a aucun message")
    tap.contains(errors, "fr/messages")


def test_a_mistyped_command_is_guessed():
    for typed, meant in (("hist", "history"), ("clients", "client list"), ("verfy", "verify"), ("mails", "mail list")):
        status, _, errors = ctl(typed)
        tap.equal(status, 2)
        tap.contains(errors, "« %s »" % meant)


def test_a_backup_goes_where_the_administrator_stands():
    here = s.path("ici")
    os.mkdir(here)
    status, out, errors = ctl("backup", "copie.db", cwd=here)
    tap.equal((status, errors), (0, ""))
    tap.true(os.path.exists(os.path.join(here, "copie.db")))
    tap.contains(out, os.path.join(here, "copie.db"))


def test_a_backup_that_cannot_be_written_says_so():
    status, _, errors = ctl("backup", "/nulle/part/copie.db")
    tap.equal(status, 1)
    tap.contains(errors, "impossible d'écrire la copie")
    tap.contains(errors, "/nulle/part")


def test_a_copy_that_is_not_there_is_named():
    status, _, errors = ctl("verify", "/nulle/part.db")
    tap.equal(status, 3)
    tap.contains(errors, "« /nulle/part.db » : fichier ou dossier introuvable")
    tap.lacks(errors, "event=sqlite")


def test_the_history_is_typeset_as_french_is():
    out = ctl("history", "jeanne.moreau@client.example")[1]
    tap.contains(out, "Profil investisseur : Équilibré")
    tap.contains(ctl("history", "jeanne.moreau@client.example", language="en_GB.UTF-8")[1], ": ")


tap.main(globals())

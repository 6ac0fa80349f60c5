# test-timeout: 120
"""Grids and files that are asked of each item of a list, without a script: they belong to their item whatever is done to the
others."""

import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile

sys.path.insert(0, "tests/lib")
import story  # noqa: E402
from story import form, shown, tap, words  # noqa: E402
import files  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def content():
    folder = os.path.join(tempfile.mkdtemp(), "content")
    shutil.copytree(os.path.join(HERE, "../../content"), folder)
    for language in ("fr", "en", "nl"):
        shutil.copy(os.path.join(HERE, "lists", "ayants.md"), os.path.join(folder, language, "questionnaires", "ayants.md"))
    return folder


portal = story.Story(content=content())
portal.adviser()


def begin(email):
    browser = portal.signed_in(email, questionnaires="ayants")
    path = portal.assignments(browser)[0]
    return browser, path, browser.get(path + "1")


def person(number, name, actions="peu", fonds="rien"):
    at = "q.ayants.%d." % number
    return [(at + "prenom", name), (at + "savoir.actions", actions), (at + "savoir.fonds", fonds)]


def post(browser, page, fields, *joined):
    """Sends the point's form with what it hides, and files for some items: (item, name, content)."""
    found = form(page, "/espace/q/")
    hidden = [(n, v) for k, n, v, _ in found["controls"] if k == "hidden"]
    return browser.upload(found["action"], hidden + list(fields), [("q.ayants.%d.piece" % i, name, data) for i, name, data in joined])


def three(email):
    """Ann has a file, Bob two, Cid none yet."""
    browser, path, page = begin(email)
    page = browser.follow(post(browser, page, person(1, "Ann") + [("ajouter", "ayants")], (1, "ann.pdf", files.pdf(email + "a"))))
    page = browser.follow(post(browser, page, person(1, "Ann") + person(2, "Bob", "bien") + [("ajouter", "ayants")],
                               (2, "bob1.pdf", files.pdf(email + "b")), (2, "bob2.pdf", files.pdf(email + "c"))))
    return browser, path, page


def everybody():
    return person(1, "Ann") + person(2, "Bob", "bien") + person(3, "Cid", "rien", "bien")


def listed(page):
    """By item: the names of its files."""
    sections = re.split(r'<section class="item', page.text)[1:]
    return [re.findall(r'<a href="/espace/fichier/\w+">([^<]*)</a>', section) for section in sections]


def test_an_item_has_files_and_a_grid_of_its_own():
    browser, path, page = three("i1@client.example")
    tap.equal(listed(page), [["ann.pdf"], ["bob1.pdf", "bob2.pdf"], []])
    tap.equal(shown(page)["q.ayants.2.savoir.actions"], ["bien"])
    tap.equal(shown(page)["q.ayants.1.savoir.actions"], ["peu"])
    wrong = browser.follow(post(browser, page, everybody()[:-1] + [("suite", "continuer")]))
    tap.equal(wrong.status, 422)
    tap.contains(words(wrong), "Vos bénéficiaires – 3 – Pièce d'identité – Joignez un fichier")
    tap.contains(words(wrong), "Vos bénéficiaires – 3 – Que sait cette personne ? – Les fonds – Choisissez une réponse")
    tap.contains(words(wrong), "Vos bénéficiaires – 2 – Depuis quand investit-elle en actions ?")
    tap.lacks(words(wrong), "Vos bénéficiaires – 1 – Depuis quand")
    tap.contains(wrong.text, 'href="#q-ayants-3-savoir-fonds"')
    tap.contains(wrong.text, 'id="q-ayants-3-savoir-fonds"')


def test_a_file_leads_back_to_its_item():
    browser, path, page = three("i2@client.example")
    joined = post(browser, page, everybody() + [("suite", "joindre")], (3, "cid.pdf", files.pdf("cid")))
    tap.equal((joined.status, joined.location), (303, path + "1#q-ayants-3-piece"))
    tap.contains(browser.get(path + "1").text, 'id="q-ayants-3-piece"')
    many = browser.follow(post(browser, page, everybody() + [("suite", "joindre")], (2, "bob3.pdf", files.pdf("bob3"))))
    tap.equal(many.status, 422)
    tap.contains(words(many), "« bob3.pdf » n’a pas été joint : 2 fichiers au plus")
    tap.equal(listed(browser.get(path + "1")), [["ann.pdf"], ["bob1.pdf", "bob2.pdf"], ["cid.pdf"]])


def test_files_move_up_with_their_item_and_go_with_the_one_that_is_removed():
    browser, path, page = three("i3@client.example")
    page = browser.follow(post(browser, page, everybody() + [("suite", "joindre")], (3, "cid.pdf", files.pdf("cid3"))))
    left = browser.follow(post(browser, page, everybody() + [("retrait", "ayants.1")]))
    tap.equal(listed(left), [["bob1.pdf", "bob2.pdf"], ["cid.pdf"]])
    tap.equal([shown(left)["q.ayants.%d.savoir.fonds" % i] for i in (1, 2)], [["rien"], ["bien"]])
    rows = portal.store("SELECT question, name FROM upload WHERE assignment = '%s' ORDER BY question, number" % path.split("/")[3])
    tap.equal([tuple(row) for row in rows],
              [("ayants.1.piece", "bob1.pdf"), ("ayants.1.piece", "bob2.pdf"), ("ayants.2.piece", "cid.pdf")])
    tap.equal(set(files.on_disk(portal)), files.named(portal), "Ann's file is gone")
    found = re.search(r'name="detacher" value="(\w+)" aria-label="[^"]*bob2.pdf"', left.text)
    page = browser.follow(post(browser, left, person(1, "Bob", "bien") + person(2, "Cid", "rien", "bien") + [("detacher", found[1])]))
    tap.equal(listed(page), [["bob1.pdf"], ["cid.pdf"]])
    added = browser.follow(post(browser, page, [("ajouter", "ayants")]))
    tap.equal(listed(added), [["bob1.pdf"], ["cid.pdf"], []])


def test_an_item_that_is_added_has_no_files_of_before():
    browser, path, page = begin("i4@client.example")
    page = browser.follow(post(browser, page, person(1, "Ann") + [("suite", "joindre")], (2, "forged.pdf", files.pdf("forged"))))
    page = browser.follow(post(browser, page, person(1, "Ann") + [("ajouter", "ayants")]))
    tap.equal(listed(page), [[], []])
    tap.equal(set(files.on_disk(portal)), files.named(portal))


def test_all_of_it_is_sent_scored_and_read_by_the_adviser():
    browser, path, page = three("i5@client.example")
    page = browser.follow(post(browser, page, everybody() + [("suite", "joindre")], (3, "cid.pdf", files.pdf("cid5"))))
    since = [("q.ayants.2.depuis." + part, value) for part, value in (("jour", "1"), ("mois", "2"), ("annee", "2003"))]
    review = browser.follow(post(browser, page, everybody() + since + [("suite", "continuer")]))
    tap.contains(words(review), "Vos bénéficiaires – 2 Prénom Bob")
    found = form(review, "envoyer")
    receipt = browser.follow(browser.post(found["action"], [(n, v) for _, n, v, _ in found["controls"]]))
    # By hand: 1 + 0, 2 + 0, 0 + 2 make 5.
    tap.contains(words(receipt), "Averti")
    stored = portal.store("SELECT answers FROM submission WHERE id = '%s'" % path.split("/")[3])[0][0].split("\n")
    tap.equal([line.split("=")[0] for line in stored if line.startswith("ayants.2.")],
              ["ayants.2." + name for name in ("prenom", "piece", "savoir.actions", "savoir.fonds", "depuis")])
    adviser = portal.sign_in("claire@cabinet.example", story.ADVISER_PASSWORD, "/cabinet/connexion")
    sent = adviser.get("/cabinet/envoi/" + path.split("/")[3])
    tap.contains(words(sent), "somme(1 ; 0 ; 2 ; 0 ; 0 ; 2)")
    for name, mark in (("ann.pdf", "i5@client.examplea"), ("bob2.pdf", "i5@client.examplec"), ("cid.pdf", "cid5")):
        url = re.search(r'<a href="(/cabinet/fichier/\w+)">%s</a>' % name, sent.text)[1]
        tap.equal(adviser.get(url).body, files.pdf(mark), name)
    check_verify(path.split("/")[3])


def tampered(copy, change):
    """What verify says of a backup that `change` was done to."""
    for path in (copy + ".x", copy + ".x.files"):
        if os.path.exists(path):
            (shutil.rmtree if os.path.isdir(path) else os.unlink)(path)
    shutil.copy(copy, copy + ".x")
    shutil.copytree(copy + ".files", copy + ".x.files")
    change(copy + ".x")
    done = portal.ctl("verify", "--json", copy + ".x", check=False)
    told = json.loads(done.stdout)
    return done.returncode, [(f["table"], f["id"], f["column"], f["changed"]) for f in told["findings"]], told


def row_changed(statement):
    def change(path):
        db = sqlite3.connect(path)
        db.execute("DROP TRIGGER upload_stays")
        db.execute("DROP TRIGGER upload_remains")
        db.execute(statement)
        db.commit()
        db.close()
    return change


def check_verify(assignment):
    """The files of what was sent: their rows say what the answers say, their bytes what their names say."""
    tap.contains(portal.ctl("verify"), "Files read again: ")
    copy = portal.path("copy.db")
    portal.ctl("backup", copy)
    status, found, told = tampered(copy, lambda path: None)
    tap.equal((status, found, told["files_checked"]), (0, [], True))
    tap.equal(told["rows"]["uploads"], portal.store("SELECT count(*) FROM upload")[0][0])
    upload, hash = portal.store("SELECT id, hash FROM upload WHERE assignment = '%s' AND name = 'cid.pdf'" % assignment)[0]
    for column, value in (("name", "autre.pdf"), ("size", 7), ("question", "ayants.1.piece"), ("hash", "0" * 64), ("kind", "png")):
        change = row_changed("UPDATE upload SET number = 9, %s = '%s' WHERE id = '%s'" % (column, value, upload))
        status, found, _ = tampered(copy, change)
        tap.equal(status, 1, column)
        tap.true(("upload", upload, column, True) in found, "%s: %s" % (column, found))
    tap.true(("upload", upload, "id", True) in tampered(copy, row_changed("DELETE FROM upload WHERE id = '%s'" % upload))[1])
    status, found, told = tampered(copy, lambda path: os.unlink("%s.files/%s/%s" % (path, hash[:2], hash)))
    tap.equal((status, found, told["findings"][0]["found"]), (1, [("upload", upload, "hash", True)], ""))
    status, found, told = tampered(copy, lambda path: damage("%s.files/%s/%s" % (path, hash[:2], hash)))
    tap.equal((status, found), (1, [("upload", upload, "hash", True)]))
    tap.equal((told["findings"][0]["expected"], len(told["findings"][0]["found"])), (hash, 64))
    status, found, told = tampered(copy, lambda path: shutil.rmtree(path + ".files"))
    tap.equal((status, found, told["files_checked"]), (0, [], False))
    tap.contains(portal.ctl("verify", copy + ".x"), "the content of")


def damage(path):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    data[20] ^= 1
    os.unlink(path)  # a backup may share the file with the store
    with open(path, "wb") as file:
        file.write(data)


tap.main(globals())

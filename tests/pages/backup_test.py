"""portillonctl backup: the store and the files that it names, as they are at one moment, and back again."""

import os
import shutil
import sys

sys.path.insert(0, "tests/lib")
import files
import stack
import tap

s = stack.Stack(content=files.content(), people=stack.DEMO)
SOPHIE = ("sophie.bernard@client.example", "mon chat dort au soleil")
s.ctl("invite", SOPHIE[0], "--questionnaires", "pieces")
browser = s.browser()
browser.sign_in(*SOPHIE)
ASSIGNMENT = s.store("SELECT id FROM assignment WHERE definition = 'pieces'")[0][0]
PATH = "/espace/q/%s/1" % ASSIGNMENT
page = browser.get(PATH)
COPY = s.path("copy.db")


def join(*joined, **more):
    done = browser.upload(PATH + "/joindre", dict({"version": page.hidden("version"), "suite": "joindre"}, **more), joined, csrf=page)
    tap.equal(done.status, 303)


def copied():
    return {os.path.relpath(os.path.join(root, name), COPY + ".files") for root, _, names in os.walk(COPY + ".files") for name in names}


def test_without_files_there_is_no_folder():
    s.ctl("backup", COPY)
    tap.true(os.path.exists(COPY) and not os.path.exists(COPY + ".files"))


def test_files_are_copied_and_those_that_are_gone_go():
    join(("q.avis", "a.pdf", files.pdf(1)), ("q.releves", "r.pdf", files.pdf(2)))
    tap.contains(s.ctl("backup", COPY), "2 uploaded files copied and checked")
    tap.equal(copied(), files.named(s))
    join(("q.avis", "b.pdf", files.pdf(3)))
    s.ctl("backup", COPY)
    tap.equal(copied(), files.named(s))


def test_only_copies_are_replaced():
    store, other = s.path("data/store.db"), s.path("notes.txt")
    stack.write(other, "mine")
    inode = os.stat(store).st_ino
    for path in (store, s.path("data/../data/store.db"), other, s.path("data/key")):
        done = s.ctl("backup", path, check=False)
        tap.equal(done.returncode, 1, path)
        tap.contains(done.stderr, "[BACKUP_OVER]")
    tap.equal((os.stat(store).st_ino, stack.read(other), os.path.getsize(s.path("data/key"))), (inode, "mine", 32))


def test_a_relative_path_is_where_the_administrator_is():
    here = s.path("here")
    os.mkdir(here)
    done = s.ctl("backup", "copy.db", folder=here)
    tap.true(os.path.exists(os.path.join(here, "copy.db")))
    tap.contains(done, os.path.join(here, "copy.db"))


def test_the_copy_can_be_put_back():
    upload = s.store("SELECT id FROM upload ORDER BY question")[0][0]
    s.ctl("backup", COPY)
    s.stop_process("portillond")
    shutil.rmtree(s.path("data/files"))
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        if os.path.exists(s.path("data", name)):
            os.unlink(s.path("data", name))
    shutil.copy(COPY, s.path("data/store.db"))
    shutil.copytree(COPY + ".files", s.path("data/files"))
    s.start_daemon()
    answered = browser.get("/espace/fichier/" + upload)
    tap.equal((answered.status, answered.body), (200, files.pdf(3)))


def test_a_damaged_file_is_named_and_the_others_are_copied():
    name = sorted(files.named(s))[0]
    shutil.rmtree(COPY + ".files")
    path = s.path("data/files", name)
    with open(path + ".new", "wb") as file:
        file.write(b"something else")
    os.replace(path + ".new", path)
    done = s.ctl("backup", COPY, check=False)
    tap.equal(done.returncode, 1)
    tap.contains(done.stderr, name.split("/")[1])
    tap.equal(copied(), files.named(s) - {name})
    os.unlink(path)
    done = s.ctl("backup", COPY, check=False)
    tap.equal(done.returncode, 1)
    tap.contains(done.stderr, "missing or damaged")


tap.main(globals())

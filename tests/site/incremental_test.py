#!/usr/bin/env python3
"""Builds over an earlier one: what comes out is what a build from nothing gives, whatever was changed in between; a build
that is killed or whose disk is full leaves the old site or the new one, whole.

test-timeout: 600
"""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
from stack import read, write  # noqa: E402

TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(os.environ.get("PORTILLON_BUILD", os.path.join(TOP, "build")), "portillon")
ROUNDS = 120 if os.environ.get("CAMPAIGN") else 30


def portillon(*words, env=None):
    return subprocess.run([PROGRAM, *words], capture_output=True, timeout=120, env=dict(os.environ, LANG="fr_FR.UTF-8", **(env or {})))


def build(site, out, *words):
    done = portillon("build", site + "/content", "-o", out, "--theme", site + "/theme", *words)
    assert done.returncode == 0, done.stderr.decode()
    return done


def rows(database):
    """All that a database holds: the rows of its tables, and each place of each word in its index. A build that changes a few
    articles leaves the index's segments elsewhere than one from nothing does, with the same in them."""
    with contextlib.closing(sqlite3.connect(database)) as db:
        tables = [name for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
                  if not name.startswith(("sqlite_", "article_stem"))] + ["sqlite_schema", "article_stem_docsize", "place"]
        db.execute("CREATE VIRTUAL TABLE temp.place USING fts5vocab (main, article_stem, instance)")
        db.execute("INSERT INTO article_stem (article_stem) VALUES ('integrity-check')")
        return {name: hashlib.sha256(repr(sorted(db.execute("SELECT * FROM main.%s" % name if name != "place" else "SELECT * FROM place"),
                                                 key=repr)).encode()).hexdigest() for name in tables}


def tree(out):
    """Path, mode and hash of everything that is published, the database's content too; the compressed copies with the rest."""
    found = {}
    for root, folders, files in os.walk(out):
        for name in folders:
            found[os.path.relpath(os.path.join(root, name), out) + "/"] = ""
        for name in files:
            path = os.path.join(root, name)
            if name == "site.db":
                found.update(("site.db " + table, content) for table, content in rows(path).items())
            elif name != ".portillon":
                with open(path, "rb") as file:
                    found[os.path.relpath(path, out)] = (os.stat(path).st_mode, hashlib.sha256(file.read()).hexdigest())
    return found


def inodes(out):
    found = {}
    for root, _, files in os.walk(out + "/public"):
        for name in files:
            found[os.path.relpath(os.path.join(root, name), out + "/public")] = os.stat(os.path.join(root, name)).st_ino
    return found


def difference(one, other):
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))[:20]


def example(folder):
    """The example site and the default theme, older than the builds that follow."""
    shutil.copytree(TOP + "/content", folder + "/content")
    shutil.copytree(TOP + "/themes/default", folder + "/theme")
    return grow_old(folder)


def grow_old(folder):
    """As if some time had passed: a build takes a file that was changed less than two seconds before to be still changing."""
    begun = time.time()
    while time.time() < begun + 2.1:
        probe = folder + "/probe"
        write(probe, "")
        os.unlink(probe)
        os.sched_yield()
    return folder


def many_pages(folder, count):
    shutil.copytree(HERE + "/base", folder + "/content")
    write(folder + "/content/site.yaml", read(HERE + "/base/site.yaml") + "gateway: yes\n")
    shutil.copytree(TOP + "/themes/default", folder + "/theme")
    for i in range(count):
        write("%s/content/fr/aide/p%04d.md" % (folder, i), page("Page %d" % i, i, count))
    return folder


def page(title, i, count):
    return ("---\ntitle: %s\norder: %d\ntags: [t%d]\n---\n\n## Un\n\n[Suite](p%04d.md#un) et [fin](p%04d.md).\n\n"
            "| a | b |\n|---|---|\n| %d | x |\n" % (title, i, i % 5, (i + 1) % count, (i * 7) % count, i))


# --- Exactly what a build from nothing gives -----------------------------------------------------------------------------


class Editor:
    """Changes the site as people do, at random."""

    def __init__(self, site, chance):
        self.site, self.chance, self.n = site, chance, 0

    def pages(self, suffix=".md"):
        folder = self.site + "/content/fr/aide"
        return sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(suffix))

    def some_page(self):
        return self.chance.choice(self.pages())

    def edit(self, path, change):
        write(path, change(read(path)))

    def add_text(self):
        self.edit(self.some_page(), lambda text: text + "\nEncore une phrase %d.\n" % self.n)

    def add_heading(self):
        self.edit(self.some_page(), lambda text: text + "\n## Partie %d\n\nTexte.\n" % self.n)

    def drop_last_heading(self):
        path = self.some_page()
        text = read(path)
        at = text.rfind("\n## Partie")
        if at > 0:
            write(path, text[:at] + "\n")

    def change_title(self):
        self.edit(self.some_page(), lambda text: text.replace("title: ", "title: Z%d " % self.n, 1))

    def change_order(self):
        self.edit(self.some_page(), lambda text: text.replace("---\n", "---\norder: %d\n" % self.n, 1) if "order:" not in text else text)

    def add_page(self):
        target = os.path.basename(self.some_page())
        write("%s/content/fr/aide/nouvelle-%d.md" % (self.site, self.n),
              "---\ntitle: Nouvelle %d\ntags: [neuf]\n---\n\n[Voir](%s)\n" % (self.n, target))

    def remove_page(self):
        new = [path for path in self.pages() if "nouvelle-" in path]
        others = "".join(read(path) for path in self.pages())
        new = [path for path in new if "(%s" % os.path.basename(path) not in others]
        if new:
            os.unlink(self.chance.choice(new))

    def make_draft(self):
        others = "".join(read(path) for path in self.pages())
        new = [path for path in self.pages() if "nouvelle-" in path and "(%s" % os.path.basename(path) not in others]
        if new:
            self.edit(self.chance.choice(new), lambda text: text.replace("---\n", "---\ndraft: yes\n", 1) if "draft" not in text else text)

    def change_config(self):
        self.edit(self.site + "/content/site.yaml", lambda text: text.replace("name: ", "name: N%d " % self.n, 1))

    def change_style(self):
        self.edit(self.site + "/theme/static/portillon.css", lambda text: text + "\n.x%d { color: red }\n" % self.n)

    def change_template(self):
        self.edit(self.site + "/theme/templates/site/page.html", lambda text: text + "<!-- %d -->\n" % self.n)

    def change_questionnaire(self):
        self.edit(self.site + "/content/fr/questionnaires/profil-investisseur.md", lambda text: text.replace("title: ", "title: Q%d " % self.n, 1))

    def change_picture(self):
        self.edit(self.site + "/content/fr/aide/images/etat-des-points.svg", lambda text: text + "<!-- %d -->\n" % self.n)

    def touch(self):
        os.utime(self.some_page())

    def nothing(self):
        pass

    def several_texts(self):
        for _ in range(3):
            self.add_text()

    def step(self):
        self.n += 1
        changes = [self.add_text] * 4 + [self.add_heading, self.drop_last_heading, self.change_title, self.change_order, self.add_page,
                                         self.remove_page, self.make_draft, self.change_config, self.change_style,
                                         self.change_template, self.change_questionnaire, self.change_picture, self.touch,
                                         self.nothing, self.several_texts]
        change = self.chance.choice(changes)
        change()
        return change.__name__


def test_any_change_gives_what_a_build_from_nothing_gives(tmp):
    site, chance = example(tmp + "/site"), random.Random(os.environ.get("SEED", "1"))
    editor, steps = Editor(site, chance), []
    for i in range(ROUNDS):
        index = ["--no-search"] if i < ROUNDS * 2 // 3 else []
        said = build(site, tmp + "/out", "--jobs", str(chance.choice((1, 2, 5))), *index)
        fresh = build(site, tmp + "/fresh", "--fresh", "--jobs", str(chance.choice((1, 3))), *index)
        assert tree(tmp + "/out") == tree(tmp + "/fresh"), "%s: %s" % (steps, difference(tree(tmp + "/out"), tree(tmp + "/fresh")))
        assert said.stderr == fresh.stderr, steps
        steps.append(editor.step())


def test_one_page_is_all_that_is_written_when_its_text_changed(tmp):
    site = grow_old(many_pages(tmp + "/site", 300))
    build(site, tmp + "/out", "--no-search")
    before, database = inodes(tmp + "/out"), os.stat(tmp + "/out/site.db").st_ino
    Editor(site, random.Random(1)).edit(site + "/content/fr/aide/p0007.md", lambda text: text + "\nUn mot.\n")
    build(site, tmp + "/out", "--no-search")
    after = inodes(tmp + "/out")
    assert [path for path in after if after[path] != before.get(path)] == ["fr/aide/p0007/index.html"]
    assert os.stat(tmp + "/out/site.db").st_ino == database
    assert "Un mot." in read(tmp + "/out/public/fr/aide/p0007/index.html")


def test_one_page_changes_the_index_where_it_stands(tmp):
    site = grow_old(many_pages(tmp + "/site", 300))
    build(site, tmp + "/out")
    for text in ("Un zythum.\n", "Un zythum et un xylophone.\n", "Rien.\n"):
        before = inodes(tmp + "/out")
        write(site + "/content/fr/aide/p0007.md", page("Page 7", 7, 300) + "\n## Plus\n\n" + text)
        build(site, tmp + "/out")
        build(site, tmp + "/fresh", "--fresh")
        after = inodes(tmp + "/out")
        assert [path for path in after if after[path] != before.get(path)] == ["fr/aide/p0007/index.html"]
        assert tree(tmp + "/out") == tree(tmp + "/fresh"), difference(tree(tmp + "/out"), tree(tmp + "/fresh"))
        with contextlib.closing(sqlite3.connect(tmp + "/out/site.db")) as db:
            found = db.execute("SELECT url FROM article JOIN article_stem ON article.id = article_stem.rowid "
                               "WHERE article_stem MATCH 'body : zythum'").fetchall()
        assert found == ([("/fr/aide/p0007/",)] if "zythum" in text else []), found


def test_a_page_may_lead_to_any_other_page(tmp):
    """Of the other pages a build of one takes only those that it shows or links to, wherever they are."""
    for gateway in ("yes", "no"):
        site = many_pages(tmp + "/site-" + gateway, 40)
        config = site + "/content/site.yaml"
        write(config, read(config).replace("gateway: yes", "gateway: " + gateway))
        grow_old(site)
        out, fresh = tmp + "/out-" + gateway, tmp + "/fresh-" + gateway
        build(site, out)
        for link in ("p0031.md#un", "index.md", "../index.md", "/fr/aide/p0030/", "/fr/aide/p0030/#un", "/fr/aide/", "/fr/tags/t3/", "/fr/tags/"):
            write(site + "/content/fr/aide/p0007.md", page("Page 7", 7, 40) + "\n[Voir](%s).\n" % link)
            build(site, out)
            build(site, fresh, "--fresh")
            assert tree(out) == tree(fresh), (gateway, link, difference(tree(out), tree(fresh)))
            assert 'Voir</a>' in read(out + "/public/fr/aide/p0007/index.html")


def test_builds_from_nothing_give_the_same_bytes(tmp):
    site = grow_old(many_pages(tmp + "/site", 200))
    seen = set()
    for jobs in ("1", "2", "5"):
        build(site, tmp + "/out" + jobs, "--jobs", jobs)
        with open(tmp + "/out" + jobs + "/site.db", "rb") as file:
            seen.add(file.read())
    assert len(seen) == 1


def test_nothing_is_touched_when_nothing_changed(tmp):
    site = example(tmp + "/site")
    build(site, tmp + "/out")

    def stamps():
        return {path: os.stat(os.path.join(root, path)).st_mtime_ns for root, folders, files in os.walk(tmp + "/out")
                for path in [os.path.join(root, name) for name in folders + files]}
    before = stamps()
    done = build(site, tmp + "/out")
    assert stamps() == before and b"33 pages" in done.stdout or b"pages" in done.stdout
    assert stamps() == before


def test_a_file_changed_in_the_same_moment_is_not_missed(tmp):
    """Same size, same time stamps as far as utime can restore them: only ctime and the file's youth tell."""
    site = many_pages(tmp + "/site", 3)
    path = site + "/content/fr/aide/p0001.md"
    for word in ("rouge", "verte", "brune", "grise"):
        write(path, "---\ntitle: Page 1\n---\n\n## Un\n\nCouleur %s.\n" % word)
        os.utime(path, ns=(10**18, 10**18))
        build(site, tmp + "/out")
        assert word in read(tmp + "/out/public/fr/aide/p0001/index.html")


def test_warnings_are_said_again(tmp):
    site = many_pages(tmp + "/site", 3)
    path = site + "/content/fr/aide/p0001.md"
    with open(path, "rb") as file:
        text = file.read()
    with open(path, "wb") as file:
        file.write(b"\xef\xbb\xbf" + text)
    grow_old(site)
    first, again = build(site, tmp + "/out"), build(site, tmp + "/out")
    assert b"BYTE_ORDER_MARK" in first.stderr and again.stderr == first.stderr
    found = json.loads(build(site, tmp + "/out", "--format", "json").stdout)
    assert [d["code"] for d in found] == ["BYTE_ORDER_MARK"]


def test_a_record_that_is_damaged_or_of_another_output_is_not_used(tmp):
    site = grow_old(many_pages(tmp + "/site", 20))
    build(site, tmp + "/out")
    whole = tree(tmp + "/out")
    record = tmp + "/out/.portillon"
    with open(record, "rb") as file:
        content = file.read()
    for at in range(0, len(content), max(1, len(content) // 40)):
        with open(record, "wb") as file:
            file.write(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1:])
        build(site, tmp + "/out")
        assert tree(tmp + "/out") == whole
    for length in (0, 5, 17, 40, len(content) // 2, len(content) - 1):
        with open(record, "wb") as file:
            file.write(content[:length])
        build(site, tmp + "/out")
        assert tree(tmp + "/out") == whole
    shutil.rmtree(tmp + "/out/public")
    build(site, tmp + "/out")
    assert tree(tmp + "/out") == whole
    os.unlink(tmp + "/out/site.db")
    build(site, tmp + "/out")
    assert tree(tmp + "/out") == whole


def test_compressed_copies_hold_the_same_and_change_with_the_page(tmp):
    import gzip
    site = grow_old(many_pages(tmp + "/site", 20))
    build(site, tmp + "/out", "--compress")
    for round in range(2):
        copies = 0
        for root, _, files in os.walk(tmp + "/out/public"):
            for name in files:
                if name.endswith(".gz"):
                    copies += 1
                    with gzip.open(os.path.join(root, name)) as packed, open(os.path.join(root, name[:-3]), "rb") as plain:
                        assert packed.read() == plain.read()
                    assert os.path.exists(os.path.join(root, name[:-3] + ".br"))
        assert copies > 20
        Editor(site, random.Random(1)).edit(site + "/content/fr/aide/p0007.md", lambda text: text + "\nUn mot de plus.\n")
        build(site, tmp + "/out", "--compress")
        build(site, tmp + "/fresh", "--compress", "--fresh")
        assert tree(tmp + "/out") == tree(tmp + "/fresh")
    build(site, tmp + "/out")
    assert not [name for name in tree(tmp + "/out") if name.endswith((".html.gz", ".html.br"))]


# --- Killed, and no room -------------------------------------------------------------------------------------------------


def test_a_killed_build_leaves_the_old_site_or_the_new_one(tmp):
    site = grow_old(many_pages(tmp + "/site", 200))
    build(site, tmp + "/out")
    chance = random.Random(os.environ.get("SEED", "1"))
    styles = read(site + "/theme/static/portillon.css")
    seen = set()
    for i in range(ROUNDS * 2):
        old = tree(tmp + "/out/public")
        path = "%s/content/fr/aide/p%04d.md" % (site, chance.randrange(200))
        if i % 2:
            write(path, read(path) + "\nTour %d.\n" % i)
        else:
            write(site + "/theme/static/portillon.css", styles + "\n.tour%d { color: red }\n" % i)
        begun = time.monotonic()
        build(site, tmp + "/fresh", "--fresh")
        duration = time.monotonic() - begun
        new = tree(tmp + "/fresh/public")
        begun = time.monotonic()
        process = subprocess.Popen([PROGRAM, "build", site + "/content", "-o", tmp + "/out", "--theme", site + "/theme"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = begun + chance.random() * duration * 1.3
        while time.monotonic() < limit and process.poll() is None:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = tree(tmp + "/out/public")
        assert left in (old, new), "neither old nor new: %s, %s" % (difference(left, old), difference(left, new))
        seen.add("new" if left == new else "old")
        if i % 3 == 0:
            build(site, tmp + "/out")
            assert tree(tmp + "/out") == tree(tmp + "/fresh"), difference(tree(tmp + "/out"), tree(tmp + "/fresh"))
    build(site, tmp + "/out")
    assert tree(tmp + "/out") == tree(tmp + "/fresh"), difference(tree(tmp + "/out"), tree(tmp + "/fresh"))
    assert seen == {"old", "new"}, seen


def test_a_full_disk_leaves_the_old_site(tmp):
    site = grow_old(many_pages(tmp + "/site", 60))
    disk = tmp + "/disk"
    os.mkdir(disk)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], capture_output=True).returncode != 0:
        return "mounting a small file system is not allowed here"
    try:
        build(site, disk + "/out")
        old = tree(disk + "/out")
        room, failed = 0, 0
        # From no room at all to enough: each build ends somewhere else.
        while True:
            filler = disk + "/filler"
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
            with open(filler, "wb") as file:
                file.write(b"x" * max(free - room, 0))
            write(site + "/theme/templates/site/404.html", read(TOP + "/themes/default/templates/site/404.html") + "<!-- %d -->\n" % room)
            styles = read(TOP + "/themes/default/static/portillon.css")
            write(site + "/theme/static/portillon.css", styles + "\n.tour%d { color: red }\n" % room)
            done = portillon("build", site + "/content", "-o", disk + "/out", "--theme", site + "/theme")
            os.unlink(filler)
            if done.returncode == 0:
                break
            failed += 1
            assert b"[FILE_WRITE]" in done.stderr, done.stderr.decode()
            assert tree(disk + "/out") == old, difference(tree(disk + "/out"), old)
            room += 60000
        build(site, tmp + "/fresh")
        assert failed > 3 and tree(disk + "/out") == tree(tmp + "/fresh")
    finally:
        subprocess.run(["umount", disk], check=True)
    return None


def main():
    failed, only = 0, sys.argv[1:]
    for name, test in sorted(globals().items()):
        if not name.startswith("test_") or (only and not any(word in name for word in only)):
            continue
        said = name[5:].replace("_", " ")
        with tempfile.TemporaryDirectory() as tmp:
            try:
                skipped = test(tmp)
                print("skip - %s: %s" % (said, skipped) if skipped else "ok - " + said)
            except AssertionError as error:
                failed += 1
                print("not ok - %s\n%s" % (said, error))
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

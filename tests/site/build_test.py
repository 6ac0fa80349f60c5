#!/usr/bin/env python3
"""The portillon command: what it publishes, what it leaves alone, what it says."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(os.environ.get("PORTILLON_BUILD", os.path.join(TOP, "build")), "portillon")
THEME = os.path.join(TOP, "themes", "default")
EXAMPLE = os.path.join(TOP, "content")


class Done:
    def __init__(self, process):
        self.status = process.returncode
        self.out, self.err = process.stdout.decode(), process.stderr.decode()


def portillon(*words, cwd=None, language="fr_FR.UTF-8"):
    env = {"LANG": language, "PATH": os.environ["PATH"], "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
    return Done(subprocess.run([PROGRAM, *words], cwd=cwd, env=env, capture_output=True, timeout=60))


def build(content, out, *words):
    return portillon("build", content, "-o", out, "--theme", THEME, *words)


def check(content, *words):
    return portillon("check", content, "--theme", THEME, *words)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tree(folder):
    """Every published file below a folder and the hash of its content."""
    found = {}
    for root, _, files in os.walk(folder):
        for name in (name for name in files if name != ".portillon"):
            path = os.path.join(root, name)
            found[os.path.relpath(path, folder)] = hashlib.sha256(read(path)).hexdigest()
    return found


def small_site(folder, **files):
    """The base of the error tests with some files more; a key `fr__a` is fr/a.md."""
    content = os.path.join(folder, "content")
    shutil.copytree(os.path.join(HERE, "base"), content)
    for name, text in files.items():
        write(os.path.join(content, name.replace("__", "/") + ".md"), text)
    return content


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def page(body, title="Essai"):
    return "---\ntitle: %s\n---\n\n%s" % (title, body)


def query(out, sql):
    with sqlite3.connect("file:%s?mode=ro" % os.path.join(out, "site.db"), uri=True) as db:
        return db.execute(sql).fetchall()


# --- The example site -------------------------------------------------------------------------------------------------


def test_the_example_site_builds_without_a_warning(tmp):
    done = build(EXAMPLE, tmp + "/out")
    assert done.status == 0, done.err
    assert done.err == "", done.err
    assert re.fullmatch(r"\d+ pages, 3 langues, \d+,\d\d s\n", done.out), done.out


def test_two_builds_are_equal_byte_for_byte(tmp):
    for name in ("one", "other"):
        assert build(EXAMPLE, tmp + "/" + name).status == 0
    assert tree(tmp + "/one") == tree(tmp + "/other")


def test_the_number_of_threads_changes_neither_pages_nor_mistakes(tmp):
    """Three hundred pages with links that lead nowhere, doubtful headings and a picture that all show."""
    content = small_site(tmp)
    write(os.path.join(content, "fr/aide/p.svg"), b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    for i in range(300):
        mistake = "[a](nulle-part-%d.md) [b](p%03d.md#rien)" % (i, i // 2) if i % 7 == 0 else "[a](p%03d.md#un)" % (299 - i)
        write(os.path.join(content, "fr/aide/p%03d.md" % i), page("## Un\n\n## Un\n\n![p](p.svg)\n\n%s\n" % mistake))
    said = {check(content, "--jobs", jobs).err for jobs in ("1", "2", "7")}
    assert len(said) == 1 and "LINK_TARGET" in said.pop()
    for i in range(0, 300, 7):
        write(os.path.join(content, "fr/aide/p%03d.md" % i), page("## Deux\n"))
        write(os.path.join(content, "fr/aide/p%03d.md" % (299 - i)), page("## Un\n"))
    trees = []
    for jobs in ("1", "2", "7"):
        done = build(content, tmp + "/out" + jobs, "--jobs", jobs)
        assert done.status == 0, done.err
        trees.append(tree(tmp + "/out" + jobs))
    assert trees[0] == trees[1] == trees[2] and len(trees[0]) > 300


def test_a_build_over_an_old_one_leaves_nothing_of_it(tmp):
    assert build(EXAMPLE, tmp + "/out").status == 0
    fresh = tree(tmp + "/out")
    with_more = shutil.copytree(EXAMPLE, tmp + "/content")
    write(with_more + "/fr/aide/ancienne.md", page("Voir [a](index.md).\n"))
    assert build(with_more, tmp + "/out").status == 0
    assert os.path.exists(tmp + "/out/public/fr/aide/ancienne/index.html")
    write(tmp + "/out/.public.new/index.html", "left behind by a build that was killed")
    assert build(EXAMPLE, tmp + "/out").status == 0
    assert tree(tmp + "/out") == fresh
    assert sorted(os.listdir(tmp + "/out")) == [".portillon", "public", "site.db"]
    write(tmp + "/out/public/fr/ancien/index.html", "put there by somebody else")
    assert build(EXAMPLE, tmp + "/out", "--fresh").status == 0
    assert tree(tmp + "/out") == fresh


def test_every_address_in_the_pages_leads_somewhere(tmp):
    assert build(EXAMPLE, tmp + "/out").status == 0
    public = tmp + "/out/public"
    files = tree(public)
    for name in files:
        if not name.endswith(".html"):
            continue
        text = read(os.path.join(public, name)).decode()
        for address in re.findall(r' (?:href|src)="([^"]*)"', text):
            path, _, anchor = address.partition("#")
            if re.match(r"https?:|mailto:|tel:|/espace/|/cabinet/|/repondre/", path):
                continue
            target = name if path == "" else path.lstrip("/") + ("index.html" if path.endswith("/") else "")
            assert target in files, "%s: %s" % (name, address)
            if anchor:
                assert 'id="%s"' % anchor in read(os.path.join(public, target)).decode(), "%s: %s" % (name, address)


def test_no_page_gives_an_id_twice(tmp):
    assert build(EXAMPLE, tmp + "/out").status == 0
    for name in tree(tmp + "/out/public"):
        if name.endswith(".html"):
            ids = re.findall(r' id="([^"]*)"', read(tmp + "/out/public/" + name).decode())
            assert len(ids) == len(set(ids)), name


def test_the_database_holds_what_the_schema_says(tmp):
    out = tmp + "/out"
    assert build(EXAMPLE, out).status == 0
    assert query(out, "PRAGMA integrity_check") == [("ok",)]
    assert query(out, "PRAGMA foreign_key_check") == []
    assert query(out, "SELECT value FROM site WHERE key = 'languages'") == [("fr en nl",)]
    for table in ("navigation", "definition", "definition_line", "definition_text", "template", "catalogue", "message"):
        assert query(out, "SELECT count(*) FROM " + table)[0][0] > 0, table
    gaps = query(out, "SELECT definition FROM definition_line GROUP BY definition HAVING max(line) != count(*)")
    assert gaps == []
    untranslated = query(out, """
        SELECT t.definition, t.line, l.value FROM definition_text t, (SELECT 'en' AS value UNION SELECT 'nl') l
        WHERE t.language = 'fr' AND t.role IN ('title', 'message')
        AND NOT EXISTS (SELECT 1 FROM definition_text o WHERE o.definition = t.definition AND o.line = t.line
                        AND o.role = t.role AND o.language = l.value)""")
    assert untranslated == []
    assert query(out, "SELECT count(*) FROM definition WHERE length(version) != 64 OR length(wording) != 64") == [(0,)]


def test_a_word_changes_the_wording_and_not_the_version(tmp):
    shutil.copytree(EXAMPLE, tmp + "/content")
    path = tmp + "/content/en/questionnaires/prise-de-contact.md"
    before, after = {}, {}
    for kept in (before, after):
        assert build(tmp + "/content", tmp + "/out").status == 0
        for row in query(tmp + "/out", "SELECT id, version, wording FROM definition"):
            kept[row[0]] = row[1:]
        write(path, read(path).decode().replace("## ", "## New ", 1))
    assert before["prise-de-contact"][0] == after["prise-de-contact"][0]
    assert before["prise-de-contact"][1] != after["prise-de-contact"][1]
    assert before["profil-investisseur"] == after["profil-investisseur"]


def test_messages_keep_their_fields(tmp):
    assert build(EXAMPLE, tmp + "/out").status == 0
    for name, html, text in query(tmp + "/out", "SELECT name, html, text FROM message WHERE name = 'invitation'"):
        assert '<a href="{{link}}">' in html, name
        assert "{{link}}" in text and "%7B" not in html + text and "<p>" not in text, name
        assert "<ul>{{#questionnaires}}" in html and "<p>{{#" not in html, name


def test_the_questionnaires_of_the_manual_compile(tmp):
    manual = read(os.path.join(TOP, "generator/site/portillon-questionnaire.5")).decode()
    samples = re.findall(r"\.Bd -literal -offset indent\n(---\n.*?)\.Ed\n", manual, re.S)
    assert len(samples) >= 2
    done = check(small_site(tmp, **{"fr__questionnaires__essai%d" % i: sample for i, sample in enumerate(samples)}))
    assert done.status == 0 and done.err == "", done.err


def test_links_of_messages_begin_with_the_portal(tmp):
    shutil.copytree(EXAMPLE, tmp + "/content")
    with open(tmp + "/content/fr/messages/invitation.md", "a") as file:
        file.write("\nVoir [l'aide](../aide/index.md) et [l'espace](/espace/).\n")
    done = build(tmp + "/content", tmp + "/out")
    assert done.status == 0, done.err
    html, text = query(tmp + "/out", "SELECT html, text FROM message WHERE name = 'invitation' AND language = 'fr'")[0]
    assert '<a href="{{base}}/fr/aide/">' in html and '<a href="{{base}}/espace/">' in html, html
    assert "l'aide <{{base}}/fr/aide/>" in text, text


# --- Output ------------------------------------------------------------------------------------------------------------


def test_check_writes_nothing(tmp):
    content = small_site(tmp)
    before = tree(tmp)
    done = check(content)
    assert done.status == 0, done.err
    assert tree(tmp) == before and os.listdir(tmp) == ["content"]


def test_a_folder_that_cannot_be_written_is_named(tmp):
    content = small_site(tmp)
    write(tmp + "/file", "not a folder")
    done = build(content, tmp + "/file/out")
    assert done.status == 1 and "FILE_WRITE" in done.err and tmp + "/file/out" in done.err, done.err


def test_pictures_and_files_are_published_under_their_hash(tmp):
    content = small_site(tmp, fr__aide__essai=page("![Un carré](carre.png)\n\n[Le formulaire](Mon%20formulaire.pdf)\n"))
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x10\x08\6\0\0\0"
    write(content + "/fr/aide/carre.png", png)
    write(content + "/fr/aide/Mon formulaire.pdf", b"%PDF-1.4\n")
    done = build(content, tmp + "/out")
    assert done.status == 0, done.err
    text = read(tmp + "/out/public/fr/aide/essai/index.html").decode()
    image = re.search(r'<img src="/assets/(carre\.[0-9a-f]{10}\.png)" alt="Un carré" width="32" height="16"', text)
    assert image and read(tmp + "/out/public/assets/" + image[1]) == png
    assert re.search(r'<a href="/assets/mon-formulaire\.[0-9a-f]{10}\.pdf">Le formulaire '
                     r'<span class="file-facts">\(PDF, 9\u00a0o\)</span></a>', text), text


def test_links_to_files_say_how_large_they_are(tmp):
    content = small_site(tmp, fr__aide__essai=page("[a](a.mp4) [b](b.mp4) [c](c.webm) [d](d)\n"))
    for name, size in (("a.mp4", 999), ("b.mp4", 1000), ("c.webm", 1449999), ("d", 5)):
        write(content + "/fr/aide/" + name, b"x" * size)
    done = build(content, tmp + "/out")
    assert done.status == 0, done.err
    text = read(tmp + "/out/public/fr/aide/essai/index.html").decode()
    assert re.findall(r'file-facts">\((.*?)\)', text) == ["MP4, 999\u00a0o", "MP4, 1\u00a0ko", "WEBM, 1,4\u00a0Mo"]


def test_questions_fold_and_are_told_to_search_engines(tmp):
    body = "Avant.\n\n## Où </script> ?\n\nIci, [là](index.md).\n\n### Un titre\n\nFin.\n\n## Quand ?\n\nDemain.\n"
    content = small_site(tmp, fr__aide__essai="---\ntitle: Essai\ntype: faq\n---\n\n" + body.replace("</script>", "&lt;/script>"))
    done = build(content, tmp + "/out")
    assert done.status == 0, done.err
    text = read(tmp + "/out/public/fr/aide/essai/index.html").decode()
    assert text.count("<details") == text.count("<summary><h2 id=") == 2, text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert data["@type"] == "FAQPage" and data["inLanguage"] == "fr"
    asked = [(q["name"], q["acceptedAnswer"]["text"]) for q in data["mainEntity"]]
    assert asked == [("Où </script>\u202f?", "Ici, là.\n\nUn titre\n\nFin."), ("Quand\u202f?", "Demain.")], asked


def test_ids_of_the_theme_are_left_to_it(tmp):
    content = small_site(tmp, fr__aide__essai=page("## Contenu\n\n## Sommaire\n\n## Voir aussi\n"))
    assert build(content, tmp + "/out").status == 0
    ids = re.findall(r' id="([^"]*)"', read(tmp + "/out/public/fr/aide/essai/index.html").decode())
    assert len(ids) == len(set(ids)), ids


# --- Bad input that no text file can show --------------------------------------------------------------------------------


def said(content, code):
    done = check(content)
    assert done.status == 1 and "[%s]" % code in done.err, done.err
    assert "runtime error" not in done.err and "Sanitizer" not in done.err, done.err
    return done.err


def test_a_file_that_is_not_utf8(tmp):
    content = small_site(tmp, fr__aide__essai=b"---\ntitle: Essai\n---\n\n\xc9t\xe9\n")
    assert "essai.md:5:1:" in said(content, "NOT_UTF8")


def test_a_nul_byte(tmp):
    content = small_site(tmp, fr__aide__essai=page("a\0b\n").encode())
    assert "essai.md:5:2:" in said(content, "NUL_BYTE")


def test_a_symbolic_link(tmp):
    content = small_site(tmp)
    os.symlink("/", content + "/fr/racine")
    os.symlink("/etc/passwd", content + "/fr/aide/essai.md")
    text = said(content, "FILE_LINK")
    assert "fr/racine:" in text and "fr/aide/essai.md:" in text


def test_a_file_that_is_too_large(tmp):
    content = small_site(tmp, fr__aide__essai=page("x" * (10 * 1024 * 1024)))
    said(content, "FILE_TOO_LARGE")


def test_front_matter_that_is_too_large(tmp):
    content = small_site(tmp, fr__aide__essai="---\ntitle: Essai\ndescription: " + "x" * 70000 + "\n---\n")
    said(content, "MATTER_SIZE")


def test_all_that_is_wrong_is_told_at_once_and_the_published_site_stays(tmp):
    content = small_site(tmp)
    assert build(content, tmp + "/out").status == 0
    before = tree(tmp + "/out")
    aide = content + "/fr/aide/"
    write(aide + "latin1.md", "---\ntitle: Été\n---\n".encode("latin-1"))
    write(aide + "en-tete.md", "---\ntitle: Bilan : 2026\n---\n")
    write(aide + "lien.md", page("[a](nulle-part.md) ![](image.png) [b](../../../secret.md) [c](Mot-De-Passe.md) [f](film.mp4)\n"))
    write(aide + "double.md", page("x\n"))
    write(aide + "double/index.md", page("x\n"))
    write(aide + "rond.md", "---\ntitle: Rond\naliases: /fr/aide/rond/\n---\n")
    write(aide + "Double.md", page("x\n"))
    write(aide + "un nom.md", page("x\n"))
    write(aide + "été.md", page("x\n"))
    for name in ("enorme.md", "film.mp4"):
        with open(aide + name, "wb") as file:
            file.truncate(50 << 20)
    os.symlink("/", content + "/fr/racine")
    write(content + "/theme/templates/partials/contact.html", "<p>{{> partials/adresse}}</p>\n")
    write(content + "/theme/templates/partials/adresse.html", "<b>{{> partials/contact}}</b>\n")
    done = build(content, tmp + "/out")
    said = [(name, code) for name, code in re.findall(r"^\S*?content/fr/([^:\n]+):\d+:\d+: erreur: .*\[(\w+)\]$", done.err, re.M)]
    assert done.status == 1 and sorted(said) == sorted([
        ("aide/latin1.md", "NOT_UTF8"), ("aide/en-tete.md", "YAML_COLON"), ("aide/lien.md", "LINK_TARGET"),
        ("aide/lien.md", "IMAGE_ALT"), ("aide/lien.md", "IMAGE_TARGET"), ("aide/lien.md", "LINK_OUTSIDE"),
        ("aide/lien.md", "LINK_TARGET"), ("aide/lien.md", "ATTACHMENT_TOO_LARGE"), ("aide/double/index.md", "PAGE_TWICE"),
        ("aide/rond.md", "ALIAS_SELF"), ("aide/Double.md", "FILE_NAME"), ("aide/un nom.md", "FILE_NAME"),
        ("aide/été.md", "FILE_NAME"), ("racine", "FILE_LINK"), ]), done.err
    assert re.search(r"enorme\.md.*\[FILE_TOO_LARGE\]", done.err), done.err
    assert re.search(r"adresse\.html:1:8: .*\[TEMPLATE_CIRCLE\]", done.err), done.err
    for remedy in ("mot-de-passe.md", "un-nom", "ete", "autre nom que « double », qui existe déjà"):
        assert re.search("^   = .*%s" % remedy, done.err, re.M), remedy + "\n" + done.err
    english = portillon("build", content, "-o", tmp + "/out", "--theme", THEME, language="en_GB.UTF-8")
    mistakes = lambda text, word: [part for part in re.split(r"^(?=\S)", text, flags=re.M) if re.match(r".*?\b%s: " % word, part)]
    for text, word in ((done.err, "erreur"), (english.err, "error")):
        *told, last = mistakes(text, word)
        assert len(told) == 16 and "[BUILD_FAILED]" in last, text
        assert all("\n   = " in part for part in told), text
    assert tree(tmp + "/out") == before


def test_a_content_folder_that_is_not_there(tmp):
    done = check(tmp + "/rien")
    assert done.status == 1 and "CONTENT_MISSING" in done.err and "new site " + tmp + "/rien" in done.err, done.err


def test_a_theme_that_is_not_there(tmp):
    done = portillon("check", small_site(tmp), "--theme", tmp + "/rien")
    assert done.status == 1 and "THEME_FOLDER" in done.err, done.err


def test_a_theme_that_asks_for_what_pages_do_not_have(tmp):
    shutil.copytree(THEME, tmp + "/theme")
    write(tmp + "/theme/templates/site/404.html", "<p>{{lang}}\n{{langue}}</p>\n")
    done = portillon("check", small_site(tmp), "--theme", tmp + "/theme")
    assert done.status == 1 and "templates/site/404.html:2:3:" in done.err, done.err


def test_random_bytes_end_quickly(tmp):
    noise, state = bytearray(), 1
    for _ in range(200000):
        state = (state * 1103515245 + 12345) % 2**31
        noise.append(b" \n`#-*>[]()!|=:{}x"[state // 65536 % 18])
    for folder in ("aide", "questionnaires", "messages"):
        content = small_site(tmp + "/" + folder)
        write("%s/fr/%s/essai.md" % (content, folder), b"---\ntitle: Essai\nsubject: x\n---\n" + bytes(noise))
        assert check(content).status == 1


# --- The command line ----------------------------------------------------------------------------------------------------


def test_a_hundred_slips_get_a_proposal_however_many_there_are(tmp):
    """To look for what could have been meant costs as much as the site is large: if each of its pages did, a large one took hours."""
    content = small_site(tmp, **{"fr__aide__p%04d" % n: page("[a](pp%04d.md) [b](pp%04d.md)\n" % (n, n + 1) if n % 32 == 0 else "Texte.\n")
                                 for n in range(6400)})
    messages = [message for message in json.loads(check(content, "--format", "json").out) if message["code"] == "LINK_TARGET"]
    assert len(messages) == 400
    proposed = [message for message in messages if "vouliez-vous dire" in json.dumps(message, ensure_ascii=False)]
    assert 90 <= len(proposed) <= 100, len(proposed)


def test_exit_statuses_of_the_command_line(tmp):
    assert portillon().status == 2
    assert portillon("bild").status == 2
    assert portillon("build", "--nowhere").status == 2
    assert portillon("build", "a", "b").status == 2
    assert portillon("check", "--format", "xml").status == 2
    assert portillon("check", "--jobs", "0").status == portillon("check", "--jobs", "deux").status == 2
    for words in (["--help"], ["--version"], ["build", "--help"], ["check", "-h"]):
        done = portillon(*words)
        assert done.status == 0 and done.err == "" and "portillon" in done.out
    assert "« build »" in portillon("bild").err
    assert "--output" in portillon("build", "--help").out and "--output" not in portillon("check", "--help").out


def test_english_is_spoken_where_it_is_asked_for(tmp):
    content = small_site(tmp, fr__aide__essai=page("[a](b.md)\n"))
    done = portillon("check", content, "--theme", THEME, language="en_GB.UTF-8")
    assert "error: link to 'b.md', which does not exist" in done.err, done.err
    assert "publishes" in portillon("--help", language="en_GB.UTF-8").out
    assert "writes nothing" in portillon("check", "--help", language="en_GB.UTF-8").out


def test_diagnostics_as_json(tmp):
    content = small_site(tmp, fr__aide__essai=page("Voir [a](mot-de-pase.md)\n"))
    done = check(content, "--format", "json")
    assert done.status == 1 and done.err == "", done.err
    found = json.loads(done.out)
    assert [(d["code"], d["line"], d["column"]) for d in found] == [("LINK_TARGET", 5, 10)], found


def main(tests):
    failed = 0
    for name, test in sorted(tests.items()):
        if not name.startswith("test_"):
            continue
        with tempfile.TemporaryDirectory() as tmp:
            try:
                test(tmp)
                print("ok - " + name[5:].replace("_", " "))
            except AssertionError as error:
                failed += 1
                print("not ok - %s\n%s" % (name[5:].replace("_", " "), error))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(globals()))

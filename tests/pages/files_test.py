# test-timeout: 120
"""Files as answers, without a script: joined to the page, listed, taken away, sent in, read by the adviser."""

import concurrent.futures
import hashlib
import json
import re
import sqlite3
import sys

sys.path.insert(0, "tests/pages")
sys.path.insert(0, "tests/lib")
from story import Story, answer, form, link_in, shown, tap, words  # noqa: E402
import files  # noqa: E402
import stack  # noqa: E402

portal = Story(content=files.content(), config="rate: 0\nfiles:\n  questionnaire_megabytes: 2\n  client_megabytes: 3\n")
claire = portal.adviser()


def begin(email):
    browser = portal.signed_in(email, questionnaires="pieces")
    path = portal.assignments(browser)[0]
    return browser, path, browser.get(path + "1")


def fields_of(page, suite, **given):
    found = form(page, "/espace/q/")
    hidden = [(n, v) for k, n, v, _ in found["controls"] if k == "hidden" and n in ("csrf", "version")]
    return found["action"], hidden + [("q." + n, v) for n, v in given.items()] + [("suite", suite)]


def join(browser, page, *joined, suite="joindre", **given):
    action, fields = fields_of(page, suite, **given)
    return browser.upload(action, fields, [("q." + field, name, content) for field, name, content in joined])


def listed(page):
    """Name to address of the files that the page lists."""
    return dict((name, url) for url, name in re.findall(r'<a href="(/(?:espace|cabinet)/fichier/\w+)">([^<]*)</a>', page.text))


def remove(browser, page, name):
    found = re.search(r'name="detacher" value="(\w+)" aria-label="[^"]*%s"' % re.escape(name), page.text)
    action, fields = fields_of(page, "joindre")
    return browser.upload(action, [f for f in fields if f[0] != "suite"] + [("detacher", found[1])])


def test_the_page_says_what_is_accepted_and_takes_it():
    browser, path, page = begin("a1@client.example")
    tap.contains(words(page), "Un fichier PDF ou JPG, 1 Mo au plus.")
    tap.contains(words(page), "Jusqu’à 3 fichiers PDF, Word (.docx) ou CSV, 1 Mo au plus chacun.")
    tap.contains(page.text, 'accept=".pdf,.jpg,.jpeg"')
    tap.contains(page.text, 'enctype="multipart/form-data"')
    page = join(browser, page, ("avis", "Avis d’impôt.pdf", files.pdf(1)), relu="yes")
    tap.equal((page.status, page.location), (303, path + "1#q-avis"))
    page = browser.get(path + "1")
    tap.equal(list(listed(page)), ["Avis d’impôt.pdf"])
    tap.equal(shown(page)["q.relu"], ["yes"])


def test_files_are_kept_even_if_other_answers_are_wrong():
    browser, path, page = begin("a2@client.example")
    page = browser.follow(join(browser, page, ("avis", "avis.pdf", files.pdf(2)), suite="continuer"))
    tap.equal(page.status, 422)
    tap.contains(page.text, 'href="#q-relu"')
    tap.equal(list(listed(page)), ["avis.pdf"])
    page = join(browser, page, suite="continuer", relu="yes")
    tap.equal((page.status, page.location), (303, path + "2"))


def test_a_required_file_is_asked_for():
    browser, path, page = begin("a3@client.example")
    page = browser.follow(join(browser, page, suite="continuer", relu="yes"))
    tap.equal(page.status, 422)
    tap.contains(words(page), "Joignez un fichier")
    tap.contains(page.text, 'href="#q-avis"')


def test_one_file_replaces_the_other_and_several_add_up():
    browser, path, page = begin("a4@client.example")
    join(browser, page, ("avis", "un.pdf", files.pdf(41)))
    join(browser, page, ("avis", "deux.pdf", files.pdf(42)), ("releves", "r1.csv", b"a;b\n"), ("releves", "r2.pdf", files.pdf(43)))
    page = browser.get(path + "1")
    tap.equal(list(listed(page)), ["deux.pdf", "r1.csv", "r2.pdf"])
    join(browser, page, ("releves", "r2.pdf", files.pdf(43)))
    tap.equal(len(listed(browser.get(path + "1"))), 3, "the same again is the same")
    page = browser.follow(join(browser, page, ("releves", "r3.pdf", files.pdf(44)), ("releves", "r4.pdf", files.pdf(45))))
    tap.equal(page.status, 422)
    tap.contains(words(page), "« r4.pdf » n’a pas été joint : 3 fichiers au plus. Retirez-en un d’abord")
    tap.equal(list(listed(page)), ["deux.pdf", "r1.csv", "r2.pdf", "r3.pdf"])
    page = remove(browser, page, "r1.csv")
    tap.equal((page.status, page.location), (303, path + "1#q-releves"))
    page = browser.get(path + "1")
    tap.equal(list(listed(page)), ["deux.pdf", "r2.pdf", "r3.pdf"])
    tap.equal(set(files.on_disk(portal)), files.named(portal), "what was replaced or taken away is gone")


def test_what_is_not_accepted_is_said_beside_the_question():
    browser, path, page = begin("a5@client.example")
    for name, content, said in (
            ("photo.png", b"\x89PNG\r\n\x1a\n", "« photo.png » ne peut pas être joint. Il faut un fichier PDF ou JPG"),
            ("faux.pdf", files.HTML, "« faux.pdf » n’est pas un fichier PDF, malgré son nom"),
            ("vide.pdf", b"", "« vide.pdf » est vide"),
            ("gros.pdf", files.PDF + b" " * 1000000, "« gros.pdf » est trop volumineux : 1 Mo au plus")):
        page = browser.follow(join(browser, browser.get(path + "1"), ("avis", name, content), relu="no"))
        tap.equal(page.status, 422, name)
        tap.contains(words(page), said)
        tap.contains(page.text, 'href="#q-avis"')
        tap.equal(listed(page), {})
    tap.equal(shown(browser.get(path + "1"))["q.relu"], ["no"], "what was typed is kept all the same")


def test_quotas_are_said_and_hold():
    browser, path, page = begin("a6@client.example")
    large = lambda mark: files.pdf(mark) + b" " * 900000  # noqa: E731
    tap.equal(join(browser, page, ("releves", "1.pdf", large(61)), ("releves", "2.pdf", large(62))).status, 303)
    page = browser.follow(join(browser, page, ("avis", "3.pdf", large(63))))
    tap.equal(page.status, 422)
    tap.contains(words(page), "les fichiers de ce questionnaire ne peuvent dépasser 2 Mo en tout")
    tap.equal(list(listed(page)), ["1.pdf", "2.pdf"])


def test_the_script_is_told_what_became_of_it():
    browser, path, page = begin("a7@client.example")
    action, fields = fields_of(page, "joindre")
    told = browser.upload(action, fields[:2] + [("auto", "1")], [("q.avis", "a.pdf", files.pdf(71))])
    tap.equal((told.status, told.header("Content-Type")), (200, "application/json"))
    answer_ = json.loads(told.body)
    tap.equal([(f["name"], f["problem"], [x["name"] for x in f["files"]]) for f in answer_["files"]], [("q.avis", "", ["a.pdf"])])
    upload = answer_["files"][0]["files"][0]
    tap.equal(upload["url"], "/espace/fichier/" + upload["id"])
    told = json.loads(browser.upload(action, fields[:2] + [("auto", "1")], [("q.avis", "b.exe", b"MZ")]).body)
    tap.contains(told["files"][0]["problem"], "b.exe")
    told = json.loads(browser.upload(action, fields[:2] + [("auto", "1"), ("detacher", upload["id"])]).body)
    tap.equal(told["files"][0]["files"], [])


def test_a_session_that_ran_out_keeps_the_answers_and_says_that_the_files_are_gone():
    browser, path, page = begin("a8@client.example")
    action, fields = fields_of(page, "continuer", relu="yes")
    other = portal.sign_in("a8@client.example")
    csrf = other.get("/espace/").csrf
    tap.equal(other.post("/espace/deconnexion", csrf=csrf).status, 303)
    portal.stop_process("portillond")
    with sqlite3.connect(portal.path("data/store.db")) as db:
        db.execute("UPDATE session SET seen_at = seen_at - 7200 WHERE account IN (SELECT id FROM account WHERE email = 'a8@client.example')")
    portal.start_daemon()
    before = files.on_disk(portal)
    door = browser.upload(action, fields, [("q.avis", "avis.pdf", files.pdf(81))])
    tap.equal(door.status, 401)
    tap.equal(files.on_disk(portal), before)
    page = browser.post("/espace/connexion", {"email": "a8@client.example", "mot-de-passe": "un cheval vert et doux",
                                              "reprise": door.hidden("reprise")}, csrf=door)
    page = browser.follow(page)
    tap.contains(words(page), "mais pas les fichiers que vous veniez de choisir")
    tap.equal(shown(page)["q.relu"], ["yes"])
    tap.equal(shown(browser.get(path + "1"))["q.relu"], ["yes"])


def test_sent_in_they_are_read_by_the_adviser_and_stay():
    browser, path, page = begin("b1@client.example")
    content = files.pdf("pièce")
    page = join(browser, page, ("avis", "Avis <b> 2026.pdf", content), suite="continuer", relu="yes")
    page = browser.post(path + "2", dict([("version", browser.get(path + "2").hidden("version"))], suite="continuer"), csrf=browser.get(path + "2"))
    review = browser.follow(page)
    tap.true(review.path.endswith("/verifier"), review.path)
    tap.contains(words(review), "Avis <b> 2026.pdf")
    upload = re.search(r"/espace/fichier/(\w+)", review.text)[1]
    tap.equal(claire.get("/cabinet/fichier/" + upload).status, 404, "a draft is the client's alone")
    receipt = portal.send(browser, review)
    tap.contains(words(receipt), "Avis <b> 2026.pdf (%d o)" % len(content))
    mine = browser.get("/espace/fichier/" + upload)
    tap.equal((mine.status, mine.body), (200, content))
    office = claire.get("/cabinet/envoi/" + path.split("/")[3])
    tap.contains(office.text, 'href="/cabinet/fichier/%s"' % upload)
    theirs = claire.get("/cabinet/fichier/" + upload)
    tap.equal((theirs.status, theirs.body), (200, content))
    stack.wait_until(lambda: [m for m in portal.mails() if "pièces" in m["Subject"]], "the mails")
    mail = [m for m in portal.mails() if m["To"].addresses[0].addr_spec == "claire@cabinet.example" and "pièces" in m["Subject"]][-1]
    tap.equal(link_in(mail, "/cabinet/fichier/"), "/cabinet/fichier/" + upload)
    tap.true(content not in mail.as_bytes() and not list(mail.iter_attachments()), "the file itself is in no mail")
    hash_ = hashlib.blake2b(content, digest_size=32).hexdigest()
    answers = portal.store("SELECT answers FROM submission WHERE id = ?", path.split("/")[3])[0][0]
    tap.contains(answers, "avis=%s %s %d Avis <b> 2026.pdf\n" % (upload, hash_, len(content)))
    portal.ctl("verify", "--quiet")  # what was sent in is worked out again, files and all
    tap.equal(browser.upload(path + "1/joindre", {"version": "x", "detacher": upload}, csrf=receipt).status, 409)
    tap.equal(browser.get("/espace/fichier/" + upload).status, 200)


def test_two_windows_join_without_undoing_each_other():
    browser, path, page = begin("b2@client.example")
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda n: browser.told(join(browser, page, ("releves", "r%d.pdf" % n, files.pdf("b2-%d" % n)))), range(8)))
    tap.equal(sorted(p.status for p in done), [303] * 3 + [422] * 5)
    tap.equal(len(listed(browser.get(path + "1"))), 3)
    tap.equal(set(files.on_disk(portal)), files.named(portal))


tap.main(globals())

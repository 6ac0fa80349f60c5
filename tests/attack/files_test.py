# test-timeout: 180
"""Files that are not what they say, with names that lead elsewhere, half of them, too many at once, and the daemon killed
in between: what is sent out can do nothing, what is stored is whole, and every row has its file."""

import concurrent.futures
import hashlib
import os
import random
import re
import signal
import socket
import sys
import threading
import urllib.parse

sys.path.insert(0, "tests/lib")
import files
import stack
import tap

s = stack.Stack(content=files.content(), people=stack.DEMO,
                config="rate: 0\nfiles:\n  questionnaire_megabytes: 3\n  client_megabytes: 4\n")
SOPHIE = ("sophie.bernard@client.example", "mon chat dort au soleil")
JEANNE = ("jeanne.moreau@client.example", "le jardin est en fleurs")
NAMES = ["../../../etc/passwd.pdf", "..\\..\\win.ini.pdf", "/etc/cron.d/x.pdf", "....//....//x.pdf", "%2e%2e%2fx.pdf", "x.php\x00.pdf",
         "x.php%00.pdf", "CON.pdf", "NUL.pdf", "-rf.pdf", ".htaccess.pdf", "a" * 3000 + ".pdf", "a\r\nSet-Cookie: x=1.pdf", "a\"; x=\"b.pdf",
         "\u202egnp.exe.pdf", "e\u0301.pdf", "\u00e9.pdf", "<img src=x onerror=alert(1)>.pdf", "$(id).pdf", "{{t.x}}.pdf", "%n%s.pdf", "日本 🎈.pdf",
         b"\xff\xfe.pdf", b"\xc0\xae\xc0\xae/x.pdf", " .pdf", "...pdf"]


class Point:
    """Somebody before the point that asks for files."""

    def __init__(self, who):
        s.ctl("invite", who[0], "--questionnaires", "pieces")
        self.browser = s.browser()
        self.browser.sign_in(*who)
        self.assignment = s.store("SELECT a.id FROM assignment a JOIN client c ON c.id = a.client WHERE c.email = ? "
                                  "AND a.definition = 'pieces'", who[0])[0][0]
        self.path = "/espace/q/%s/1" % self.assignment
        page = self.browser.get(self.path)
        self.csrf, self.version = page.csrf, page.hidden("version")

    def join(self, *joined, **more):
        fields = dict({"version": self.version, "suite": "joindre"}, **more)
        return self.browser.told(self.browser.upload(self.path + "/joindre", fields, joined, csrf=self.csrf))

    def uploads(self):
        return s.store("SELECT id, name, hash, size FROM upload WHERE assignment = ? ORDER BY question, number", self.assignment)

    def clear(self):
        for upload in self.uploads():
            tap.equal(self.join(detacher=upload[0]).status, 303)


sophie, jeanne = Point(SOPHIE), Point(JEANNE)


def tree(folder):
    """Every path below it, but for the files that belong there, and mails that are sent meanwhile."""
    found = []
    for root, _, names in os.walk(folder):
        if root == s.path("mail"):
            continue
        found += [os.path.join(root, name) for name in names if not re.search(r"files/[0-9a-f]{2}$", root)]
    return sorted(found)


def all_is_named():
    """Every file has a row, every row its file, with the bytes that its name says."""
    on_disk = files.on_disk(s)
    tap.equal(set(on_disk), files.named(s))
    for name, content in on_disk.items():
        tap.equal(name.split("/")[1], hashlib.blake2b(content, digest_size=32).hexdigest())


def test_names_lead_nowhere_and_come_back_harmless():
    before = tree(s.folder)
    for number, name in enumerate(NAMES):
        content = files.pdf("name %d" % number)
        page = sophie.join(("q.avis", name, content))
        if page.status == 400:  # not text
            tap.true(b"\xff" in name or b"\xc0" in name if isinstance(name, bytes) else "\x00" in name, name)
            continue
        tap.true(page.status in (303, 422), "%r: %d" % (name, page.status))
        if page.status == 422:
            continue
        upload, shown, hash_, _ = sophie.uploads()[-1]
        tap.true(re.fullmatch(r"[0-9a-f]{64}", hash_) and len(shown) <= 120 and shown.endswith(".pdf"), shown)
        tap.true(not re.search("[\x00-\x1f/\\\\\u202e]", shown), repr(shown))
        page = sophie.browser.get("/espace/fichier/" + upload)
        tap.equal((page.status, page.body), (200, content))
        disposition = page.header("Content-Disposition")
        back = re.fullmatch(r"attachment; filename=\"([ -~]*)\"; filename\*=UTF-8''(\S+)", disposition)
        tap.true(back and '"' not in back[1] and "\\" not in back[1], disposition)
        tap.equal(urllib.parse.unquote(back[2]), shown)
        tap.lacks(sophie.browser.get(sophie.path).text, "<img src=x")
    tap.equal(tree(s.folder), before)
    all_is_named()


def test_what_is_sent_out_can_do_nothing():
    for name, content in (("gifar.pdf", files.PDF + b"PK\x03\x04" + files.HTML), ("html.jpg", files.JPG + files.HTML),
                          ("js.pdf", b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj")):
        tap.equal(sophie.join(("q.avis", name, content)).status, 303)
        page = sophie.browser.get("/espace/fichier/" + sophie.uploads()[-1][0])
        tap.equal(page.body, content)
        tap.equal(page.header("Content-Type"), "application/octet-stream")
        tap.true(page.header("Content-Disposition").startswith("attachment;"))
        tap.equal(page.header("X-Content-Type-Options"), "nosniff")
        tap.contains(page.header("Content-Security-Policy"), "sandbox")
        tap.contains(page.header("Content-Security-Policy"), "default-src 'none'")
        tap.equal(page.header("Cache-Control"), "no-store")
        tap.equal(page.header("X-Accel-Redirect"), None)


def test_lies_about_the_type_are_refused():
    before = files.on_disk(s)
    for name, content in (("a.pdf", files.HTML), ("a.jpg", b"GIF89a" + files.HTML), ("a.svg", b"<svg onload=alert(1)>"), ("a.html", files.HTML),
                          ("a.pdf.exe", files.PDF), ("a.exe", b"MZ"), ("a", files.PDF), ("a.pdf\u202e", files.PDF), ("a.xml", b"<?xml?>")):
        tap.equal(sophie.join(("q.avis", name, content)).status, 422, name)
    tap.equal(files.on_disk(s), before)


def test_files_only_go_where_files_are_asked_for():
    before, rows = files.on_disk(s), s.dump()
    for field in ("q.relu", "q.mot", "q.nulle", "q.", "csrf", "version", "q.avis.x", "avis"):
        tap.equal(sophie.join((field, "a.pdf", files.PDF)).status, 400, field)
    tap.equal(sophie.join(**{"q.avis": "0" * 26 + " " + "0" * 64 + " 5 a.pdf"}).status, 400)
    tap.equal(sophie.browser.post(sophie.path, {"version": sophie.version, "q.avis": "a.pdf"}, csrf=sophie.csrf).status, 400)
    tap.equal(files.on_disk(s), before)
    tap.equal(re.findall(r'INSERT INTO "(?:upload|draft)".*', s.dump()), re.findall(r'INSERT INTO "(?:upload|draft)".*', rows))


def test_the_folder_is_not_to_be_had():
    upload, _, hash_, _ = sophie.uploads()[-1]
    for path in ("/fichiers/%s/%s" % (hash_[:2], hash_), "/fichiers/", "/fichiers/../store.db", "/fichiers%2f..%2fstore.db", "/fichiers../store.db",
                 "/espace/fichier/" + hash_, "/espace/fichier/../../fichiers/%s/%s" % (hash_[:2], hash_)):
        page = sophie.browser.get(path)
        tap.true(page.status in (400, 404), "%s: %d" % (path, page.status))
    tap.equal(s.browser().get("/espace/fichier/" + upload).status, 401)


def test_large_bodies_go_nowhere_else():
    large = [("q.avis", "a.pdf", files.PDF + b" " * 300000)]
    for path in (sophie.path, "/espace/q/%s/envoyer" % sophie.assignment, "/espace/connexion", "/cabinet/connexion"):
        tap.equal(sophie.browser.upload(path, {"version": sophie.version}, large, csrf=sophie.csrf).status, 413, path)


def request_bytes(point, content):
    body = ('--B\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n%s\r\n--B\r\nContent-Disposition: form-data; name="version"\r\n\r\n%s\r\n'
            '--B\r\nContent-Disposition: form-data; name="q.avis"; filename="half.pdf"\r\n\r\n' % (point.csrf, point.version)).encode()
    body += content + b"\r\n--B--\r\n"
    head = ("POST %s/joindre HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nSec-Fetch-Site: same-origin\r\nCookie: %s\r\n"
            "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: %d\r\n\r\n"
            % (point.path, s.host, s.url, "; ".join("%s=%s" % c for c in point.browser.cookies.items()), len(body)))
    return head.encode() + body


def test_half_an_upload_is_none():
    before, rows = files.on_disk(s), sophie.uploads()
    whole = request_bytes(sophie, files.pdf("half") + b" " * 200000)
    for part in (0.1, 0.5, 0.9, 0.999):
        with socket.create_connection(("127.0.0.1", s.port)) as connection:
            connection.sendall(whole[:int(len(whole) * part)])
    tap.equal((files.on_disk(s), sophie.uploads()), (before, rows))


def test_fifty_at_once_do_not_go_over_the_quota():
    sophie.clear()
    contents = [files.pdf("quota %d" % n) + b" " * 990000 for n in range(50)]
    with concurrent.futures.ThreadPoolExecutor(25) as pool:
        done = list(pool.map(lambda c: sophie.join(("q.releves", "%d.pdf" % len(c), c)).status, contents))
    taken = done.count(303)
    tap.true(set(done) == {303, 422} and 1 <= taken <= 3, done)
    tap.equal(len(sophie.uploads()), taken)
    tap.true(sum(len(c) for c in files.on_disk(s).values()) <= 4_000_000)
    all_is_named()
    sophie.clear()
    all_is_named()


def test_killed_in_between_every_row_has_its_file_and_nothing_is_left_over():
    """The daemon's gateway is killed at random moments while two people join and take away."""
    acknowledged, stop = [], threading.Event()

    def work(point):
        for n in range(1000):
            if stop.is_set():
                return
            content = files.pdf("%s %d" % (point.assignment, n)) + os.urandom(random.randrange(1, 200000)).replace(b"\x00", b"x")
            try:
                if point.join(("q.avis", "avis.pdf", content)).status == 303:
                    acknowledged.append((point, content))
            except OSError:
                pass

    threads = [threading.Thread(target=work, args=(point,)) for point in (sophie, jeanne)]
    for thread in threads:
        thread.start()
    rng = random.Random(4)
    for _ in range(12):
        reached = len(acknowledged) + rng.randrange(1, 6)
        stack.wait_until(lambda: len(acknowledged) >= reached, "more files")
        pid = s.children()["gateway"]
        os.kill(pid, signal.SIGKILL)
        stack.wait_until(lambda: s.children()["gateway"] != pid and s.browser().get("/readyz").status == 200, "the gateway")
    stop.set()
    for thread in threads:
        thread.join()
    # A row without its file is what must never be; a file without its row goes with the next sweep.
    on_disk = files.on_disk(s)
    tap.true(files.named(s) <= set(on_disk), "a row has no file")
    for point in (sophie, jeanne):
        last = [c for p, c in acknowledged if p is point][-1]
        upload = point.uploads()[-1]
        page = point.browser.get("/espace/fichier/" + upload[0])
        tap.equal(page.status, 200)
        tap.true(page.body == last or page.body not in [c for p, c in acknowledged if p is point], "what was acknowledged last is there")
    for name in os.listdir(s.path("data/files/incoming")):
        os.utime(s.path("data/files/incoming", name), (0, 0))
    s.restart_daemon()
    stack.wait_until(lambda: set(files.on_disk(s)) == files.named(s), "the sweep")
    all_is_named()


tap.main(globals())

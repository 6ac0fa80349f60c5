#!/usr/bin/env python3
"""What editors work with: portillon new, portillon serve, drafts, the site's address."""

import http.client
import http.server
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import tap  # noqa: E402
from stack import read, write  # noqa: E402

TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(tap.BUILD, "portillon")
THEME = os.path.join(TOP, "themes", "default")


def portillon(*words, language="fr_FR.UTF-8"):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, env=dict(os.environ, LANG=language, LC_ALL=""))


class Server:
    """portillon serve, on a free port."""

    def __init__(self, content, folder):
        self.temporary = folder + "/tmp"
        os.mkdir(self.temporary)
        env = dict(os.environ, LANG="fr_FR.UTF-8", LC_ALL="", TMPDIR=self.temporary)
        self.process = subprocess.Popen([PROGRAM, "serve", content, "--port", "0", "--theme", THEME], env=env, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)/", self.process.stdout.readline())[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.status = self.process.wait(20)

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")


def in_folder(test):
    def run():
        with tempfile.TemporaryDirectory() as folder:
            test(folder)
    return run


def test_a_new_site_is_without_mistakes_in_both_languages(folder):
    for language in ("fr", "en"):
        done = portillon("new", "site", folder + "/" + language, "--lang", language)
        tap.equal(done.returncode, 0, done.stderr)
        path = "%s/%s/%s/aide/autre.md" % (folder, language, language)
        tap.equal(portillon("new", "page", path).returncode, 0)
        tap.equal(portillon("new", "questionnaire", "%s/%s/%s/questionnaires/autre" % (folder, language, language)).returncode, 0)
        tap.contains(read(path), "## Comment faire" if language == "fr" else "## What to do")
        done = portillon("check", folder + "/" + language, "--drafts", "--theme", THEME)
        tap.equal((done.returncode, done.stderr), (0, ""))


def test_new_replaces_nothing(folder):
    write(folder + "/a.md", "à moi")
    write(folder + "/site/site.yaml", "name: à moi")
    for words in (("page", folder + "/a.md"), ("questionnaire", folder + "/a"), ("site", folder + "/site")):
        done = portillon("new", *words)
        tap.equal(done.returncode, 1)
        tap.contains(done.stderr, "existe déjà")
    tap.equal(read(folder + "/a.md"), "à moi")
    tap.equal(os.listdir(folder + "/site"), ["site.yaml"])


def test_new_says_what_it_needs(folder):
    for words in ((), ("page",), ("livre", folder + "/x"), ("page", folder + "/x.md", "--lang", "de")):
        tap.equal(portillon("new", *words).returncode, 2)
    for words, code, remedy in ((("pge", "x"), "NEW_KIND", "page"),
                                (("page", folder + "/fr/aide/Mes Impôts.md"), "FILE_NAME", "mes-impots")):
        done = portillon("new", *words)
        tap.true(done.returncode != 0 and code in done.stderr and remedy in done.stderr, done.stderr)
    tap.equal(os.listdir(folder), [])


def test_drafts_and_address_are_as_the_command_says(folder):
    portillon("new", "site", folder + "/c", "--lang", "fr")
    words = ["build", folder + "/c", "-o", folder + "/o", "--theme", THEME]
    draft = folder + "/o/public/fr/aide/premiere-page/index.html"
    for _ in range(2):
        tap.equal(portillon(*words).returncode, 0)
        tap.true(not os.path.exists(draft))
        tap.equal(portillon(*words, "--drafts", "--base-url", "https://essai.example.org/").returncode, 0)
        tap.contains(read(draft), "https://essai.example.org/fr/aide/premiere-page/")
    tap.equal(portillon(*words, "--base-url", "essai").returncode, 2)


def test_serve_shows_drafts_and_reloads(folder):
    portillon("new", "site", folder + "/c", "--lang", "fr")
    page = folder + "/c/fr/aide/premiere-page.md"
    with Server(folder + "/c", folder) as server:
        status, body = server.get("/fr/aide/premiere-page/")
        tap.equal(status, 200)
        tap.contains(body, "/_portillon/reload.js")
        tap.contains(server.get("/_portillon/reload.js")[1], "EventSource")
        events = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        events.sendall(b"GET /_portillon/events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % server.port)
        seen = []
        reader = threading.Thread(target=lambda: [seen.append(line) for line in iter(events.makefile().readline, "data: reload\n")])
        reader.start()
        tap.wait_for(lambda: any("event-stream" in line for line in seen))
        write(page, read(page) + "\nUne phrase neuve.\n")
        reader.join(30)
        tap.true(not reader.is_alive(), "no event came")
        tap.contains(server.get("/fr/aide/premiere-page/")[1], "Une phrase neuve.")
        write(folder + "/c/fr/aide/dossier/index.md", "---\ntitle: Nouveau dossier\n---\n")
        tap.wait_for(lambda: server.get("/fr/aide/dossier/")[0] == 200)
        write(folder + "/c/fr/aide/dossier/page.md", "---\ntitle: Dedans\n---\n")
        tap.wait_for(lambda: server.get("/fr/aide/dossier/page/")[0] == 200)
    tap.equal(server.status, 0)
    tap.equal(os.listdir(server.temporary), [])


def test_serve_reloads_a_page_that_was_changed_while_it_loaded(folder):
    portillon("new", "site", folder + "/c", "--lang", "fr")
    build_of = lambda page: re.search(r"reload\.js\?(\d+)", page)[1]
    with Server(folder + "/c", folder) as server:
        before = build_of(server.get("/fr/")[1])
        write(folder + "/c/fr/aide/neuve.md", "---\ntitle: Neuve\n---\n")
        tap.wait_for(lambda: server.get("/fr/aide/neuve/")[0] == 200)
        tap.true(build_of(server.get("/fr/")[1]) != before)
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as late:
            late.sendall(b"GET /_portillon/events?%s HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % (before.encode(), server.port))
            tap.true("data: reload\n" in iter(late.makefile().readline, ""))


def test_serve_shows_mistakes_in_the_page_as_text(folder):
    portillon("new", "site", folder + "/c", "--lang", "fr")
    page = folder + "/c/fr/aide/premiere-page.md"
    whole = read(page)
    with Server(folder + "/c", folder) as server:
        write(page, whole + "\n[<script>alert(1)</script>](rien.md)\n")
        tap.wait_for(lambda: server.get("/fr/")[0] == 500)
        body = server.get("/fr/")[1]
        tap.contains(body, "LINK_TARGET")
        tap.contains(body, "^~~~")
        tap.lacks(body, "<script>alert")
        tap.contains(body, "À corriger")
        write(page, whole)
        tap.wait_for(lambda: server.get("/fr/")[0] == 200)


def test_serve_is_for_this_machine_alone(folder):
    portillon("new", "site", folder + "/c", "--lang", "fr")
    write(folder + "/secret", "secret")
    with Server(folder + "/c", folder) as server:
        tap.equal(server.get("/fr/", Host="ailleurs.example")[0], 403)
        tap.equal(server.get("/fr/", method="POST")[0], 405)
        tap.equal(server.get("/fr/", method="HEAD"), (200, ""))
        tap.equal(server.get("/fr")[0], 301)
        for path in ("/../../../secret", "/%2e%2e/secret", "/.portillon", "/fr/../../secret", "/nulle/part"):
            status, body = server.get(path)
            tap.equal(status, 404)
            tap.lacks(body, "secret\n")
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
        tap.equal(server.get("/fr/")[0], 200)
        idle[0].sendall(b"x" * 20000)
        tap.equal(server.get("/fr/")[0], 200)
        for connection in idle:
            connection.close()
        taken = portillon("serve", folder + "/c", "--port", str(server.port), "--theme", THEME)
        tap.equal(taken.returncode, 1)
        tap.contains(taken.stderr, "--port 0")


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Another site; counts what it is asked for."""

    asked = []

    def answer(self):
        Elsewhere.asked.append((self.command, self.path))
        status = {"/bien": 200, "/refuse-head": 405 if self.command == "HEAD" else 200, "/loin": 302, "/rond": 302}.get(self.path, 404)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", {"/loin": "/bien", "/rond": "/rond"}[self.path])
        self.send_header("Content-Length", "0" if self.command == "HEAD" else "5")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"texte")

    do_GET = do_HEAD = answer

    def log_message(self, *_):
        pass


def test_links_to_other_sites_are_asked_for_on_request(folder):
    portillon("new", "site", folder + "/c", "--lang", "fr")
    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = closed.getsockname()[1]
    here = "http://127.0.0.1:%d" % other.server_port
    links = ["%s/%s" % (here, name) for name in ("bien", "refuse-head", "loin", "rond", "parti")] + ["http://127.0.0.1:%d/" % nobody]
    write(folder + "/c/fr/aide/liens.md", "---\ntitle: Liens\n---\n\n" + "\n".join("- [a](%s)" % link for link in links + links[:1]) + "\n")
    done = portillon("check", folder + "/c", "--theme", THEME)
    tap.equal((done.returncode, done.stderr, Elsewhere.asked), (0, "", []))
    done = portillon("check", folder + "/c", "--links", "--theme", THEME)
    other.shutdown()
    tap.equal(done.returncode, 0)
    tap.equal(re.findall(r"liens\.md:(\d+):\d+: .* \[LINK_DEAD\]", done.stderr), ["8", "9", "10"])
    tap.contains(done.stderr, "HTTP 404")
    tap.equal(sum(path == "/bien" for _, path in Elsewhere.asked), 2)  # once, and once from /loin


tests = {name: in_folder(test) for name, test in list(globals().items()) if name.startswith("test_")}
if __name__ == "__main__":
    tap.main(tests)

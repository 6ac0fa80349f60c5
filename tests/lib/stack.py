"""A private Portillon for tests: a folder of its own, a free port, portillond and nginx from this build, stopped by their
process ids.

    import sys; sys.path.insert(0, "tests/lib"); import stack, tap

    with stack.Stack() as s:                    # the example site; Stack(content=…) another one; Stack(minimal=True) none
        s.ctl("admin", "create", …)             # portillonctl on this configuration
        browser = s.browser()                   # keeps its cookies, sends what browsers send
        page = browser.get("/espace/")
        page = browser.post("/espace/connexion", {"email": …}, csrf=page)
        s.mails()                               # the mails written so far, oldest first, as email.message.EmailMessage

From a shell or from node, `python3 tests/lib/stack.py [OPTION…]` starts one, prints a JSON object with url, folder, config, pid
on one line, and stops when its standard input is closed. `--site PATH` only makes a site.db with the texts of refusals.
"""

import argparse
import atexit
import email
import email.policy
import glob
import html
import http.client
import http.cookies
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("PORTILLON_BUILD", os.path.join(TOP, "build"))
PATIENCE = 20
STOP_CHILD = signal.SIGUSR2    # MASTER_STOP of gateway/master.h
DEMO = os.path.join(TOP, "gateway/demo.yaml")


class StackError(Exception):
    pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def write(path, text):
    """Makes the folders it needs."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def wait_until(condition, what, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise StackError("%s: not within %g s" % (what, seconds))
        time.sleep(0.01)


def routes():
    """Method and path of every row of the gateway's route table, as it was compiled."""
    done = subprocess.run([os.path.join(BUILD, "tests/http/routes_test"), "rows"], capture_output=True, text=True, cwd=TOP)
    rows = [tuple(line.split(" ")) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(rows) < 20:
        raise StackError("cannot read the route table:\n" + done.stdout + done.stderr)
    return rows


def minimal_site(path):
    """A site.db that holds just enough for the gateway's own answers: three languages and the page of refusals."""
    texts = {}
    rows = re.findall(r"REFUSAL\((\d+), \w+, \d+, (\w+)\)", read(os.path.join(TOP, "gateway/http/refusals.def")))
    for _, name in rows:
        for part in ("title", "what", "todo"):
            texts["refusal.%s.%s" % (name, part)] = {c: "%s %s %s" % (c, name, part) for c in ("fr", "en", "nl")}
    with sqlite3.connect(path) as db:
        db.executescript(read(os.path.join(TOP, "generator/site/site.sql")))
        values = {"name": "Essai", "url": "", "languages": "fr en nl", "contact_name": "", "contact_email": "",
                  "contact_phone": "", "css": "/assets/a.css", "js": "/assets/a.js", "icon": "/assets/a.svg",
                  "generator": "test"}
        db.executemany("INSERT INTO site VALUES (?, ?)", values.items())
        db.execute("INSERT INTO template VALUES ('erreur', ?)", (
            '<!DOCTYPE html>\n<html lang="{{lang}}"><title>{{title}}</title>\n<h1>{{title}}</h1>\n'
            '<p>{{what}} {{todo}}</p>\n<p>{{status}} {{number}} {{request_id}}</p>\n',))
        for key, words in texts.items():
            db.executemany("INSERT INTO catalogue VALUES (?, ?, ?)", [(c, key, text) for c, text in words.items()])
    db.close()


class Stack:
    """Options: content (folder), minimal (no content, see above), people (a file for `portillonctl populate`; DEMO is that of
    `make run`), config (more lines of portillon.yaml), mail (the lines below
    `mail:`), tls, sign_in_rate (nginx), clock (the daemon's clock is libfaketime's: see set_clock), start."""

    def __init__(self, content=None, minimal=False, people=None, config="rate: 0\n", mail="folder: mail", tls=False,
                 sign_in_rate="100000r/m", clock=False, start=True):
        self.folder = tempfile.mkdtemp(prefix="s")
        os.chmod(self.folder, 0o755)
        self.content = content or os.path.join(TOP, "content")
        self.minimal, self.people, self.extra, self.mail = minimal, people, config, mail
        self.tls, self.sign_in_rate, self.clock = tls, sign_in_rate, clock
        self.config = self.path("portillon.yaml")
        self.processes = {}
        atexit.register(self.stop)
        if start:
            try:
                self.start()
            except BaseException:
                self.stop()
                raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    # ---- starting and stopping ----

    def start(self):
        for name in ("data", "mail", "nginx", "site/public"):
            os.makedirs(self.path(name), mode=0o700, exist_ok=True)
        self.build()
        for attempt in range(5):
            self.port = free_port()
            # Over TLS a name is needed: browsers announce no address to the server.
            self.host = "%s:%d" % ("localhost" if self.tls else "127.0.0.1", self.port)
            self.url = ("https://" if self.tls else "http://") + self.host
            self.configure()
            if self.start_nginx():
                break
        else:
            raise StackError("nginx does not start:\n" + self.log("nginx-error.log"))
        if self.people and not os.path.exists(self.path("data/store.db")):
            self.ctl("populate", self.people)
        self.start_daemon()

    def build(self):
        if self.minimal:
            if not os.path.exists(self.path("site/site.db")):
                minimal_site(self.path("site/site.db"))
                write(self.path("site/public/404.html"), "<!DOCTYPE html><title>404</title>\n")
            return
        command = [os.path.join(BUILD, "portillon"), "build", self.content, "-o", self.path("site")]
        done = subprocess.run(command, capture_output=True, text=True, cwd=TOP)
        if done.returncode != 0:
            raise StackError("portillon build:\n" + done.stdout + done.stderr)

    def configure(self):
        write(self.config, "base_url: %s\nsite: site/site.db\ndata: data\nsocket: fcgi.sock\ncontrol: control.sock\n"
              "log: portillond.log\n%s%smail:\n  %s\n" % (self.url, self.usual(), self.extra, self.mail.replace("\n", "\n  ")))
        if self.tls:
            self.make_certificate()
        marks = {
            "LISTEN": "127.0.0.1:%d%s" % (self.port, " ssl http2" if self.tls else ""),
            "SERVER_NAME": self.host.split(":")[0],
            "PUBLIC": self.path("site/public"), "SOCKET": self.path("fcgi.sock"), "FILES": self.path("data/files"), "LOG": self.path("access.log"),
            "CERTIFICATE": self.path("certificate.pem"), "KEY": self.path("key.pem"), "SIGN_IN_RATE": self.sign_in_rate,
            "FOLDER": self.folder, "USER": "user root;" if os.getuid() == 0 else "",
        }
        for source, target in (("portillon.conf", "portillon.conf"), ("private.conf", "nginx.conf")):
            text = "\n".join(line for line in read(os.path.join(TOP, "gateway/nginx", source)).split("\n")
                             if not line.startswith("#"))
            text = re.sub(r"@([A-Z_]+)@", lambda m: marks[m[1]], text)
            write(self.path(target), text.replace("#tls ", "") if self.tls else text)

    def make_certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", self.path("key.pem"),
                        "-out", self.path("certificate.pem")], check=True, capture_output=True)

    def usual(self):
        """What `make run` asks every new client of the example site."""
        is_example = self.content == os.path.join(TOP, "content")
        return "invitation: [connaissance-client, profil-investisseur]\n" if is_example else ""

    def spawn(self, name, command, env=None):
        with open(self.path(name + ".out"), "ab") as out:
            self.processes[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                                    cwd=self.folder, env=env)
        return self.processes[name]

    def start_nginx(self):
        environment = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin")
        process = self.spawn("nginx", ["nginx", "-p", self.folder, "-c", self.path("nginx.conf"),
                                       "-e", self.path("nginx-error.log")], environment)
        wait_until(lambda: process.poll() is not None or self.is_open(), "nginx")
        return process.poll() is None

    def is_open(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def start_daemon(self, wait=True):
        env = dict(os.environ, LC_ALL="en")
        if self.clock:
            if not os.path.exists(self.path("clock")):
                self.set_clock(0)
            env.update(LD_PRELOAD=faketime_library(), FAKETIME_TIMESTAMP_FILE=self.path("clock"), FAKETIME_NO_CACHE="1",
                       DONT_FAKE_MONOTONIC="1")
            env.setdefault("ASAN_OPTIONS", "verify_asan_link_order=0") # SAN=1: libfaketime comes first
        process = self.spawn("portillond", [os.path.join(BUILD, "portillond"), "--config", self.config], env)
        if not wait:
            return process

        def ready():
            if process.poll() is not None:
                raise StackError("portillond ended with %d:\n%s" % (process.returncode, self.log("portillond.out")))
            return self.browser().get("/readyz").status == 200
        wait_until(ready, "portillond")
        return process

    def set_clock(self, seconds):
        """The daemon's clock goes on from now + seconds."""
        write(self.path("clock.new"), "%+d\n" % seconds)
        os.rename(self.path("clock.new"), self.path("clock"))

    def stop_process(self, name, sign=signal.SIGTERM, seconds=30):
        """Its exit status; None when it did not run."""
        process = self.processes.pop(name, None)
        if process is None:
            return None
        if process.poll() is None:
            process.send_signal(sign)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode

    def stop(self):
        for name in ("nginx", "portillond"):
            self.stop_process(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart_daemon(self):
        self.stop_process("portillond")
        self.start_daemon()

    def children(self):
        """Process ids of the daemon's gateway and courier, by name, from the log: the last start of each."""
        found = re.findall(r"event=start process=(\w+) pid=(\d+)", self.log("portillond.log"))
        return {name: int(pid) for name, pid in found}

    # ---- looking and doing ----

    def log(self, name="portillond.log"):
        return read(self.path(name)) if os.path.exists(self.path(name)) else ""

    def ctl(self, *words, check=True, input=None, folder=None):
        """Runs portillonctl, in a folder; its standard output."""
        done = subprocess.run([os.path.join(BUILD, "portillonctl"), "--config", self.config, *words], capture_output=True,
                              text=True, input=input, cwd=folder, env=dict(os.environ, LC_ALL="en"))
        if check and done.returncode != 0:
            raise StackError("portillonctl %s: %d\n%s%s" % (" ".join(words), done.returncode, done.stdout, done.stderr))
        return done.stdout if check else done

    def mails(self):
        files = sorted(glob.glob(self.path("mail", "*.eml")), key=os.path.getmtime)
        return [email.message_from_bytes(open(f, "rb").read(), policy=email.policy.default) for f in files]

    def wait_for_mail(self, count=1):
        return wait_until(lambda: len(self.mails()) >= count and self.mails(), "mail number %d" % count)

    def store(self, query, *arguments):
        """Rows of store.db, read-only."""
        db = sqlite3.connect("file:%s?mode=ro" % self.path("data/store.db"), uri=True)
        try:
            return db.execute(query, arguments).fetchall()
        finally:
            db.close()

    def dump(self):
        """The whole store as text, to compare before and after."""
        db = sqlite3.connect("file:%s?mode=ro" % self.path("data/store.db"), uri=True)
        try:
            return "\n".join(db.iterdump())
        finally:
            db.close()

    def browser(self):
        return Browser(self)


def faketime_library():
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        raise StackError("libfaketime is not installed (Debian: faketime)")
    return found[0]


class Page:
    def __init__(self, path, response, body):
        self.path, self.status, self.body = path, response.status, body
        self.headers = {}
        for name, value in response.getheaders():
            self.headers.setdefault(name.lower(), []).append(value)

    @property
    def text(self):
        return self.body.decode("utf-8")

    def header(self, name):
        """The only value of the header; None when absent."""
        values = self.headers.get(name.lower(), [None])
        if len(values) > 1:
            raise StackError("%s stands there %d times" % (name, len(values)))
        return values[0]

    @property
    def location(self):
        return self.header("Location")

    def hidden(self, name):
        """The value of the hidden field."""
        for tag in re.findall(r"<input\b[^>]*>", self.text):
            if re.search(r'\bname="%s"' % re.escape(name), tag):
                value = re.search(r'\bvalue="([^"]*)"', tag)
                return html.unescape(value[1]) if value else ""
        return None

    @property
    def csrf(self):
        return self.hidden("csrf")


class Browser:
    """Cookies, Origin and Sec-Fetch-Site as a browser has them; one connection for each request."""

    def __init__(self, stack):
        self.stack, self.cookies = stack, {}

    def request(self, method, path, body=None, headers=None):
        """Headers given as None are left out."""
        if self.stack.tls:
            import ssl
            context = ssl.create_default_context(cafile=self.stack.path("certificate.pem"))
            connection = http.client.HTTPSConnection("localhost", self.stack.port, timeout=60, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.stack.port, timeout=60)
        sent = {"Sec-Fetch-Site": "same-origin" if method == "POST" else "none"}
        if self.cookies:
            sent["Cookie"] = "; ".join("%s=%s" % c for c in self.cookies.items())
        if method == "POST":
            sent["Origin"] = self.stack.url
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        try:
            connection.request(method, path, body, {k: v for k, v in sent.items() if v is not None})
            response = connection.getresponse()
            page = Page(path, response, response.read())
        finally:
            connection.close()
        self.take_cookies(page)
        return page

    def take_cookies(self, page):
        for line in page.headers.get("set-cookie", []):
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value

    def get(self, path, headers=None):
        return self.request("GET", path, None, headers)

    def post(self, path, fields=None, csrf=None, headers=None):
        """`fields` is a dictionary (lists repeat a field) or a list of pairs; `csrf` a token, or the Page that has it."""
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields or [])
        token = csrf.csrf if isinstance(csrf, Page) else csrf
        if token is not None:
            pairs.insert(0, ("csrf", token))
        return self.request("POST", path, urllib.parse.urlencode(pairs, doseq=True).encode(), headers)

    def upload(self, path, fields=None, files=(), csrf=None, headers=None):
        """Posts a form with files, each (field, name, bytes), as browsers do."""
        boundary = "----TestBoundary" + os.urandom(8).hex()
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields or [])
        token = csrf.csrf if isinstance(csrf, Page) else csrf
        if token is not None:
            pairs.insert(0, ("csrf", token))
        head = '--%s\r\nContent-Disposition: form-data; name="%s"'
        body = b"".join(((head + "\r\n\r\n%s\r\n") % (boundary, name, value)).encode() for name, value in pairs)
        for field, name, content in files:
            name = name if isinstance(name, bytes) else name.encode()
            for sign, escaped in ((b'"', b"%22"), (b"\r", b"%0D"), (b"\n", b"%0A")):
                name = name.replace(sign, escaped)
            body += (head % (boundary, field)).encode() + b'; filename="' + name + b'"\r\nContent-Type: text/html\r\n\r\n' + content + b"\r\n"
        body += ("--%s--\r\n" % boundary).encode()
        return self.request("POST", path, body, dict({"Content-Type": "multipart/form-data; boundary=" + boundary}, **(headers or {})))

    def sign_in(self, email, password, door="/espace/connexion"):
        """Gives the page one arrives at."""
        page = self.post(door, {"email": email, "mot-de-passe": password}, csrf=self.get(door))
        if page.status != 303:
            raise StackError("signing in as %s: %d\n%s" % (email, page.status, page.text))
        return self.follow(page)

    def follow(self, page, times=5):
        """Goes where redirections lead."""
        while page.status in (301, 303) and times:
            page, times = self.get(page.location.split("#")[0]), times - 1
        return page

    def told(self, page):
        """The page that tells what became of a form, when the form's answer leads to one; else the answer."""
        return self.follow(page) if page.status == 303 and "constat=" in page.location else page


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", metavar="PATH", help="only make the minimal site.db there")
    parser.add_argument("--content")
    parser.add_argument("--minimal", action="store_true")
    parser.add_argument("--people", metavar="FILE")
    parser.add_argument("--config", default="rate: 0\n")
    parser.add_argument("--mail", default="folder: mail")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--sign-in-rate", default="100000r/m")
    parser.add_argument("--clock", action="store_true")
    options = parser.parse_args()
    site = options.__dict__.pop("site")
    if site:
        minimal_site(site)
        return
    with Stack(**vars(options)) as s:
        print(json.dumps({"url": s.url, "folder": s.folder, "config": s.config, "port": s.port,
                          "pid": s.processes["portillond"].pid}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()

"""A page of another origin, in a real browser, posts to the portal: refused, whatever the form's encoding."""

import http.server
import re
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack()
TARGET = s.url + "/espace/oubli"
ENCODINGS = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]


class Evil(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kind = int(self.path.strip("/") or 0) if self.path.strip("/").isdigit() else None
        self.send_response(200 if kind is not None else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if kind is not None:
            self.wfile.write(('<form method="post" enctype="%s" action="%s"><input name="email" value="a@b.example"></form>'
                              "<script>document.forms[0].submit()</script>" % (ENCODINGS[kind], TARGET)).encode())

    def log_message(self, *_):
        pass


def visit(url):
    profile = tempfile.mkdtemp()
    try:
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + profile,
                        "--virtual-time-budget=2000", "--dump-dom", url], capture_output=True, timeout=120)
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def refusals():
    return re.findall(r"method=POST route=/espace/oubli status=(\d+) refusal=(\d+)", s.log())


def test_a_form_of_another_origin_is_refused():
    if not shutil.which("chromium"):
        tap.skip("no chromium")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = s.dump()
    for kind in range(len(ENCODINGS)):
        visit("http://127.0.0.1:%d/%d" % (server.server_address[1], kind))
        tap.equal(len(refusals()), kind + 1, "posts that reached the portal")
    server.shutdown()
    tap.equal(set(refusals()), {("403", "1008")})
    tap.true(s.dump() == before, "the store was changed")


tap.main(globals())

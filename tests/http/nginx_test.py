"""The sample nginx configuration: what comes through to the gateway, what does not, and what stands around static files."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import warnings

sys.path.insert(0, "tests/lib")
import stack
import tap

content = os.path.join(os.environ["TMPDIR"], "content")
shutil.copytree(os.path.join(stack.TOP, "content"), content)
page = os.path.join(content, "fr/aide/activer-mon-espace.md")
stack.write(page, stack.read(page).replace("---\n", "---\naliases: [/fr/aide/ancienne/, /aide-é.html, /fr/Aide/Activer-Mon-Espace/]\n", 1))
s = stack.Stack(content=content, config="rate: 0\nthreads: 4\n")
CSP = ("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
       "object-src 'none'; base-uri 'none'; frame-ancestors 'none'")
STATIC = "img-src 'self'; media-src 'self'"  # a film that a help page leads to


def raw(data):
    """Sends bytes to nginx; everything it says until it closes."""
    with socket.create_connection(("127.0.0.1", s.port), timeout=20) as c:
        c.sendall(data)
        c.shutdown(socket.SHUT_WR)
        out = b""
        while True:
            try:
                got = c.recv(65536)
            except ConnectionResetError:
                return out
            if not got:
                return out
            out += got


def read_bytes(path):
    with open(path, "rb") as file:
        return file.read()


def get(path, *headers, host=None):
    return raw(("GET %s HTTP/1.1\r\n%sConnection: close\r\n%s\r\n" % (
        path, "" if host == "" else "Host: %s\r\n" % (host or s.host), "".join(h + "\r\n" for h in headers))).encode())


def assets():
    home = s.browser().get("/fr/").text
    return re.findall(r'(?:href|src)="(/assets/[^"]+)"', home)


def check_headers(page):
    is_static = page.header("Cache-Control") != "no-store"
    tap.equal(page.header("Content-Security-Policy"), CSP.replace("img-src 'self'", STATIC) if is_static else CSP)
    tap.equal(page.header("X-Content-Type-Options"), "nosniff")
    tap.true(page.header("Referrer-Policy") in ("no-referrer", "same-origin"))
    tap.equal(page.header("Cross-Origin-Opener-Policy"), "same-origin")
    tap.equal(page.header("Cross-Origin-Resource-Policy"), "same-origin")
    tap.lacks(page.header("Server") or "", "/")


def test_every_answer_has_the_security_headers():
    b = s.browser()
    for path in ["/", "/fr/", "/en/aide/", "/rien", "/assets/rien", "/espace/rien", "/cabinet/rien.css", "/repondre/",
                 "/healthz"] + assets():
        check_headers(b.get(path))


def test_old_addresses_are_moved_for_good():
    b = s.browser()
    for path in ("/fr/aide/ancienne/", "/fr/aide/ancienne", "/aide-%C3%A9.html", "/fr/aide/ancienne/?q=1"):
        page = b.get(path)
        tap.equal((page.status, page.header("Location")), (301, "/fr/aide/activer-mon-espace/" + path[len("/fr/aide/ancienne/"):] if "?" in path
                                                          else "/fr/aide/activer-mon-espace/"))
        check_headers(page)
    # What differs from an address in capitals alone leads on by its page, and the page stays where it is.
    tap.equal(b.get("/fr/aide/activer-mon-espace/").status, 200)
    tap.contains(b.get("/fr/Aide/Activer-Mon-Espace/").text, 'content="0; url=/fr/aide/activer-mon-espace/"')
    tap.equal(b.get("/.redirects").status, 404)


def test_static_pages_are_asked_for_again_and_assets_kept():
    b = s.browser()
    tap.equal(b.get("/fr/").header("Cache-Control"), "no-cache")
    for path in assets():
        page = b.get(path)
        tap.equal(page.status, 200)
        tap.equal(page.header("Cache-Control"), "public, max-age=31536000, immutable")
    missing = b.get("/assets/rien.css")
    tap.equal((missing.status, missing.header("Cache-Control")), (404, "no-cache"))


def test_the_gateway_s_answers_are_not_kept_anywhere():
    for path in ("/healthz", "/espace/rien", "/espace/x.css", "/cabinet/a.js"):
        page = s.browser().get(path)
        tap.equal(page.header("Cache-Control"), "no-store")
    tap.equal(s.browser().get("/espace/x.css").status, 404)


def test_text_is_compressed_when_static_and_never_from_the_gateway():
    wants = {"Accept-Encoding": "gzip"}
    tap.equal(s.browser().get("/fr/", wants).header("Content-Encoding"), "gzip")
    assets = s.path("site/public/assets")
    style = [name for name in os.listdir(assets) if name.startswith("portillon.") and name.endswith(".css")][0]
    answer = s.browser().get("/assets/" + style, wants)
    tap.equal(answer.header("Content-Encoding"), "gzip")
    tap.equal(answer.header("Content-Length"), str(os.path.getsize(os.path.join(assets, style + ".gz"))))
    tap.equal(s.browser().get("/espace/rien", wants).header("Content-Encoding"), None)


def test_what_is_not_there_has_the_portal_s_own_page():
    page = s.browser().get("/fr/rien/")
    tap.equal(page.status, 404)
    tap.contains(page.text, "<html")
    tap.lacks(page.text, "nginx")


def test_what_is_not_there_is_said_in_the_language_of_the_address():
    for path, language in (("/fr/rien/", "fr"), ("/en/rien", "en"), ("/nl/aide/rien/", "nl"), ("/xx/rien/", "fr"),
                           ("/rien", "fr"), ("/en-GB/rien", "fr")):
        page = s.browser().get(path)
        tap.equal(page.status, 404)
        tap.contains(page.text, '<html lang="%s">' % language)
        check_headers(page)


def test_nothing_hidden_is_given_out():
    stack.write(s.path("site/public/.git"), "secret")
    stack.write(s.path("site/public/a.html~"), "secret")
    for path in ("/.git", "/.git/config", "/a.html~", "/../portillon.yaml", "/..%2fportillon.yaml", "/%2e%2e/portillon.yaml",
                 "/site.db", "/data/store.db", "/fr/.htaccess"):
        answer = get(path)
        tap.true(re.match(rb"HTTP/1.1 40[04]", answer), path)
        tap.lacks(answer, b"secret")


def test_another_host_or_none_gets_no_answer():
    for host in ("evil.example", "localhost:%d" % s.port, "127.0.0.1.evil.example"):
        tap.equal(get("/fr/", host=host), b"")
    nameless = get("/fr/", host="")
    tap.true(nameless.startswith(b"HTTP/1.1 400"))
    tap.lacks(nameless, b"nginx/")


def test_headers_that_clients_may_forge_do_not_reach_the_gateway():
    before = len(s.log())
    get("/healthz", "X-Forwarded-For: 203.0.113.9", "X-Real-IP: 203.0.113.9", "Proxy: http://evil.example",
        "X-HTTP-Method-Override: POST", "Remote-Addr: 203.0.113.9", "REMOTE_ADDR: 203.0.113.9")
    line = s.log()[before:]
    tap.contains(line, "method=GET route=/healthz status=200")
    who = re.search(r"from=(\S+)", line)[1]
    s.browser().get("/healthz")
    tap.equal(re.findall(r"from=(\S+)", s.log())[-1], who)


def test_methods():
    b = s.browser()
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        page = b.request(method, "/healthz")
        tap.equal((page.status, page.header("Allow")), (405, "GET, HEAD"))
        tap.equal(b.request(method, "/fr/").status, 405)
    tap.true(get("/healthz").startswith(b"HTTP/1.1 200"))
    tap.true(raw(("TRACE /healthz HTTP/1.1\r\nHost: %s\r\n\r\n" % s.host).encode()).startswith(b"HTTP/1.1 405"))
    page = b.request("HEAD", "/healthz")
    tap.equal((page.status, page.body, page.header("Content-Length")), (200, b"", "3"))


def test_paths_are_routed_as_nginx_understands_them():
    for path in ("/healthz", "/./healthz", "//healthz", "/x/../healthz", "/%68ealthz"):
        tap.true(get(path).startswith(b"HTTP/1.1 200"), path)
    for path in ("/healthz%00", "/healthz/", "/healthz;a", "/healthz%2f", "/Healthz", "/healthz%20"):
        tap.true(not get(path).startswith(b"HTTP/1.1 200"), path)


def test_ambiguous_requests_are_refused():
    host = "Host: %s\r\n" % s.host
    for data in ("GET /fr/ HTTP/1.1\r\n%s%s\r\n" % (host, host),
                 "POST /healthz HTTP/1.1\r\n%sContent-Length: 1\r\nContent-Length: 2\r\n\r\nab" % host,
                 "POST /healthz HTTP/1.1\r\n%sContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % host,
                 "GET /fr/ HTTP/1.1\r\n%s X: folded\r\n\r\n" % host,
                 "GET /fr/\r\n /x HTTP/1.1\r\n%s\r\n" % host):
        tap.true(re.match(rb"HTTP/1.1 40[05]|<html>|$", raw(data.encode())), data)


def test_no_request_hides_in_another():
    """What two readers may take differently (RFC 9112, section 11.2) is refused, or is one request: never two."""
    host, hidden = "Host: %s\r\n" % s.host, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n" % s.host
    fields = ["Content-Length: %d\r\nTransfer-Encoding: chunked\r\n" % (len(hidden) + 5),
              "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
              "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding:\x0bchunked\r\n",
              "Transfer-Encoding\r\n : chunked\r\n", "Content-Length: +5\r\n", "Content-Length: 0x5\r\n", "Content-Length: 5, 5\r\n",
              "Content-Length: -1\r\n", "Content-Length: 18446744073709551621\r\n"]
    before = s.log().count("route=/healthz")
    for field in fields:
        answer = raw(("POST /espace/rien HTTP/1.1\r\n%s%s\r\n0\r\n\r\n%s" % (host, field, hidden)).encode())
        tap.true(answer.startswith(b"HTTP/1.1 400") or answer.startswith(b"HTTP/1.1 501") or answer == b"", (field, answer[:200]))
        tap.true(answer.count(b"HTTP/1.1 ") <= 1, (field, answer))
    tap.equal(s.log().count("route=/healthz"), before)


def test_what_is_too_large_does_not_reach_the_gateway():
    b = s.browser()
    before = s.log().count("event=request")
    tap.equal(b.get("/espace/" + "a" * 9000).status, 414)
    tap.equal(b.get("/espace/", {"X": "a" * 33000}).status, 431)
    tap.equal(s.log().count("event=request"), before)


def test_what_nginx_refuses_is_worded_by_the_gateway():
    b = s.browser()
    before = len(s.log())
    for path, language in (("/espace/connexion", "fr"), ("/espace/connexion?langue=nl", "nl")):
        page = b.request("POST", path, b"a" * (257 << 10))
        tap.equal(page.status, 413)
        tap.contains(page.text, '<html lang="%s">' % language)
        tap.contains(page.text, "1004")
        check_headers(page)
    tap.lacks(s.log()[before:], "route=/espace/connexion")
    page = b.get("/refus/429")
    tap.equal((page.status, page.header("Retry-After")), (404, None))


def test_no_query_string_no_referrer_and_no_address_in_any_log():
    b = s.browser()
    referrer = {"Referer": s.url + "/espace/activation?jeton=canary-referrer"}
    for path in ("/espace/activation", "/cabinet/rien", "/fr/", "/rien", "/assets/rien.css", "/healthz"):
        b.get(path + "?jeton=canary-query&langue=fr", referrer)
    b.request("POST", "/espace/activation?jeton=canary-query", b"a" * (300 << 10), referrer)
    s.stop_process("portillond")
    tap.equal(b.get("/espace/activation?jeton=canary-query", referrer).status, 502)
    s.start_daemon()
    for name in ("access.log", "nginx-error.log", "portillond.log", "portillond.out", "nginx.out"):
        tap.lacks(s.log(name), "canary")
    tap.contains(s.log("access.log"), "127.0.0.0 GET /panne.html 502")
    tap.lacks(s.log("access.log"), "127.0.0.1")
    tap.lacks(s.log("portillond.log"), "127.0.0.1 ")


def test_addresses_without_their_slash_lead_to_it():
    for path in ("/espace", "/cabinet"):
        page = s.browser().get(path)
        tap.equal((page.status, page.location), (301, path + "/"))
    page = s.browser().get("/fr/aide")
    tap.equal((page.status, page.location), (301, "/fr/aide/"))


def test_a_slow_client_does_not_reach_the_gateway():
    before = s.log().count("event=request")
    with socket.create_connection(("127.0.0.1", s.port), timeout=20) as c:
        c.sendall(("POST /espace/connexion HTTP/1.1\r\nHost: %s\r\nContent-Length: 10\r\n\r\nabc" % s.host).encode())
        tap.equal(s.browser().get("/healthz").status, 200)
        tap.equal(s.log().count("event=request"), before + 1)


def test_over_tls_the_portal_promises_it():
    with stack.Stack(minimal=True, tls=True) as t:
        b = t.browser()
        for path in ("/healthz", "/rien", "/espace/rien"):
            tap.equal(b.get(path).header("Strict-Transport-Security"), "max-age=31536000; includeSubDomains")
    tap.equal(s.browser().get("/fr/").header("Strict-Transport-Security"), None)
    tap.equal(s.browser().get("/healthz").header("Strict-Transport-Security"), None)


def test_only_todays_tls_is_spoken_and_only_under_the_portals_name():
    def handshake(name="localhost", version=None):
        context = ssl.create_default_context(cafile=t.path("certificate.pem"))
        context.check_hostname = False
        context.set_ciphers("ALL:@SECLEVEL=0")
        if version:
            context.minimum_version = context.maximum_version = version
        with socket.create_connection(("127.0.0.1", t.port), timeout=20) as c:
            try:
                with context.wrap_socket(c, server_hostname=name) as tls:
                    return tls.version()
            except (ssl.SSLError, ConnectionResetError):
                return None

    with stack.Stack(minimal=True, tls=True) as t, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the old versions are old
        tap.equal([handshake(version=v) for v in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)],
                  [None, None, "TLSv1.2", "TLSv1.3"])
        tap.equal([handshake(name) for name in ("evil.example", None)], [None, None])


def test_tries_to_sign_in_are_limited_by_nginx():
    with stack.Stack(minimal=True, sign_in_rate="10r/m") as t:
        b = t.browser()
        statuses = [b.request("POST", "/espace/connexion", b"").status for _ in range(25)]
        tap.true(429 not in statuses[:21], statuses)
        tap.equal(set(statuses[22:]), {429})
        page = b.request("POST", "/espace/connexion", b"")
        tap.contains(page.text, "1010")
        tap.equal(page.header("Retry-After"), "60")
        tap.true(b.get("/espace/connexion").status != 429)
        tap.true(b.request("POST", "/espace/oubli", b"").status != 429)


def split(answer):
    """Status, header fields but the date, and body of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    return int(lines[0].split(" ")[1]), [line for line in lines[1:] if not line.startswith("Date:")], body


def test_what_nginx_cannot_read_is_answered_in_the_portals_words():
    own, long, endless = "Host: %s\r\n" % s.host, "a" * 9000, "a" * 40000
    for status, request in (
            (400, "GET /fr/ HTTP/1.1\r\n%sContent-Length: 5\r\nTransfer-Encoding: chunked\r\n" % own),
            (400, "GET /fr/ HTTP/1.1\r\n"),
            (400, "GET /%00 HTTP/1.1\r\n" + own),
            (400, "GET/ HTTP/1.1\r\n" + own),
            (414, "GET /espace/%s HTTP/1.1\r\n%s" % (long, own)),
            (414, "GET /espace/a%%20b%s HTTP/1.1\r\n%s" % (long, own)),
            (414, "POST /espace/connexion?langue=en&retour=%s HTTP/1.1\r\n%s" % (long, own)),
            (414, "GET /espace/%s HTTP/1.1\r\n%s" % (endless, own)),
            (431, "GET /espace/ HTTP/1.1\r\n%sCookie: a=%s\r\n" % (own, endless)),
            (431, "GET /espace/ HTTP/1.1\r\nCookie: a=%s\r\n%s" % (endless, own)),
            (431, "POST /espace/connexion HTTP/1.1\r\n%s%s" % (own, "".join("X-%d: %s\r\n" % (i, "a" * 3000)
                                                                          for i in range(12))))):
        got, header, body = split(raw((request + "\r\n").encode()))
        tap.equal(got, status, request[:80])
        tap.contains(body, "Cette demande ne peut pas être lue".encode())
        for name in ("Content-Security-Policy", "X-Content-Type-Options: nosniff", "Referrer-Policy", "Content-Type: text/html; charset=utf-8",
                     "Cache-Control: no-cache"):
            tap.true(any(line.startswith(name) for line in header), (name, header))
        tap.lacks(body, b"nginx")
        tap.true("Server: nginx" in header, header)


def test_what_cannot_be_read_is_answered_alike_whatever_the_host():
    """What is refused before the host is known says nothing that the sender did not know, nor anything the sender said."""
    answers = [split(raw(("GET /%s HTTP/1.1\r\n%s\r\n" % ("a" * 40000, host)).encode()))
               for host in ("", "Host: evil.example\r\n", "Host: %s\r\n" % s.host)]
    tap.equal(answers[0][0], 414)
    tap.true(answers[0] == answers[1] == answers[2])
    tap.equal(raw(b"GET /requete.html HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), b"")
    tap.equal(answers[0][2], read_bytes(s.path("site/public/requete.html")))


def test_over_tls_too_an_address_that_is_too_long_has_the_portals_page():
    with stack.Stack(tls=True) as t:
        for version in ("--http1.1", "--http2"):
            for path in ("/espace/" + "a" * 9000, "/fr/?a=" + "a" * 30000):
                done = subprocess.run(["curl", "-sS", "--cacert", t.path("certificate.pem"), version, "-w", "%{http_code}",
                                       t.url + path], capture_output=True, timeout=20)
                tap.equal(done.stdout[-3:].decode(), "414", version + done.stderr.decode())
                tap.contains(done.stdout, "Cette demande ne peut pas être lue".encode())


def test_a_gateway_that_does_not_answer_is_excused_in_the_readers_language():
    s.stop_process("portillond")
    try:
        for path, words in (("/espace/connexion", "Le service est interrompu"), ("/espace/connexion?langue=en", "The service is interrupted"),
                            ("/recherche?langue=nl&q=a", "De dienst is onderbroken"), ("/espace/?langue=../x", "Le service est interrompu")):
            page = s.browser().get(path)
            tap.equal(page.status, 502)
            tap.contains(page.text, words)
            check_headers(page)
    finally:
        s.start_daemon()


tap.main(globals())

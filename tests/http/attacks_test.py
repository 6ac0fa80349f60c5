# test-timeout: 240
"""Attacks of a browser, or of somebody who plays one, on every row of the route table: forged and foreign forms, fixed and
replayed sessions, changes by GET, fields that break the rules. The table is the compiled one, so no new row is left out."""

import difflib
import re
import sys

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack(people=stack.DEMO)
CLIENT = ("sophie.bernard@client.example", "mon chat dort au soleil")
ADVISER = ("marc.delorme@valmont.example", "un dossier bien rempli")
SOME_ID = "0123456789abcdefghjkmnpqrs"


ASSIGNMENT = s.store("SELECT a.id FROM assignment a JOIN client c ON c.id = a.client WHERE c.email = ? AND a.state <> 'sent' "
                     "ORDER BY a.definition DESC", CLIENT[0])[0][0]
CLIENT_ID = s.store("SELECT id FROM client WHERE email = ?", CLIENT[0])[0][0]


def real(path):
    """The path with ids that exist."""
    if path.startswith("/espace/q/*/*"):
        return path.replace("/espace/q/*/*", "/espace/q/%s/1" % ASSIGNMENT)
    if path.startswith("/repondre/*"):
        return "/repondre/prise-de-contact"
    return path.replace("/q/*", "/q/" + ASSIGNMENT).replace("/client/*", "/client/" + CLIENT_ID).replace("*", SOME_ID)


ROWS = [(method, path) for method, path in stack.routes() if not path.startswith("/refus/")]  # for nginx alone
POSTS = [real(path) for method, path in ROWS if method == "POST"]
# About nobody: without a cookie there is no token; where they come from is checked all the same.
ANONYMOUS = ["/avis", "/avis/commentaire"]
GETS = [real(path) for method, path in ROWS if method == "GET"]


def signed_in(who, door="/espace/connexion"):
    b = s.browser()
    b.sign_in(*who, door=door)
    return b


def visitor():
    b = s.browser()
    b.get("/espace/connexion")
    return b


VISITOR, AS_CLIENT, AS_ADVISER = visitor(), signed_in(CLIENT), signed_in(ADVISER, "/cabinet/connexion")
EVERYBODY = {"visitor": VISITOR, "client": AS_CLIENT, "adviser": AS_ADVISER}


def csrf(b):
    """The token of the browser's session."""
    for path in ("/espace/connexion", "/cabinet/connexion", "/espace/oubli"):
        page = b.follow(b.get(path))
        if page.csrf:
            return page.csrf
    return tap.fail("no token")


def state():
    """The store, but for when sessions were last seen."""
    return "\n".join(line for line in s.dump().split("\n") if not line.startswith('INSERT INTO "session"'))


def unchanged(function):
    before = state()
    function()
    after = state()
    tap.true(after == before, "the store was changed:\n" + "\n".join(difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0)))


def test_no_form_without_its_token():
    tokens = {name: csrf(b) for name, b in EVERYBODY.items()}

    def attack():
        for name, b in EVERYBODY.items():
            wrong = [None, "", "x", tokens[name][:-1], tokens[name] + "A", tokens[name].swapcase()]
            wrong += [t for other, t in tokens.items() if other != name]
            for path in (p for p in POSTS if p not in ANONYMOUS):
                post = b.upload if path.endswith("/joindre") else b.post
                for token in wrong:
                    tap.equal(post(path, csrf=token).status, 403, "%s %s %r" % (name, path, token))
    unchanged(attack)


def test_no_form_from_elsewhere():
    ours = s.url
    bad = [(None, None), ("null", None), ("null", "same-origin"), ("https://evil.example", "cross-site"),
           (ours + ".evil.example", None), (ours.replace("http", "https"), None), (ours + "0", "same-origin"),
           (ours, "cross-site"), (ours, "same-site"), (ours, "none"), (None, "none"), (None, "cross-site")]
    types = ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]
    token = csrf(AS_CLIENT)

    def attack():
        for path in POSTS:
            for i, (origin, site) in enumerate(bad):
                headers = {"Origin": origin, "Sec-Fetch-Site": site, "Content-Type": types[i % 3]}
                tap.equal(AS_CLIENT.post(path, csrf=token, headers=headers).status, 403, "%s %r" % (path, headers))
    unchanged(attack)


def test_no_get_changes_anything():
    def crawl():
        for b in EVERYBODY.values():
            for path in GETS:
                for method in ("GET", "HEAD", "GET"):
                    page = b.request(method, path)
                    tap.true(page.status < 500, "%s %s: %d" % (method, path, page.status))
    unchanged(crawl)


def test_every_answer_has_its_headers_and_cookies_their_flags():
    for b in (s.browser(), AS_CLIENT, AS_ADVISER):
        for method, paths in (("GET", GETS), ("POST", POSTS)):
            for path in paths:
                page = b.request(method, path)
                tap.contains(page.header("Content-Security-Policy") or "", "default-src 'none'")
                tap.equal(page.header("Cache-Control"), "no-store")
                tap.equal(page.header("X-Content-Type-Options"), "nosniff")
                for cookie in page.headers.get("set-cookie", []):
                    for flag in ("; Path=/", "; HttpOnly", "; SameSite=Lax"):
                        tap.contains(cookie, flag)
                    tap.lacks(cookie.lower(), "domain")


def test_over_tls_the_cookie_is_bound_to_the_host():
    with stack.Stack(tls=True) as t:
        cookie = t.browser().get("/espace/connexion").header("Set-Cookie")
        tap.true(re.fullmatch(r"__Host-portillon=v[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure", cookie), cookie)


def test_a_session_is_never_the_one_somebody_chose():
    b = visitor()
    chosen = dict(b.cookies)
    b.sign_in(*CLIENT)
    tap.true(b.cookies != chosen)
    fixed = s.browser()
    fixed.cookies = chosen
    tap.equal(fixed.get("/espace/").status, 401)
    b.cookies["portillon"] = "s" + "A" * 43
    tap.equal(b.get("/espace/").status, 401)


def test_a_mailed_link_opens_a_session_of_its_own():
    """Whatever cookie somebody put there before: at activation, and at a new password, which ends all others."""
    s.ctl("client", "create", "--adviser", ADVISER[0], "--email", "new@client.example", "--first-name", "Luc", "--last-name", "Petit")
    token = re.search(r"jeton=([\w-]+)", s.ctl("invite", "new@client.example", "--no-mail"))[1]
    b, fixed = visitor(), s.browser()
    fixed.cookies = chosen = dict(b.cookies)
    page = b.get("/espace/activation?jeton=" + token)
    tap.equal(b.post("/espace/activation", {"jeton": token, "mot-de-passe": "quatre vélos rouges au garage"}, csrf=page).status, 303)
    tap.true(b.cookies != chosen)
    tap.equal((b.get("/espace/").status, fixed.get("/espace/").status), (200, 401))


def test_after_signing_out_the_cookie_is_worth_nothing():
    b = signed_in(CLIENT)
    kept = dict(b.cookies)
    page = b.post("/espace/deconnexion", csrf=b.get("/espace/"))
    tap.equal(page.status, 303)
    tap.contains(page.header("Clear-Site-Data"), '"cookies"')
    b.cookies = kept
    tap.equal(b.get("/espace/").status, 401)


def test_the_wrong_door_says_so():
    for path in GETS:
        if path.startswith("/cabinet/") and path not in public():
            tap.equal(AS_CLIENT.get(path).status, 403, path)
        if path.startswith("/espace/") and path not in public():
            tap.equal(AS_ADVISER.get(path).status, 403, path)


def public():
    """Pages for who is not signed in."""
    return [path for path in GETS if s.browser().get(path).status != 401]


def test_what_is_no_text_is_refused():
    token = csrf(AS_CLIENT)
    bad = [b"%ff", b"%c0%80", b"%ed%a0%80", b"%00", b"a%00b", b"%", b"%f5%80%80%80", b"\xff", b"%zz"]

    def attack():
        for path in (p for p in POSTS if not p.endswith("/joindre")):
            for value in bad:
                body = b"csrf=" + token.encode() + b"&email=" + value
                tap.equal(AS_CLIENT.request("POST", path, body).status, 400, "%s %r" % (path, value))
        part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        for path in (p for p in POSTS if p.endswith("/joindre")):
            for value in (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"a\x00b", b"\xf5\x80\x80\x80"):
                body = part % (b"csrf", token.encode()) + part % (b"q.age", value) + b"--B--\r\n"
                headers = {"Content-Type": "multipart/form-data; boundary=B"}
                tap.equal(AS_CLIENT.request("POST", path, body, headers).status, 400, "%s %r" % (path, value))
    unchanged(attack)


def test_what_the_row_does_not_name_is_refused():
    token = csrf(AS_CLIENT)

    def attack():
        for path in POSTS:
            fields = [("csrf", token), ("csrf", token)]
            post = AS_CLIENT.upload if path.endswith("/joindre") else AS_CLIENT.post
            tap.equal(post(path, fields).status, 400, path)
            if "/q/" not in path and not path.startswith("/repondre/p"):
                for name in ("role", "is_admin", "account", "id", "client", "password_hash"):
                    page = AS_CLIENT.post(path, {name: "1"}, csrf=token)
                    tap.true(page.status in (400, 403), "%s %s: %d" % (path, name, page.status))
    unchanged(attack)


def test_no_field_is_taken_for_a_column():
    """The name of every column of every table, on every form, alone and with all others: refused, and nothing is set."""
    columns = sorted({name for table, in s.store("SELECT name FROM sqlite_schema WHERE type = 'table'")
                      for name, in s.store("SELECT name FROM pragma_table_info('%s')" % table)})
    tap.true(len(columns) > 50, columns)
    forms = [path for path in POSTS if "/deconnexion" not in path and path not in ANONYMOUS]

    def attack():
        for path in forms:
            b = AS_ADVISER if path.startswith("/cabinet/") else AS_CLIENT
            token, post = csrf(b), b.upload if path.endswith("/joindre") else b.post
            # The button that sends the invitation, the address to sign in with, and the version that a page was made from are fields.
            fields = ["email"] if path.endswith(("/activer", "/connexion")) else ["version"] if "/q/" in path else []
            for names in [columns] + [[name] for name in columns if name not in fields]:
                status = b.told(post(path, {name: "1" for name in names}, csrf=token)).status
                if status == 429:  # some forms are taken so many times only
                    break
                tap.true(status in (400, 403, 404, 409, 410, 415, 422), "%s %s: %d" % (path, names, status))
    unchanged(attack)


def test_too_many_fields_and_too_much_text_are_refused():
    token = csrf(AS_CLIENT)
    path = "/espace/q/%s/1" % ASSIGNMENT

    def attack():
        tap.equal(AS_CLIENT.post(path, [("a%d" % i, "") for i in range(2001)], csrf=token).status, 400)
        tap.equal(AS_CLIENT.post(path, {"a": "x" * 70000}, csrf=token).status, 413)
        tap.equal(AS_CLIENT.post(path, {"a": "x" * 20000}, csrf=token).status, 400)
        tap.equal(VISITOR.post("/espace/connexion", {"email": "a@b.example", "mot-de-passe": "x" * 1025},
                               csrf=csrf(VISITOR)).status, 400)
    unchanged(attack)


def test_a_body_shorter_than_announced_is_refused():
    import fastcgi
    b = signed_in(CLIENT)
    path = "/espace/q/%s/1" % ASSIGNMENT
    page = b.get(path)
    body = ("csrf=%s&version=%s&q.age=41&suite=continuer" % (page.csrf, page.hidden("version"))).encode()
    headers = {"HTTP_COOKIE": "portillon=" + b.cookies["portillon"], "HTTP_ORIGIN": s.url}

    def attack():
        for sent in (body, body[:-9], b""):
            peer = fastcgi.Peer(s.path("fcgi.sock"))
            peer.send(fastcgi.request("POST", path, sent, headers, content_length=len(body) + 1))
            tap.equal(peer.status(), 400)
            peer.close()
        peer = fastcgi.Peer(s.path("fcgi.sock"))
        peer.send(fastcgi.request("POST", path, body, headers, content_length=len(body))[:-30])
        peer.close()
    unchanged(attack)
    before = state()
    peer = fastcgi.Peer(s.path("fcgi.sock"))
    peer.send(fastcgi.request("POST", path, body, headers))
    tap.equal(peer.status(), 303)
    peer.close()
    tap.true(state() != before, "the whole body was not taken either")


def test_no_redirect_leads_elsewhere():
    b = signed_in(CLIENT)
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "http:evil.example", "javascript:alert(1)",
                   "/%09/evil.example", "\\\\evil.example", "/\t/evil.example", "evil.example"):
        page = b.post("/espace/langue", {"langue": "fr", "retour": target}, csrf=csrf_of_space(b))
        if page.status == 303:
            tap.true(re.fullmatch(r"/([^/\\].*)?", page.location), "%r leads to %r" % (target, page.location))
        else:
            tap.equal(page.status, 400)


def csrf_of_space(b):
    return b.get("/espace/").csrf


def test_nothing_a_visitor_sends_ends_a_header_early():
    b = visitor()
    for value in ("a%0d%0aSet-Cookie:%20x=1", "a%0aX:%201", "%c4%8a", "a%0d"):
        for path in ("/espace/connexion?etat=%s", "/espace/activation?jeton=%s", "/espace/%s", "/repondre/%s",
                     "/espace/connexion?langue=%s"):
            page = b.get(path % value)
            tap.equal(page.headers.get("x"), None)
            tap.true("x" not in b.cookies)


def test_no_error_page_tells_about_the_inside():
    for path in ("/espace/%27", "/espace/activation?jeton=%27", "/repondre/%3Cscript%3E", "/cabinet/x?%3Cscript%3E"):
        page = s.browser().get(path)
        for inside in ("sqlite", "SELECT", "/work", "/tmp", ".c:", "<script>"):
            tap.lacks(page.text, inside)


def test_the_log_holds_no_secret_and_no_name():
    secrets = [csrf(b) for b in EVERYBODY.values()] + [v for b in EVERYBODY.values() for v in b.cookies.values()]
    secrets += [CLIENT[0], ADVISER[0], CLIENT[1], "Bernard", "Delorme"]
    text = s.log() + s.log("access.log") + s.log("nginx-error.log") + s.log("portillond.out")
    for secret in secrets:
        tap.lacks(text, secret)


tap.main(globals())

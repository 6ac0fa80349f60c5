# test-timeout: 120
"""Mailed links under attack: opened by scanners, used many times at once, altered, of another purpose, old, of another door;
and what the sign-in and the forgotten password tell about who exists."""

import concurrent.futures
import re
import sys
import urllib.parse

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack(people=stack.DEMO, clock=True)
HUGO = "hugo.lefevre@client.example"        # invited
CLAIRE = "claire.fontaine@client.example"   # not invited
SOPHIE = ("sophie.bernard@client.example", "mon chat dort au soleil")
PASSWORD = "quatre vélos rouges au garage"


def quiet():
    """All mails are out."""
    tap.wait_for(lambda: s.store("SELECT count(*) FROM outbox WHERE state <> 'sent'") == [(0,)], what="acceptance")


def unchanged(function):
    """Nothing that a link may change."""
    quiet()
    names = ("account", "token", "client", "member", "outbox", "submission", "event")
    before = [s.store("SELECT * FROM %s" % t) for t in names]
    function()
    after = [s.store("SELECT * FROM %s" % t) for t in names]
    tap.equal([t for t, old, new in zip(names, before, after) if old != new], [])


def text_of(mail):
    return "".join(mail.get_body((kind,)).get_content() for kind in ("plain", "html"))


def token_of(text):
    return re.search(r"jeton=([\w-]+)", text)[1]


def invite(email):
    return token_of(s.ctl("invite", email, "--no-mail"))


def mailed(email, kind):
    """The link of the newest such mail."""
    ids = s.store("SELECT id FROM outbox WHERE recipient = ? AND kind = ? ORDER BY created_at, rowid", email, kind)
    path = s.path("mail", ids[-1][0] + ".eml")
    tap.wait_for(lambda: stack.os.path.exists(path), what="the mail")
    message = stack.email.message_from_bytes(open(path, "rb").read(), policy=stack.email.policy.default)
    return token_of(message.get_body(("plain",)).get_content())


def forget(email, door="/espace"):
    b = s.browser()
    return b.follow(b.post(door + "/oubli", {"email": email}, csrf=b.get(door + "/oubli")))


def use(token, password=PASSWORD, path="/espace/activation"):
    """Posts the link's form; the page of a link that does not work has no form, so the token is another page's."""
    b = s.browser()
    return b.post(path, {"jeton": token, "mot-de-passe": password}, csrf=b.get("/espace/oubli"))


def at_once(n, function):
    with concurrent.futures.ThreadPoolExecutor(n) as pool:
        return list(pool.map(lambda _: function(), range(n)))


def until_heard(function):
    """Who is told that too many passwords are being worked on tries again, as people do."""
    while True:
        page = function()
        if page.status != 503:
            return page


def try_altered(token):
    wrong = [token[:-1], token + "A", token.swapcase(), token[::-1], token[:20], "", "A" * 43, token[:-1] + "%00", "%00" + token,
             token + "%20", token + "%0a", token + "==", "../" + token, token + "&jeton=" + token]
    for value in wrong:
        page = s.browser().get("/espace/activation?jeton=" + value)
        tap.true(page.status in (400, 404), "%r: %d" % (value, page.status))
        page = use(urllib.parse.unquote(value))
        tap.true(page.status in (400, 404), "%r: %d" % (value, page.status))


def try_elsewhere(token):
    for path in ("/espace/mot-de-passe", "/cabinet/mot-de-passe", "/cabinet/activation", "/repondre/confirmer"):
        tap.true(s.browser().get(path + "?jeton=" + token).status in (404, 410), path)
        fields = {"jeton": token} if "confirmer" in path else {"jeton": token, "mot-de-passe": PASSWORD}
        b = s.browser()
        tap.true(b.post(path, fields, csrf=b.get("/espace/oubli")).status in (404, 410), path)


def test_altered_links_and_links_of_another_purpose_open_nothing():
    token = invite(HUGO)
    unchanged(lambda: try_altered(token))
    unchanged(lambda: try_elsewhere(token))


def test_scanners_use_nothing_up_and_a_link_works_once():
    token = invite(HUGO)

    def scan():
        for i in range(20):
            tap.equal(s.browser().request(("GET", "HEAD")[i % 2], "/espace/activation?jeton=" + token).status, 200)
    unchanged(scan)
    pages = at_once(50, lambda: until_heard(lambda: use(token)))
    tap.equal(sorted(p.status for p in pages), [303] + [410] * 49)
    tap.equal([p.location for p in pages if p.status == 303], ["/espace/?etat=bienvenue"])
    sessions = "SELECT count(*) FROM session JOIN account ON id = account WHERE email = ?"
    tap.equal(s.store(sessions, HUGO), [(1,)])
    tap.true(all("portillon=s" not in line for p in pages if p.status != 303 for line in p.headers.get("set-cookie", [])))
    tap.equal(s.browser().sign_in(HUGO, PASSWORD).status, 200)
    tap.equal(use(token, "un autre mot de passe ici").status, 410)
    tap.equal(s.browser().sign_in(HUGO, PASSWORD).status, 200)


def test_a_newer_link_voids_the_older():
    first, second = invite(CLAIRE), invite(CLAIRE)
    tap.equal(use(first).status, 410)
    tap.equal(use(second).status, 303)


def test_a_link_for_the_password_works_once_and_ends_sessions():
    thief = s.browser()
    thief.sign_in(*SOPHIE)
    tap.equal(forget(SOPHIE[0]).status, 200)
    first = mailed(SOPHIE[0], "mot-de-passe")
    tap.equal(forget(SOPHIE[0]).status, 200)
    second = mailed(SOPHIE[0], "mot-de-passe")
    tap.equal(use(first, path="/espace/mot-de-passe").status, 410)
    tap.true(use(second).status in (404, 410))
    tap.equal(use(second, path="/cabinet/mot-de-passe").status, 410)
    pages = at_once(20, lambda: until_heard(lambda: use(second, path="/espace/mot-de-passe")))
    tap.equal(sorted(p.status for p in pages), [303] + [410] * 19)
    tap.equal(thief.get("/espace/").status, 401)
    b = s.browser()
    wrong = b.post("/espace/connexion", {"email": SOPHIE[0], "mot-de-passe": SOPHIE[1]}, csrf=b.get("/espace/connexion"))
    tap.equal(b.told(wrong).status, 422)
    tap.equal(s.browser().sign_in(SOPHIE[0], PASSWORD).status, 200)
    tap.equal(s.store("SELECT count(*) FROM outbox WHERE kind = 'mot-de-passe-change'"), [(1,)])


def test_mails_lead_to_the_configured_address_whatever_the_host_says():
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "https"},
                    {"Forwarded": "host=evil.example"}, {"X-Original-URL": "/evil"}, {"Host": s.host + "@evil.example"}):
        b = s.browser()
        page = b.get("/espace/oubli")
        try:
            answer = b.post("/espace/oubli", {"email": "anne.valmont@valmont.example"}, csrf=page, headers=headers)
        except (stack.http.client.HTTPException, OSError):
            tap.true("Host" in headers)     # nginx closes on names that are not ours
            continue
        tap.lacks(answer.text, "evil")
    quiet()
    tap.true(s.store("SELECT count(*) FROM outbox WHERE recipient LIKE 'anne%'")[0][0] > 1)
    for mail in s.mails():
        text = text_of(mail)
        tap.lacks(text, "evil")
        for url in re.findall(r"https?://[^\s\"<]+", text):
            tap.true(url.startswith(s.url + "/"), url)


def told(page):
    """An answer without what is new each time."""
    text = re.sub(r'(name="csrf" value="|constat=)[^"&]*', r"\1", page.text)
    headers = {k: v for k, v in page.headers.items() if k not in ("date", "set-cookie", "content-length")}
    # Seconds that go by between two tries.
    headers["retry-after"] = ["59" if 50 <= int(v) <= 60 else v for v in headers.get("retry-after", [])]
    return page.status, headers, re.sub(r"[\w.]+@[\w.]+", "", text)


def test_nothing_tells_who_exists():
    addresses = ["jeanne.moreau@client.example", "nobody@client.example", "marc.delorme@valmont.example",
                 "jeanne.moreau@client.example.org"]
    for door in ("/espace", "/cabinet"):
        tap.equal(len({repr(told(forget(a, door))) for a in addresses}), 1, door)
    for n in range(7):
        answers = set()
        for address in addresses + [CLAIRE]:
            b = s.browser()
            tried = b.post("/espace/connexion", {"email": address, "mot-de-passe": "pas le bon mot de passe"}, csrf=b.get("/espace/connexion"))
            tap.equal(tried.status, 303)
            answers.add(repr(told(b.told(tried))))
        tap.equal(len(answers), 1, "try %d: %s" % (n, answers))
    tap.contains(answers.pop(), "429")


def test_a_link_ends_in_time():
    s.ctl("client", "create", "--adviser", "marc.delorme@valmont.example", "--email", "luc@client.example", "--first-name", "Luc",
          "--last-name", "Petit")
    token = invite("luc@client.example")
    forget("ingrid.peeters@valmont.example", "/cabinet")
    reset = mailed("ingrid.peeters@valmont.example", "mot-de-passe")
    quiet()
    tap.equal(s.browser().get("/espace/activation?jeton=" + token).status, 200)
    tap.equal(s.browser().get("/cabinet/mot-de-passe?jeton=" + reset).status, 200)
    s.set_clock(31 * 60)
    tap.equal(s.browser().get("/cabinet/mot-de-passe?jeton=" + reset).status, 410)
    tap.equal(use(reset, path="/cabinet/mot-de-passe").status, 410)
    s.set_clock(73 * 3600)
    tap.equal(s.browser().get("/espace/activation?jeton=" + token).status, 410)
    tap.equal(use(token).status, 410)
    s.set_clock(0)


def test_no_log_holds_a_link():
    s.stop_process("portillond")
    token = "s3cretS3cretS3cretS3cretS3cretS3cretS3cret"
    tap.true(s.browser().get("/espace/activation?jeton=" + token).status in (502, 504))
    s.start_daemon()
    secrets = set(re.findall(r"jeton=([\w-]{43})", "".join(text_of(m) for m in s.mails())))
    tap.true(len(secrets) > 5, secrets)
    logs = "".join(s.log(n) for n in ("portillond.log", "portillond.out", "access.log", "nginx-error.log", "nginx.out"))
    tap.true("/espace/activation" in logs)
    for secret in secrets | {token, PASSWORD, "jeton="}:
        tap.lacks(logs, secret)


tap.main(globals())

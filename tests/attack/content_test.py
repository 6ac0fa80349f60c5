# test-timeout: 120
"""What people type, as an attack: markup in every text field, fields that nobody asked for, far too much of everything, and the
same form sent a hundred times at once."""

import concurrent.futures
import html
import re
import sys
import urllib.parse

sys.path.insert(0, "tests/lib")
import people
import stack
import tap

XSS = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "{{csrf}} {{{csrf}}} {{t.point.tally}}",
       "javascript:alert(1)", "</textarea><script>x</script>", "<!-- ${7*7} -->", "%n%s%1$x $(id) `id`"]
s = people.Crowd(6)


def client_named(words, email):
    """A client whose every text holds the words; signed in by the mailed link."""
    s.ctl("client", "create", "--adviser", people.ADVISER[0], "--email", email, "--first-name", words[:50], "--last-name", words[:50],
          "--company", words, "--address", words, "--label", words)
    token = re.search(r"jeton=([\w-]+)", s.ctl("invite", email, "--no-mail"))[1]
    b = s.browser()
    page = b.get("/espace/activation?jeton=" + token)
    check_page(page)
    page = b.post("/espace/activation", {"jeton": token, "mot-de-passe": "quatre vélos rouges au garage"}, csrf=page)
    tap.equal(page.status, 303)
    return b


def check_page(page):
    """Nothing that somebody typed is more than text."""
    tap.true(page.status < 500, "%s: %d" % (page.path, page.status))
    text = page.text
    tap.equal(re.findall(r"<script(?! src=\"/assets/[\w.-]+\" defer></script>)", text), [], page.path)
    tap.equal(re.findall(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*\son\w+=", text), [], page.path)
    tap.equal(re.findall(r"(?:href|src|action)=\"\s*javascript:", text), [], page.path)
    tap.lacks(text, "<img src=x")
    tap.lacks(text, "<!-- $")


def fill(b, url, words):
    """Types the words into every field of every point; all pages are looked at."""
    for n in range(1, 10):
        page = b.get(url + str(n))
        if page.status == 404:
            break
        check_page(page)
        names = set(re.findall(r'name="(q\.[^"]+)"', page.text))
        fields = {name: words for name in names}
        answer = b.told(b.post(url + str(n), {**fields, "version": page.hidden("version"), "suite": "continuer"}, csrf=page))
        tap.true(answer.status in (303, 422), answer.status)
        check_page(answer)
        check_page(b.get(url + str(n)))
    check_page(b.get(url + "verifier"))


def test_markup_in_every_field_is_text():
    office = s.browser()
    office.sign_in(*people.ADVISER, door="/cabinet/connexion")
    for i, words in enumerate(XSS):
        email = "x%d@client.example" % i
        b = client_named(words, email)
        check_page(b.get("/espace/"))
        for assignment, in s.store("SELECT a.id FROM assignment a JOIN client c ON c.id = a.client WHERE c.email = ?", email):
            fill(b, "/espace/q/%s/" % assignment, words)
        client = s.store("SELECT id FROM client WHERE email = ?", email)[0][0]
        for path in ("/cabinet/", "/cabinet/client/" + client, "/cabinet/?nom=" + urllib.parse.quote(words)):
            page = office.get(path)
            tap.equal(page.status, 200)
            check_page(page)
            tap.contains(html.unescape(page.text).replace("\u00a0", " "), words[:50])


def test_markup_in_what_is_not_signed_in_is_text():
    for words in XSS:
        quoted, b = urllib.parse.quote(words), s.browser()
        for path in ("/espace/connexion?etat=%s", "/espace/connexion?langue=%s", "/espace/activation?jeton=%s", "/repondre/%s",
                     "/repondre/confirmer?jeton=%s", "/espace/%s", "/cabinet/oubli?email=%s"):
            check_page(b.get(path % quoted))
        for path, fields in (("/espace/connexion", {"email": words, "mot-de-passe": words, "reprise": words}),
                             ("/espace/oubli", {"email": words}), ("/cabinet/oubli", {"email": words})):
            check_page(b.told(b.post(path, fields, csrf=b.get("/espace/connexion"))))
        page = b.get("/repondre/prise-de-contact")
        fields = {name: words for name in re.findall(r'name="(q\.[^"]+)"', page.text)}
        fields.update(email=words, cle=page.hidden("cle"), version=page.hidden("version"))
        check_page(b.post("/repondre/prise-de-contact", fields, csrf=page))


def test_what_was_typed_stays_text_wherever_it_goes():
    person, words = s.crowd[0], XSS[0] + XSS[1]
    b = people.enter(s, person)
    people.save_point(b, person, {"q.objectif": "projet", "q.intention": words}, n=4)
    people.save_point(b, person)
    tap.equal(people.send(b, person).status, 303)
    receipt = b.get(person.url + "recu")
    check_page(receipt)
    tap.contains(html.unescape(receipt.text), words)
    office = s.browser()
    office.sign_in(*people.ADVISER, door="/cabinet/connexion")
    result = office.get("/cabinet/envoi/" + person.assignment)
    check_page(result)
    tap.contains(html.unescape(result.text), words)
    kept = s.store("SELECT id FROM outbox WHERE kind = 'resultat'")[0][0]
    path = s.path("mail", kept + ".eml")
    tap.wait_for(lambda: stack.os.path.exists(path), what="the mail")
    mail = stack.email.message_from_bytes(open(path, "rb").read(), policy=stack.email.policy.default)
    page = mail.get_body(("html",)).get_content()
    tap.contains(html.unescape(page), words)
    tap.lacks(page, "<script")
    tap.lacks(page, "<img src=x")


def unchanged(function):
    def state():
        return "\n".join(line for line in s.dump().split("\n") if not line.startswith('INSERT INTO "session"'))
    tap.wait_for(lambda: s.store("SELECT count(*) FROM outbox WHERE state <> 'sent'") == [(0,)], what="all mails out")
    before = state()
    function()
    tap.true(state() == before, "the store was changed")


def test_what_nobody_asked_for_is_refused():
    """Points, levels, owners: nothing but answers to the point's own questions."""
    person = s.crowd[1]
    b = people.enter(s, person)
    page, review = b.get(person.url + "1"), b.get(person.url + "verifier")
    version = {"version": page.hidden("version")}

    def forge():
        for name in ("profil", "score", "levels", "q.profil", "q.tolerance", "q.connaissance", "q.horizon", "q.", "q.age.x", "client",
                     "assignment", "sent_at", "author", "withheld", "reference", "state", "revision", "q.age[]", "Q.age"):
            answer = b.post(person.url + "1", {**people.first_point(person), **version, name: "100"}, csrf=page)
            tap.equal(answer.status, 400, name)
            answer = b.post(person.url + "envoyer", {"version": review.hidden("version"), name: "offensif"}, csrf=review)
            tap.equal(answer.status, 400, name)
        for twice in ("version", "suite", "csrf"):
            answer = b.post(person.url + "1", [*version.items(), (twice, "1"), (twice, "2")], csrf=page)
            tap.equal(answer.status, 400, twice)
    unchanged(forge)
    people.save_point(b, person)
    tap.equal(people.send(b, person).status, 303)
    tap.equal(s.store("SELECT levels FROM submission WHERE id = ?", person.assignment), [(people.LEVELS,)])


def test_answers_that_are_no_options_are_kept_as_typed_and_never_sent():
    person = s.crowd[2]
    b = people.enter(s, person)
    for fields in ({"q.age": "17"}, {"q.age": "121"}, {"q.age": "1e2"}, {"q.age": "-30"}, {"q.age": "９９"}, {"q.age": "٤٤"},
                   {"q.foyer": "harem"}, {"q.foyer": "SEUL"}, {"q.dependants": "two"}, {"q.age": "9" * 400}, {"q.age": ""},
                   {"q.age": ["20", "30"]}, {"q.foyer": ["seul", "couple"]}):
        answer = b.told(people.save_point(b, person, {**people.first_point(person), **fields}))
        tap.true(answer.status in (400, 422), "%r: %d" % (fields, answer.status))
        tap.true(b.told(people.send(b, person)).status in (409, 422), fields)
    tap.equal(s.store("SELECT count(*) FROM submission WHERE id = ?", person.assignment), [(0,)])


def test_far_too_much_is_refused():
    person = s.crowd[3]
    b = people.enter(s, person)
    page = b.get(person.url + "1")
    head = [("csrf", page.csrf), ("version", page.hidden("version"))]
    bodies = [head + [("q%d" % i, "") for i in range(100000)], head + [("", "")] * 100000, [("a", "")] * 100000,
              head + [("q.age", "4")] * 1999, head + [("q.age", "4" * 17000)], head + [("q" * 60000, "4")]]

    def flood():
        for fields in bodies:
            answer = b.post(person.url + "1", fields)
            tap.true(answer.status in (400, 403, 413), "%d fields: %d" % (len(fields), answer.status))
        for body in (b"&" * 60000, b"=" * 60000, b"%" * 60000, b"csrf", b"csrf=%", b"\x00" * 100, b"", b"a=b;c=d", b"{}"):
            tap.true(b.request("POST", person.url + "1", body).status in (400, 403), body[:20])
    unchanged(flood)
    tap.equal(people.save_point(b, person).status, 303)


def test_a_hundred_clicks_send_once():
    person = s.crowd[4]
    b = people.enter(s, person)
    people.save_point(b, person)
    review = b.get(person.url + "verifier")

    def click(_):
        other = people.enter(s, person)
        page = other.post(person.url + "envoyer", {"version": review.hidden("version")}, csrf=review)
        return page.status, page.location, people.reference(other.get(page.location or person.url))
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        answers = set(pool.map(click, range(100)))
    rows = s.store("SELECT reference, answers FROM submission WHERE id = ?", person.assignment)
    tap.equal(len(rows), 1)
    tap.equal(answers, {(303, person.url + "recu", rows[0][0])})
    tap.equal(rows[0][1], people.answers_of(person))
    tap.equal(s.store("SELECT count(*) FROM profile WHERE client = ?", person.client), [(1,)])
    tap.equal(s.store("SELECT count(*) FROM outbox WHERE recipient = ?", person.email), [(1,)])
    tap.equal(people.broken_links(s), [])


def test_a_sent_questionnaire_stays_as_it_is():
    person = s.crowd[4]
    b = people.enter(s, person)
    csrf = b.get("/espace/").csrf

    def go_on():
        for n in (1, 4, 9):
            for extra in ({}, {"auto": "1"}):
                answer = b.post(person.url + str(n), {**people.first_point(person), "version": "x", **extra}, csrf=csrf)
                tap.equal(answer.status, 409)
        tap.equal(b.post(person.url + "envoyer", {"version": "x"}, csrf=csrf).location, person.url + "recu")
    unchanged(go_on)


tap.main(globals())

"""A help centre alone: hundreds of pages, a gateway, and no questionnaire. What comes first among many results."""

import html
import os
import re
import sys
import urllib.parse

sys.path.insert(0, "tests/lib")
import stack
import tap

CONTENT = os.path.join(os.environ["TMPDIR"], "content")
PAGES = 400


def write(name, title, body="Du texte.", **keys):
    path = os.path.join(CONTENT, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    stack.write(path, "---\ntitle: %s\n%s---\n\n%s\n" % (title, "".join("%s: %s\n" % k for k in keys.items()), body))


def write_all():
    write("fr/index.md", "Accueil")
    write("fr/aide/index.md", "Aide")
    for n in range(PAGES):
        section = "## Le classeur vert\n\n" if n == 200 else ""
        body = section + "Le classeur est rangé." + (" Il est vert." if n % 2 else "") + " Rare%d." % (n // 40)
        body += {130: " Classeur sur classeur, un classeur."}.get(n, "")
        write("fr/aide/p%03d.md" % n, {350: "Le classeur vert", 381: "Un classeur"}.get(n, "Page %d" % n), body)
    stack.write(os.path.join(CONTENT, "site.yaml"), "name: Aide\nlanguages: [fr]\ngateway: yes\n")


write_all()
s = stack.Stack(content=CONTENT)
reader = s.browser()


def search(q, **more):
    return reader.get("/recherche?" + urllib.parse.urlencode(dict(langue="fr", q=q, **more)))


def found(page):
    return [int(n) for n in re.findall(r'<h2><a href="/fr/aide/p(\d+)/"', page.text)]


def test_pages_called_by_the_words_come_first_among_hundreds():
    tap.equal(found(search("classeur "))[:3], [350, 381, 200])
    tap.equal(found(search("classeur vert "))[:3], [350, 200, 381])


def test_among_hundreds_that_only_mention_it_the_page_that_is_about_it_comes_first():
    tap.equal(found(search("classeur "))[3], 130)


def test_pages_of_results_have_each_page_once():
    seen = []
    for n in range(1, 21):
        page = search("classeur ", page=n)
        tap.equal(len(found(page)), 10)
        seen += found(page)
    tap.equal((len(set(seen)), seen[:3]), (200, [350, 381, 200]))
    tap.contains(search("classeur ").text, "200")


def test_few_results_are_counted_exactly():
    page = search("rare3 ")
    tap.contains(page.text, "40 pages trouvées")
    tap.equal(sorted(n for part in range(1, 5) for n in found(search("rare3 ", page=part))), list(range(120, 160)))


def test_a_slip_is_answered_here_too():
    tap.contains(html.unescape(search("clsaseur ").text), ">classeur</a>")


def test_readers_judge_a_page_and_editors_hear_of_it():
    page = reader.get("/fr/aide/p007/")
    action = html.unescape(re.search(r'<form class="feedback" method="post" action="([^"]+)"', page.text)[1])
    fields = {name: page.hidden(name) for name in ("article", "version", "langue")}
    thanks = reader.follow(reader.post(action, dict(fields, utile="non")))
    tap.equal(thanks.status, 200)
    tap.contains(s.ctl("feedback"), "aide/p007")


tap.main(globals())

"""The help centre: searching it, saying whether a page was useful, and what editors see of both."""

import html
import json
import re
import sys
import urllib.parse

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack(people=stack.DEMO)
reader = s.browser()


def words(page):
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", page.text, flags=re.S)
    return re.sub(r"[\s\u00a0\u202f]+", " ", html.unescape(re.sub(r"<[^>]+>", "", text)))


def search(q, langue="fr", **more):
    return reader.get("/recherche?" + urllib.parse.urlencode(dict(langue=langue, q=q, **more)))


def found(page):
    return re.findall(r'<li class="result">\s*<h2><a href="([^"]+)"', page.text)


def test_words_are_found_in_any_form_case_and_accent():
    for q in ("activer", "Activée", "ACTIVATION", "activ", "données personnelles", "donnees personnelles"):
        page = search(q)
        tap.equal(page.status, 200)
        tap.true(found(page), q)
    tap.equal(found(search("activer mon espace"))[0], "/fr/aide/activer-mon-espace/")
    tap.equal(found(search("donnees personnelles"))[0], "/fr/aide/donnees-personnelles/")


def test_the_beginning_of_a_word_is_enough_while_typing():
    tap.true(found(search("telep")))
    tap.true(set(found(search("téléphone "))) <= set(found(search("telep"))))
    tap.equal(found(search("telep ")), [])  # a finished word


def test_each_language_has_its_own_pages_and_words():
    tap.true(all(url.startswith("/nl/") for url in found(search("wachtwoord", "nl"))))
    tap.true(found(search("wachtwoorden", "nl")))
    tap.true(all(url.startswith("/en/") for url in found(search("passwords", "en"))))
    tap.equal(found(search("wachtwoord", "fr")), [])


def test_synonyms_lead_to_the_pages_words():
    tap.contains(found(search("code secret")), found(search("mot de passe"))[0])
    tap.true(found(search("passcode", "en")))


def test_what_was_found_is_marked_and_escaped():
    page = search("lien")
    tap.contains(page.text, "<mark>lien</mark>")
    tap.contains(words(page), "trouvée")
    page = search('"><script>alert(1)</script>')
    tap.lacks(page.text, "<script>alert")
    tap.contains(page.text, 'value="&quot;&gt;&lt;script&gt;')


def test_a_slip_of_the_pen_is_answered_with_what_may_have_been_meant():
    page = search("qestionnaire")
    tap.contains(words(page), "Vouliez-vous dire : questionnaire")
    link = html.unescape(re.search(r'results-suggestion">.*?href="([^"]+)"', page.text, re.S)[1])
    tap.true(found(reader.get(link)))
    tap.equal(found(page), [])
    for typed, meant in (("où est le Qestionnaire de l’espace ?", "où est le questionnaire de l’espace ?"),
                         ("  le profill et la qestion", "le profil et la question")):
        tap.contains(words(search(typed)), "Vouliez-vous dire : " + meant)


def test_pages_with_some_of_the_words_are_shown_when_none_has_all():
    page = search("questionnaire xylophone")
    tap.contains(words(page), "Aucune page ne contient tous ces mots")
    tap.true(found(page))


def test_signs_of_the_search_language_are_words_of_nobody():
    for q in ('"', "a AND", "NEAR(", "title:x", "*", "^", "-", "' OR 1=1 --", "%", "\\", "l'", "AND OR NOT", "é" * 199):
        tap.equal(search(q).status, 200, q)
    tap.equal(search("x" * 401).status, 400)


def test_nothing_asked_and_nothing_found_have_their_own_words():
    tap.contains(words(search("")), "un ou plusieurs mots")
    page = search("xylophone")
    tap.contains(words(page), "Aucune page ne répond à « xylophone »")
    tap.contains(page.text, "mailto:")


def test_the_sections_have_their_titles():
    page = search("connaissance").text
    tap.contains(page, "Les questionnaires")
    tap.true(not re.search(r">\s*questionnaires\s*<", page))


def test_no_cookie_is_set_for_searching_and_judging():
    b = s.browser()
    page = b.get("/recherche?langue=fr&q=lien")
    tap.equal(page.headers.get("set-cookie"), None)
    tap.equal(page.header("Cache-Control"), "no-store")
    answer = judge(b, "non")
    tap.equal(answer.status, 303)
    tap.equal(b.follow(answer).status, 200)
    tap.equal(b.cookies, {})


def article(path="/fr/aide/activer-mon-espace/"):
    return reader.get(path)


def judge(browser, answer, path="/fr/aide/activer-mon-espace/", **more):
    page = article(path)
    action = html.unescape(re.search(r'<form class="feedback" method="post" action="([^"]+)"', page.text)[1])
    fields = {name: page.hidden(name) for name in ("article", "version")}
    fields["langue"] = path.split("/")[1]
    return browser.post(action, dict(fields, utile=answer, **more))


def rows():
    return s.store("SELECT page, language, useful, comment FROM feedback ORDER BY created_at, id")


def test_every_help_page_asks_and_answers_are_counted_by_version():
    before = len(rows())
    page = judge(reader, "oui")
    thanks = reader.follow(page)
    tap.contains(words(thanks), "heureux que cette page")
    tap.contains(words(thanks), "Revenir à « Activer mon espace »")
    tap.equal(len(rows()), before + 1)
    tap.equal(s.store("SELECT DISTINCT version FROM feedback"), [(article().hidden("version"),)])


def test_a_comment_is_added_once():
    thanks = reader.follow(judge(reader, "non"))
    tap.contains(words(thanks), "ce qui manque")
    fields = {"avis": thanks.hidden("avis"), "commentaire": "  Le lien n'arrive\npas <b>chez moi</b>. "}
    empty = reader.post("/avis/commentaire?langue=fr", dict(fields, commentaire="  "))
    tap.equal(empty.status, 422)
    tap.contains(words(empty), "Écrivez votre commentaire")
    done = reader.follow(reader.post("/avis/commentaire?langue=fr", fields))
    tap.contains(words(done), "Votre commentaire est enregistré.")
    again = reader.follow(reader.post("/avis/commentaire?langue=fr", dict(fields, commentaire="Autre chose")))
    tap.equal(again.status, 200)
    tap.equal([row[3] for row in rows() if row[3]], ["Le lien n'arrive\npas <b>chez moi</b>."])


def test_a_long_comment_is_kept_on_the_page_with_its_mistake():
    thanks = reader.follow(judge(reader, "non"))
    page = reader.post("/avis/commentaire?langue=fr", {"avis": thanks.hidden("avis"), "commentaire": "é" * 2001})
    tap.equal(page.status, 422)
    tap.contains(page.text, "é" * 2001)
    tap.contains(words(page), "dépasse 2 000 caractères")


def test_pages_that_do_not_exist_and_strange_answers_are_refused():
    before = rows()
    good = {"article": "aide/activer-mon-espace", "version": "a", "langue": "fr", "utile": "oui"}
    for wrong in ({"article": "aide/rien"}, {"langue": "xx"}, {"utile": "zut"}, {"version": ""}, {"article": "../site"}):
        tap.true(reader.post("/avis?langue=fr", dict(good, **wrong)).status in (400, 404), wrong)
    tap.equal(reader.get("/avis/merci?avis=" + "0" * 26).status, 404)
    tap.equal(reader.post("/avis?langue=fr", good, headers={"Origin": "https://evil.example"}).status, 403)
    tap.equal(rows(), before)


def test_editors_see_the_least_useful_pages_first_and_vain_searches():
    for _ in range(3):
        judge(reader, "non", "/fr/aide/problemes-frequents/")
        judge(reader, "oui", "/en/aide/activer-mon-espace/")
    search("zanzibar")
    search("Zanzibar ")
    search("dupont@client.example")
    search("0612345678")
    search("zanz", auto="1")
    tap.wait_for(lambda: s.store("SELECT times FROM search_miss WHERE words = 'zanzibar'") == [(2,)], what="the count")
    tap.equal(s.store("SELECT count(*) FROM search_miss WHERE words LIKE '%dupont%' OR words LIKE '%06%' OR words = 'zanz'"), [(0,)])
    adviser = s.browser()
    adviser.sign_in("marc.delorme@valmont.example", "un dossier bien rempli", "/cabinet/connexion")
    page = adviser.get("/cabinet/avis")
    tap.equal(page.status, 200)
    titles = re.findall(r"<h3>(?:<a [^>]*>)?([^<]+)", page.text)
    tap.true(titles.index("Problèmes fréquents") < titles.index("Activate my space"), titles)
    tap.contains(words(page), "3 « non »")
    tap.contains(page.text, "&lt;b&gt;chez moi")
    tap.contains(words(page), "zanzibar")
    out = s.ctl("feedback")
    tap.true(out.index("aide/problemes-frequents") < out.index("aide/activer-mon-espace"), out)
    tap.contains(out, "zanzibar")
    listed = json.loads(s.ctl("feedback", "--json"))
    tap.equal(listed["pages"][0]["page"], "aide/problemes-frequents")
    tap.equal(listed["pages"][0]["answers"], 3)
    tap.equal(listed["misses"][0], {"language": "fr", "words": "zanzibar", "times": 2})


def test_clients_and_visitors_do_not_see_what_others_think():
    tap.equal(s.browser().get("/cabinet/avis").status, 401)
    client = s.browser()
    client.sign_in("sophie.bernard@client.example", "mon chat dort au soleil")
    tap.equal(client.get("/cabinet/avis").status, 403)


tap.main(globals())

#!/usr/bin/env python3
"""What makes pages a site: topics, neighbours, redirects, languages, and what programs read."""

import html
import json
import os
import re
import shutil
import sys
import xml.etree.ElementTree

from build_test import build, check, main, page, read, said, small_site, tree, write

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "https://portail.example"


def front(title, **keys):
    return "---\ntitle: %s\n%s---\n\nDu texte.\n" % (title, "".join("%s: %s\n" % item for item in keys.items()))


def site(tmp, languages="[fr]", more="", **files):
    content = small_site(tmp, **files)
    write(content + "/site.yaml", "name: Essai & Cie\nlanguages: %s\nurl: %s\n%s" % (languages, URL, more))
    return content


def built(tmp, content):
    done = build(content, tmp + "/out")
    assert done.status == 0, done.err
    return done


def published(tmp, path):
    return read(os.path.join(tmp, "out/public", path)).decode()


def links(text, start):
    """Addresses and words of the links behind `start`."""
    part = text[text.index(start):]
    return re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(?:<span[^>]*>[^<]*</span> )?([^<]*)</a>', part)


# --- Topics -----------------------------------------------------------------------------------------------------------


def test_every_tag_and_role_has_a_page_of_its_pages(tmp):
    content = site(tmp, fr__aide__a=front("Alpha", tags="[Mot de passe, accès]", roles="[Comptable]"),
                   fr__aide__b=front("Bêta", tags="accès", roles="[Client, Comptable]"))
    built(tmp, content)
    tag = published(tmp, "fr/tags/acces/index.html")
    assert [l for l in links(tag, '<ul class="cards">') if l[0].startswith("/fr/aide/")] == [
        ("/fr/aide/a/", "Alpha"), ("/fr/aide/b/", "Bêta")]
    assert "2 pages" in tag
    alone = published(tmp, "fr/tags/mot-de-passe/index.html")
    assert "/fr/aide/b/" not in alone and "1 page<" in alone
    roles = published(tmp, "fr/roles/index.html")
    assert links(roles, '<ul class="topics">')[:2] == [("/fr/roles/client/", "Client"), ("/fr/roles/comptable/", "Comptable")]
    article = published(tmp, "fr/aide/b/index.html")
    assert '<a href="/fr/roles/client/">Client</a>' in article and '<a href="/fr/tags/acces/">accès</a>' in article
    section = published(tmp, "fr/aide/index.html")
    assert links(section, 'class="filters"')[:2] == [("/fr/roles/comptable/", "Comptable"), ("/fr/tags/acces/", "accès")]


def test_a_word_in_two_spellings_is_one_topic_and_said(tmp):
    content = site(tmp, fr__aide__a=front("A", tags="[Accès]"), fr__aide__b=front("B", tags="[accès]"))
    done = built(tmp, content)
    assert "b.md:2:8: avertissement: « accès » s'écrit « Accès » dans une autre page [TOPIC_SPELLING]" in done.err, done.err
    assert os.listdir(tmp + "/out/public/fr/tags") .__len__() == 2


def test_a_page_where_a_topic_belongs_is_refused(tmp):
    content = site(tmp, fr__aide__a=front("A", tags="[accès]"), fr__tags__index=front("Mes tags"))
    assert "/fr/tags/" in said(content, "ADDRESS_PAGE")


# --- Neighbours and related pages ---------------------------------------------------------------------------------------


def test_pages_of_a_section_are_read_one_after_the_other(tmp):
    content = site(tmp, fr__aide__c=front("Un", order=1), fr__aide__a=front("Deux", order=2),
                   fr__aide__b=front("Trois", order=3))
    os.remove(content + "/fr/aide/mot-de-passe.md")
    write(content + "/fr/index.md", front("Accueil"))
    write(content + "/fr/aide/index.md", front("Aide"))
    built(tmp, content)
    assert links(published(tmp, "fr/aide/a/index.html"), "neighbours") == [("/fr/aide/c/", "Un"), ("/fr/aide/b/", "Trois")]
    assert links(published(tmp, "fr/aide/c/index.html"), "neighbours") == [("/fr/aide/a/", "Deux")]


def test_related_pages_are_those_named_then_those_that_share_the_rarest_tags(tmp):
    content = site(tmp, fr__aide__a=front("A", tags="[commun, rare]", related="[b.md]"), fr__aide__b=front("B"),
                   fr__aide__c=front("C", tags="[commun]"), fr__aide__d=front("D", tags="[commun, rare]"),
                   fr__aide__e=front("E", tags="[commun]"), fr__aide__f=front("F"))
    built(tmp, content)
    related = links(published(tmp, "fr/aide/a/index.html"), 'id="voir-aussi"')[:4]
    assert [title for _, title in related[:3]] == ["B", "D", "C"], related
    assert related[3][0].startswith("/fr/tags/"), "no more than three"
    assert 'id="voir-aussi"' not in published(tmp, "fr/aide/f/index.html")


# --- Long lists --------------------------------------------------------------------------------------------------------


def many(n):
    return {"fr__aide__p%03d" % i: front("Page %d" % i, tags="[compte]") for i in range(1, n + 1)}


def test_long_lists_are_cut_into_pages(tmp):
    content = site(tmp, **many(150))
    os.remove(content + "/fr/aide/mot-de-passe.md")
    write(content + "/fr/index.md", front("Accueil"))
    write(content + "/fr/aide/index.md", front("Tout"))
    built(tmp, content)
    for base in ("fr/aide", "fr/tags/compte"):
        seen = []
        for n, part in enumerate(("", "/page-2", "/page-3"), 1):
            text = published(tmp, base + part + "/index.html")
            seen += re.findall(r'class="card-link" href="/fr/aide/(p\d+)/"', text)
            assert "Page %d sur 3" % n in text and '<link rel="canonical" href="%s/%s%s/">' % (URL, base, part) in text
            assert ('rel="prev"' in text, 'rel="next"' in text) == (n > 1, n < 3)
        assert seen == ["p%03d" % i for i in range(1, 151)], "each once, in order"
        assert not os.path.exists(tmp + "/out/public/" + base + "/page-4")
    assert "Du texte." in published(tmp, "fr/aide/index.html")
    second = published(tmp, "fr/aide/page-2/index.html")
    assert "Du texte." not in second and "<title>Tout – Page 2 sur 3 – Essai" in second


def test_a_page_where_the_rest_of_a_list_belongs_is_refused(tmp):
    content = site(tmp, **many(70))
    write(content + "/fr/aide/page-2.md", front("Deux"))
    assert "/fr/aide/page-2/" in said(content, "ADDRESS_PAGE")


# --- With and without a gateway ------------------------------------------------------------------------------------------

FORM = "---\ntitle: Q\n%s---\n\n## Un\n\n### Oui ? `a: yesno`\n"


def test_search_and_feedback_are_there_when_the_site_has_a_gateway(tmp):
    content = site(tmp, more="gateway: yes\n", fr__aide__a=front("A"))
    assert built(tmp, content).err == ""
    text = published(tmp, "fr/aide/a/index.html")
    assert 'action="/recherche"' in text and 'action="/avis?langue=fr"' in text and "/espace/" in text
    assert not os.path.exists(tmp + "/out/public/fr/a-z")


def test_without_questionnaires_and_without_a_word_there_is_none(tmp):
    built(tmp, site(tmp, fr__aide__a=front("A")))
    text = published(tmp, "fr/aide/a/index.html")
    assert not re.search("/recherche|/avis|/espace/|/cabinet/", text)
    assert '<a class="button button-quiet" href="/fr/a-z/">Index de A à Z</a>' in text


def test_questionnaires_want_a_gateway(tmp):
    content = site(tmp, fr__questionnaires__q=FORM % "access: public\n")
    built(tmp, content)
    assert "/recherche" in published(tmp, "fr/aide/index.html") and "/repondre/q" in published(tmp, "fr/questionnaires/q/index.html")
    write(content + "/site.yaml", "name: Essai\nlanguages: [fr]\ngateway: no\n")
    done = built(tmp, content)
    assert "site.yaml:3:10: avertissement" in done.err and "[SITE_GATEWAY]" in done.err, done.err
    text = published(tmp, "fr/questionnaires/q/index.html")
    assert not re.search("/repondre/|/espace/|/recherche", text) and "/fr/a-z/" in text
    write(content + "/site.yaml", "name: Essai\nlanguages: [fr]\ngateway: peut-être\n")
    assert "site.yaml:3:10" in said(content, "YAML_BOOL")


def test_the_index_files_pages_tags_and_synonyms_under_their_letters(tmp):
    content = site(tmp, "[fr, en]", fr__aide__a=front("Étape 10"), fr__aide__b=front("étape 2"), fr__aide__c=front("« Zèbre »"),
                   fr__aide__d=front("2 clés", tags="[mot de passe]"), fr__aide__e=front("œuvre"), en__index=front("Home"))
    write(content + "/fr/synonyms.yaml", "synonyms:\n  - code secret, Mot de Passe\n  - courriel, e-mail\n")
    write(content + "/fr/index.md", front("Accueil"))
    write(content + "/fr/aide/index.md", front("Tout"))
    os.remove(content + "/fr/aide/mot-de-passe.md")
    built(tmp, content)
    text = published(tmp, "fr/a-z/index.html")
    groups = re.findall(r'<h2 id="([^"]*)" tabindex="-1">([^<]*)</h2>\s*<ul>(.*?)</ul>', text, re.S)
    entries = [(name, re.findall(r'<a href="([^"]*)">([^<]*)</a>', part)) for _, name, part in groups]
    assert [name for name, _ in entries] == ["0–9", "C", "E", "M", "O", "T", "Z"], entries
    found = dict(entries)
    assert found["0–9"] == [("/fr/aide/d/", "2 clés")]
    assert found["E"] == [("/fr/aide/b/", "étape 2"), ("/fr/aide/a/", "Étape 10")]
    assert found["O"] == [("/fr/aide/e/", "œuvre")]
    assert [url for url, _ in found["Z"]] == ["/fr/aide/c/"]
    assert re.search(r'code secret, <em>voir</em> <a href="/fr/tags/mot-de-passe/">mot de passe</a>', text)
    assert ("/fr/tags/mot-de-passe/", "mot de passe") in found["M"] and "1 page<" in text
    assert "courriel" not in text, "it stands for no tag"
    jumps = re.findall(r'<li><a href="/fr/a-z/#([^"]*)">', text)
    assert jumps == [id for id, _, _ in groups]
    assert '<link rel="canonical" href="%s/fr/a-z/">' % URL in text
    assert not os.path.exists(tmp + "/out/public/en/a-z"), "there is nothing in it"


def test_a_long_index_is_cut_and_its_letters_lead_to_their_part(tmp):
    files = {"fr__aide__p%03d" % i: front("%s %d" % ("A" if i < 400 else "B", i)) for i in range(700)}
    built(tmp, site(tmp, **files))
    first, second = published(tmp, "fr/a-z/index.html"), published(tmp, "fr/a-z/page-2/index.html")
    assert '<a href="/fr/a-z/#lettre-b">B</a>' in second and 'id="lettre-b"' in first and 'id="lettre-b"' in second
    assert len(re.findall(r'href="/fr/aide/p\d+/"', first + second)) == 700


# --- Redirects ---------------------------------------------------------------------------------------------------------


def test_old_addresses_lead_to_the_page(tmp):
    content = site(tmp, fr__aide__a=front("A", aliases="[/fr/aide/vieux/, /aide/tres-vieux, /fr/faq.html]"))
    built(tmp, content)
    for path in ("fr/aide/vieux/index.html", "aide/tres-vieux/index.html", "fr/faq.html"):
        text = published(tmp, path)
        assert '<meta http-equiv="refresh" content="0; url=/fr/aide/a/">' in text, text
        assert '<link rel="canonical" href="%s/fr/aide/a/">' % URL in text and 'href="/fr/aide/a/"' in text


def test_old_addresses_are_a_map_for_nginx(tmp):
    content = site(tmp, fr__aide__a=front("A", aliases="[/fr/aide/vieux, /vieux.html, /fr/Aide/a/]"))
    built(tmp, content)
    assert published(tmp, ".redirects") == '"/fr/aide/vieux/" "/fr/aide/a/";\n"/fr/aide/vieux" "/fr/aide/a/";\n"/vieux.html" "/fr/aide/a/";\n'
    write(content + "/fr/aide/a.md", front("A"))
    built(tmp, content)
    assert not os.path.exists(tmp + "/out/public/.redirects")


def test_old_addresses_that_cannot_be_are_refused_all_in_one_run(tmp):
    content = site(tmp, fr__aide__a=front("A", aliases="[/fr/aide/a/, /fr/aide/b, /fr/aide/x/, ../x, '/a b/', /espace/x, /recherche, /avis/, /a/../b, '/a?b']"),
                   fr__aide__b=front("B", aliases="[/fr/aide/x/, /fr/aide/, /fr/404.html]"))
    done = check(content)
    assert done.status == 1
    codes = re.findall(r"(\w)\.md:\d+:\d+: erreur: .*\[(\w+)\]", done.err)
    assert codes == [("a", "ALIAS_SELF"), ("a", "ADDRESS_PAGE")] + [("a", "ALIAS_ADDRESS")] * 7 + [
        ("b", "ADDRESS_TWICE"), ("b", "ADDRESS_PAGE"), ("b", "ADDRESS_TWICE")], done.err


# --- Languages ---------------------------------------------------------------------------------------------------------


def bilingual(tmp):
    content = site(tmp, "[fr, en]", fr__aide__a=front("Alpha", tags="[accès]"), fr__aide__b=front('"Bêta : non traduit"'),
                   en__index=front("Home"), en__aide__index=front("Help"), en__aide__a=front("Alpha", tags="[access]"))
    return content


def test_the_switch_leads_to_the_same_page_or_to_the_section(tmp):
    built(tmp, bilingual(tmp))
    switch = lambda path: re.search(r'class="language" href="([^"]*)" lang="en"', published(tmp, path))[1]
    assert switch("fr/aide/a/index.html") == "/en/aide/a/"
    assert switch("fr/aide/b/index.html") == "/en/aide/"
    assert switch("fr/tags/acces/index.html") == "/en/tags/"
    assert switch("fr/404.html") == "/en/"


def test_a_section_names_what_is_not_translated(tmp):
    built(tmp, bilingual(tmp))
    text = published(tmp, "en/aide/index.html")
    assert '<a href="/fr/aide/b/" lang="fr" hreflang="fr">Bêta\u202f: non traduit</a>' in text, text
    assert 'id="non-traduit"' not in published(tmp, "fr/aide/index.html")


def test_pages_name_their_whole_address_and_their_translations(tmp):
    built(tmp, bilingual(tmp))
    text = published(tmp, "fr/aide/a/index.html")
    assert '<link rel="canonical" href="%s/fr/aide/a/">' % URL in text
    assert re.findall(r'rel="alternate" hreflang="(\w+)" href="([^"]*)"', text) == [
        ("fr", URL + "/fr/aide/a/"), ("en", URL + "/en/aide/a/")]
    assert '<meta property="og:title" content="Alpha">' in text
    assert "hreflang=\"en\" href=\"https" not in published(tmp, "fr/aide/b/index.html")


def test_each_language_says_itself_that_a_page_does_not_exist(tmp):
    built(tmp, bilingual(tmp))
    assert '<html lang="en">' in published(tmp, "en/404.html")
    assert published(tmp, "404.html") == published(tmp, "fr/404.html")


def test_where_translations_stand_is_told_on_request(tmp):
    content = site(tmp, "[fr, en]", en__index=front("Home"), en__aide__index=front("Help"))
    for name, original, translation in (("a", "2026-05-01", "2026-04-30"), ("b", "2026-05-01", "2026-05-01"),
                                        ("c", "2026-05-01", None), ("d", None, None)):
        for language, day in (("fr", original), ("en", translation)):
            write("%s/%s/aide/%s.md" % (content, language, name), front(name, **({"updated": day} if day else {})))
    said = check(content).err
    assert "site.yaml:2:17: avertissement: pages sans traduction en « en » : 1 sur 6 [TRANSLATION_PAGES]" in said, said
    assert "TRANSLATION_OLDER" not in said and "TRANSLATION_PAGE]" not in said, said
    done = check(content, "--translations")
    assert done.status == 0, done.err
    found = re.findall(r"(\w+/aide/\S+?\.md):(\d+:\d+): avertissement: .*\[(\w+)\]", done.err)
    assert found == [("en/aide/a.md", "2:8", "TRANSLATION_OLDER"), ("en/aide/c.md", "2:8", "TRANSLATION_UNDATED"),
                     ("fr/aide/mot-de-passe.md", "2:8", "TRANSLATION_PAGE")], done.err
    assert "du 2026-04-30, l'original" in done.err and "updated: 2026-05-01" in done.err, done.err
    assert "en : 6 sur 7, dont 2 à revoir" in done.out, done.out
    told = json.loads(check(content, "--translations", "--format", "json").out)
    assert [d["code"] for d in told] == [code for _, _, code in found], told


# --- Steps --------------------------------------------------------------------------------------------------------------


def test_a_step_is_numbered_once_even_if_its_heading_says_the_number(tmp):
    built(tmp, site(tmp, fr__aide__pas=front("Pas") + "\n1. ### Ouvrez\n\n   Là.\n\n2. ### Étape 2 : cadrez\n\n   Bien.\n"))
    text = published(tmp, "fr/aide/pas/index.html")
    steps = [re.sub("<[^>]+>", "", step) for step in re.findall("<h3[^>]*>(.*?)</h3>", text)]
    assert steps == ["Étape 1 Ouvrez", "Étape 2\u202f: cadrez"], steps


# --- Pictures for where an address is passed on -------------------------------------------------------------------------


def png(width, height):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"


def test_a_page_shows_its_first_large_picture_else_the_theme_s(tmp):
    content = site(tmp, fr__aide__a=front("A") + "\n![Petit](petit.png)\n![Dessin](d.svg)\n\n![L'écran « A »](grand.png \"Légende\")\n",
                   fr__aide__b=front("B"))
    write(content + "/fr/aide/petit.png", png(20, 20))
    write(content + "/fr/aide/grand.png", png(640, 400))
    write(content + "/fr/aide/d.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>')
    built(tmp, content)
    shown = lambda name: dict(re.findall(r'<meta property="og:image(:?\w*)" content="([^"]*)">', published(tmp, "fr/aide/%s/index.html" % name)))
    found = shown("a")
    assert re.fullmatch(URL + r"/assets/grand\.\w+\.png", found[""]) and (found[":width"], found[":height"]) == ("640", "400")
    assert html.unescape(found[":alt"]) == "L'écran « A »", found
    assert os.path.exists(tmp + "/out/public" + found[""][len(URL):])
    assert shown("b") == {}
    write(content + "/theme/static/share.png", png(1200, 630))
    built(tmp, content)
    assert "/assets/grand." in shown("a")[""] and "/assets/share." in shown("b")[""] and shown("b")[":alt"] == "Essai &amp; Cie"


# --- What programs read --------------------------------------------------------------------------------------------------


def test_the_sitemap_has_every_page_in_its_languages(tmp):
    built(tmp, bilingual(tmp))
    root = xml.etree.ElementTree.fromstring(published(tmp, "sitemap.xml"))
    assert root.tag == MAP + "urlset"
    found = {u.find(MAP + "loc").text: [l.get("hreflang") for l in u if l.tag.endswith("link")] for u in root}
    pages = {URL + "/" + f[:-len("index.html")] for f in tree(tmp + "/out/public")
             if f.endswith("/index.html") and "/tags/" not in f and "/a-z/" not in f}
    assert set(found) == pages, set(found) ^ pages
    assert found[URL + "/fr/aide/a/"] == ["fr", "en"] and found[URL + "/fr/aide/b/"] == []
    assert "Sitemap: %s/sitemap.xml\n" % URL in published(tmp, "robots.txt")


def test_the_feed_is_atom_with_the_latest_first(tmp):
    content = site(tmp, fr__aide__a=front("A & B", updated="2026-01-02", description="Un <mot>"),
                   fr__aide__b=front("B", updated="2026-03-04"))
    built(tmp, content)
    root = xml.etree.ElementTree.fromstring(published(tmp, "fr/atom.xml"))
    assert root.tag == ATOM + "feed"
    for name in ("id", "title", "updated", "author"):
        assert root.find(ATOM + name) is not None, name
    entries = [[e.find(ATOM + name).text for name in ("id", "title", "updated")] for e in root.findall(ATOM + "entry")]
    assert [e for e in entries if "/aide/a/" in e[0] or "/aide/b/" in e[0]] == [
        [URL + "/fr/aide/b/", "B", "2026-03-04T00:00:00Z"], [URL + "/fr/aide/a/", "A & B", "2026-01-02T00:00:00Z"]]
    assert root.find(ATOM + "updated").text == entries[0][2]
    assert '<link rel="alternate" type="application/atom+xml" title="Essai &amp; Cie" href="/fr/atom.xml">' in published(
        tmp, "fr/aide/a/index.html")


def test_a_site_without_address_has_neither_sitemap_nor_feed(tmp):
    content = small_site(tmp, fr__aide__a=front("A", updated="2026-01-02"))
    built(tmp, content)
    files = tree(tmp + "/out/public")
    assert "robots.txt" in files and not [f for f in files if f.endswith(".xml")]
    assert "canonical" not in published(tmp, "fr/aide/a/index.html")


def test_a_page_leads_to_where_it_is_edited(tmp):
    content = site(tmp, more="edit_url: https://git.example/p/edit/main/content/{path}?x\n", fr__aide__a=front("A"))
    built(tmp, content)
    assert 'href="https://git.example/p/edit/main/content/fr/aide/a.md?x"' in published(tmp, "fr/aide/a/index.html")
    write(content + "/site.yaml", "name: Essai\nlanguages: [fr]\nedit_url: https://git.example/p\n")
    assert "site.yaml:3:11" in said(content, "SITE_EDIT_URL")


def test_the_day_of_the_last_change_is_worded_and_readable_by_machines(tmp):
    built(tmp, site(tmp, fr__aide__a=front("A", updated="2026-11-03")))
    assert 'Mis à jour le <time datetime="2026-11-03">3 novembre 2026</time>' in published(tmp, "fr/aide/a/index.html")


if __name__ == "__main__":
    sys.exit(main(globals()))

#!/usr/bin/env python3
"""Themes: what one adds to another, what a site changes of it, and what is said of mistakes in it."""

import os
import re
import shutil
import sys

from build_test import THEME, build, main, page, portillon, query, read, small_site, tree, write
from incremental_test import grow_old

PLAIN = os.path.join(os.path.dirname(THEME), "plain")


def themed(tmp, content, *words):
    done = portillon("build", content, "-o", tmp + "/out", *words, cwd=os.path.dirname(os.path.dirname(THEME)))
    return done


def style(tmp):
    folder = tmp + "/out/public/assets"
    return [read(os.path.join(folder, f)).decode() for f in os.listdir(folder) if f.startswith("portillon.") and f.endswith(".css")]


def home(tmp):
    return read(tmp + "/out/public/fr/index.html").decode()


def new_theme(tmp, name, facts, **files):
    for path, text in files.items():
        write(os.path.join(tmp, "themes", name, path.replace("__", "/")), text)
    write(os.path.join(tmp, "themes", name, "theme.yaml"), facts)
    return os.path.join(tmp, "themes", name)


def test_a_theme_extends_another_file_by_file(tmp):
    done = themed(tmp, small_site(tmp), "--theme", PLAIN)
    assert done.status == 0 and done.err == "", done.err
    assert "<svg class=\"mark\"" not in home(tmp) and "masthead" in home(tmp)
    sheet, = style(tmp)
    assert sheet.startswith(read(THEME + "/static/portillon.css").decode())
    assert sheet.endswith(read(PLAIN + "/static/tokens.css").decode())
    assert query(tmp + "/out", "SELECT source FROM template WHERE name = 'partials/mark'") == [("",)]


def test_french_texts_keep_guillemets_with_their_words(tmp):
    text = read(os.path.join(THEME, "i18n", "fr.yaml")).decode()
    loose = [line for line in text.splitlines() if re.search("« | »", line) and not line.lstrip().startswith("#")]
    assert loose == [], loose


def test_the_plain_theme_has_no_colour(tmp):
    for name in ("static/tokens.css", "static/icon.svg"):
        for colour in re.findall(r"#([0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\b", read(os.path.join(PLAIN, name)).decode()):
            parts = set(re.findall("..", colour)) if len(colour) == 6 else set(colour)
            assert len(parts) == 1, "%s: #%s" % (name, colour)
    tokens = set(re.findall(r"(--[a-z-]+): #", read(THEME + "/static/portillon.css").decode()))
    assert tokens == set(re.findall(r"(--[a-z-]+): #", read(PLAIN + "/static/tokens.css").decode()))


def test_site_yaml_names_the_theme_and_the_command_line_has_the_last_word(tmp):
    content = small_site(tmp)
    write(content + "/site.yaml", "name: Essai\nlanguages: [fr]\ntheme: plain\n")
    grow_old(content)
    assert themed(tmp, content).status == 0
    assert "<svg class=\"mark\"" not in home(tmp)
    assert themed(tmp, content, "--theme", "themes/default").status == 0
    assert "<svg class=\"mark\"" in home(tmp)


def test_a_site_changes_a_template_a_text_and_a_token(tmp):
    content = small_site(tmp)
    write(content + "/theme/templates/partials/contact.html", "<p>Notre adresse</p>\n")
    write(content + "/theme/i18n/fr.yaml", "layout:\n  skip: Sauter le menu\n")
    write(content + "/theme/static/tokens.css", ":root { --brand: #123456; }\n")
    write(content + "/theme/static/icon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>\n")
    done = build(content, tmp + "/out")
    assert done.status == 0 and done.err == "", done.err
    assert "<p>Notre adresse</p>" in home(tmp) and "Sauter le menu" in home(tmp)
    assert style(tmp)[0].endswith("--brand: #123456; }\n")
    assert query(tmp + "/out", "SELECT text FROM catalogue WHERE language = 'fr' AND key = 'layout.skip'") == [
        ("Sauter le menu",)]


def test_mistakes_in_a_site_s_own_files_are_said_where_they_stand(tmp):
    content = small_site(tmp)
    write(content + "/theme/templates/partials/contact.html", "<p>{{site.mail}}</p>\n")
    write(content + "/theme/templates/site/pagee.html", "<p></p>\n")
    write(content + "/theme/i18n/fr.yaml", "layout:\n  skip: Sauter {quoi}\n")
    done = build(content, tmp + "/out")
    assert done.status == 1 and not os.path.exists(tmp + "/out/public")
    assert "content/theme/templates/partials/contact.html:1:6: erreur" in done.err, done.err
    assert "pagee.html:1:1: avertissement: aucune page ne demande le gabarit « site/pagee »" in done.err, done.err
    assert "vouliez-vous dire « site/page »" in done.err, done.err
    assert "quoi" in done.err, done.err


def test_templates_that_call_each_other_without_end_are_refused(tmp):
    content = small_site(tmp)
    partial, own = content + "/theme/templates/partials/contact.html", content + "/theme/templates/site/page.html"
    write(partial, "<p>{{#nav}}{{label}}{{/nav}}{{> partials/contact}}</p>\n")
    assert "contact.html:1:33: erreur" in build(content, tmp + "/out").err
    write(partial, "<p></p>\n")
    write(own, "{{< site/page}}{{$content}}x{{/content}}{{/site/page}}\n")
    done = build(content, tmp + "/out")
    assert done.status == 1 and "page.html:1:5: erreur" in done.err and "[TEMPLATE_CIRCLE]" in done.err, done.err
    assert "PAGE_RENDER" not in done.err and not os.path.exists(tmp + "/out/public")


def test_a_theme_that_is_not_whole_is_refused(tmp):
    content = small_site(tmp)
    circle = new_theme(tmp, "a", "name: A\nextends: b\n")
    new_theme(tmp, "b", "name: B\nextends: a\n")
    lost = new_theme(tmp, "c", "name: C\nextends: rien\n")
    odd = new_theme(tmp, "d", "nom: D\nextends: %s\n" % THEME)
    for folder, code, where in ((circle, "THEME_CIRCLE", "themes/b/theme.yaml:2:10"), (lost, "THEME_FOLDER", "themes/rien"),
                                (odd, "MATTER_KEY", "themes/d/theme.yaml:1:1")):
        done = portillon("check", content, "--theme", folder)
        assert done.status == 1 and code in done.err and where in done.err, done.err


def test_a_site_may_bring_a_language_that_no_theme_has(tmp):
    content = small_site(tmp)
    shutil.copytree(content + "/fr", content + "/it")
    write(content + "/site.yaml", "name: Essai\nlanguages: [fr, it]\n")
    write(content + "/theme/i18n/it.yaml", read(THEME + "/i18n/fr.yaml"))
    done = build(content, tmp + "/out")
    assert done.status == 0, done.err
    assert '<html lang="it">' in read(tmp + "/out/public/it/index.html").decode()


if __name__ == "__main__":
    sys.exit(main(globals()))

"""The index that a build makes for the search: which pages, which words, and what narrows it."""

import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, "tests/lib")
import tap

FOLDER = os.environ["TMPDIR"]
PORTILLON = os.path.join(tap.BUILD, "portillon")
SITE = "name: Essai\nlanguages: [fr, en]\ngateway: yes\nnavigation: [index.md]\n"
PAGES = {
    "site.yaml": SITE,
    "fr/index.md": "---\ntitle: Accueil\n---\n\nBienvenue introuvable.\n",
    "en/index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    "fr/aide/index.md": "---\ntitle: Aide\n---\n\nLa recherche.\n",
    "en/aide/index.md": "---\ntitle: Help\n---\n\nSearch.\n",
    "fr/aide/activer.md": "---\ntitle: Activer l'espace\ndescription: Le premier accès\nroles: [Client]\ntags: [connexion]\n---\n\n"
                          "## Étape une\n\nOuvrez le **lien** d'activation.\n\n| Délai | Suite |\n|---|---|\n| trois jours | expiré |\n\n"
                          "```\nportillon build\n```\n",
    "en/aide/activer.md": "---\ntitle: Activate\n---\n\nOpen the link.\n",
    "fr/aide/brouillon.md": "---\ntitle: Brouillon\ndraft: true\n---\n\nSecret introuvable.\n",
    "en/aide/brouillon.md": "---\ntitle: Draft\ndraft: true\n---\n\nSecret.\n",
    "fr/synonyms.yaml": "synonyms:\n  - mot de passe, code secret\n  - le, la\n",
}


def build(pages, name):
    content, out = os.path.join(FOLDER, name), os.path.join(FOLDER, name + ".out")
    for path, text in pages.items():
        file = os.path.join(content, path)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as f:
            f.write(text)
    done = subprocess.run([PORTILLON, "build", content, "-o", out], capture_output=True, text=True, env=dict(os.environ, LC_ALL="fr_FR.UTF-8"))
    return done, os.path.join(out, "site.db")


def database():
    done, path = build(PAGES, "whole")
    tap.equal(done.returncode, 0, done.stderr)
    return sqlite3.connect(path)


def pages(db, match, language="%"):
    return [row[0] for row in db.execute(
        "SELECT url FROM article_stem JOIN article ON article.id = article_stem.rowid WHERE article_stem MATCH ? AND language LIKE ? "
        "ORDER BY url", (match, language))]


def test_published_pages_are_found_by_the_stems_of_their_words():
    db = database()
    tap.equal(pages(db, "activ"), ["/en/aide/activer/", "/fr/aide/activer/"])
    tap.equal(pages(db, "- scope : activ", "fr"), ["/fr/aide/activer/"])
    tap.equal(pages(db, "expir"), ["/fr/aide/activer/"])
    tap.equal(pages(db, "title : activ", "fr"), ["/fr/aide/activer/"])
    tap.equal(pages(db, "keywords : connexion"), ["/fr/aide/activer/"])
    tap.equal(pages(db, "headings : etap"), ["/fr/aide/activer/"])


def test_a_word_in_the_title_counts_for_more_than_one_in_the_text():
    said = {"fr/aide/a.md": ("Adresse", "Une procuration suffit."), "fr/aide/b.md": ("Procuration", "Le modèle."),
            "fr/aide/c.md": ("Courrier", "Une lettre.")}
    done, path = build(dict(PAGES, **{name: "---\ntitle: %s\n---\n\n%s\n" % text for name, text in said.items()}), "ranks")
    tap.equal(done.returncode, 0, done.stderr)
    found = sqlite3.connect(path).execute("SELECT url FROM article_stem JOIN article ON article.id = article_stem.rowid "
                                          "WHERE article_stem MATCH 'procur' ORDER BY bm25 (article_stem, 10.0, 5.0, 4.0, 1.0, 0.0)")
    tap.equal([row[0] for row in found], ["/fr/aide/b/", "/fr/aide/a/"])


def test_the_articles_of_a_language_follow_one_another():
    languages = [row[0] for row in database().execute("SELECT language FROM article ORDER BY id")]
    tap.equal(languages, ["en", "en", "fr", "fr"])


def test_drafts_the_home_and_common_words_are_not():
    db = database()
    tap.equal(pages(db, "introuv"), [])
    tap.equal(pages(db, "le OR la"), [])
    tap.equal(db.execute("SELECT count(*) FROM article").fetchone()[0], 4)


def test_sections_and_roles_narrow_it():
    db = database()
    tap.equal(db.execute("SELECT section, position, title FROM article_section WHERE language = 'fr'").fetchall(), [("aide", 1, "Aide")])
    tap.equal(db.execute("SELECT role, position FROM article_role").fetchall(), [("Client", 1)])
    tap.equal(pages(db, "scope : r1", "fr"), ["/fr/aide/activer/"])
    tap.equal(pages(db, "scope : s1", "fr"), ["/fr/aide/", "/fr/aide/activer/"])


def test_words_are_known_without_their_accents():
    db = database()
    tap.equal(db.execute("SELECT stem, articles FROM article_word WHERE language = 'fr' AND word = 'expire'").fetchall(), [("expir", 1)])
    tap.equal(db.execute("SELECT stem FROM article_word WHERE language = 'fr' AND word = 'delai'").fetchall(), [("del",)])


def test_the_text_is_kept_for_excerpts():
    text = database().execute("SELECT text FROM article WHERE url = '/fr/aide/activer/'").fetchone()[0]
    tap.equal(text.split("\n"), ["Étape une", "Ouvrez le lien d'activation.", "Délai", "Suite", "trois jours", "expiré", "portillon build", ""])


def test_synonyms_are_stems_and_common_words_make_none():
    db = database()
    tap.equal(db.execute("SELECT term, set_id FROM synonym ORDER BY term").fetchall(), [("cod secret", 1), ("mot pass", 1)])


def test_a_wrong_key_in_synonyms_is_named():
    done, _ = build(dict(PAGES, **{"fr/synonyms.yaml": "synonymes:\n  - a, b\n"}), "wrong")
    tap.equal(done.returncode, 1)
    tap.contains(done.stderr, "fr/synonyms.yaml:1:1")
    tap.contains(done.stderr, "synonyms")


tap.main(globals())

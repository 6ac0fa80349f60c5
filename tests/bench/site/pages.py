#!/usr/bin/env python3
"""Makes a site of N French help pages of about 3 KB, with tables, links, callouts and tags: the same at every run.

usage: tests/bench/site/pages.py N FOLDER [--for portillon|hugo|eleventy]

Sections of fifty pages each; every page links to three others, one of them with an anchor. For Hugo and Eleventy the links
and the callouts are written their way; the words are the same.
"""

import argparse
import os
import random

SUBJECTS = ("mot de passe", "questionnaire", "profil investisseur", "espace client", "document", "signature", "relance",
            "étiquette", "catégorie", "rapport de visite", "contrat", "adresse", "langue", "rappel", "pièce d'identité")
VERBS = ("Changer", "Retrouver", "Envoyer", "Corriger", "Vérifier", "Imprimer", "Comprendre", "Partager", "Classer", "Archiver")
WORDS = ("le client reçoit un message avec un lien ; la page demande son nom puis sa réponse ; rien de ce qui est écrit ne se perd ; "
         "le conseiller voit le résultat dès que les réponses sont envoyées ; une question cachée ne compte pas ; le profil garde sa "
         "date, son auteur et son explication ; un brouillon reste ouvert tant qu'il n'est pas envoyé ; chaque relance part une "
         "seule fois ; l'administrateur règle les délais ; la liste se trie par nom, par date ou par état").split(" ; ")
TAGS = ("compte", "clients", "questionnaires", "documents", "relances", "sécurité", "réglages", "import", "contrats", "mobile")
ROLES = ("Administrateur", "Comptable", "Conseiller")
PER_SECTION = 50


def title(number):
    return "%s : %s, cas %d" % (VERBS[number % len(VERBS)], SUBJECTS[number // 7 % len(SUBJECTS)], number)


def sentence(chance):
    return chance.choice(WORDS).capitalize() + ", et " + chance.choice(WORDS) + "."


def paragraph(chance, links):
    words = [sentence(chance) for _ in range(3)]
    words[1] = words[1].replace("le ", "**le** ", 1)
    if links:
        words.append("Voyez aussi [%s](%s)." % links.pop())
    return " ".join(words)


def table(chance):
    rows = ["| Champ | Obligatoire | Exemple |", "|---|:-:|---|"]
    for _ in range(5):
        rows.append("| %s | %s | `%d` %s |" % (chance.choice(SUBJECTS), chance.choice(("oui", "non")), chance.randrange(1000),
                                              chance.choice(WORDS)[:30]))
    return "\n".join(rows)


def callout(chance, dialect):
    mark = "**Conseil :** " if dialect != "portillon" else "[!TIP]\n> "
    return "> %s%s" % (mark, sentence(chance))


def path(number):
    return "aide/s%04d/page-%06d" % (number // PER_SECTION, number)


def address(number, other, dialect, anchor=""):
    if dialect == "portillon":
        return "../s%04d/page-%06d.md%s" % (other // PER_SECTION, other, anchor)
    return "/fr/%s/%s" % (path(other), anchor)


def page(number, count, dialect):
    chance = random.Random(number)
    others = [(number * 7 + 1) % count, (number * 13 + 5) % count, (number + 1) % count]
    links = [(title(other), address(number, other, dialect, "#que-faire" if i == 0 else "")) for i, other in enumerate(others)]
    tags = chance.sample(TAGS, 2)
    head = ['title: "%s"' % title(number), "description: %s" % sentence(chance), "order: %d" % (number % PER_SECTION),
            "updated: 2026-%02d-%02d" % (number % 12 + 1, number % 28 + 1), "tags: [%s]" % ", ".join(tags),
            "roles: [%s]" % chance.choice(ROLES)]
    if dialect != "portillon":
        head = [line.replace("order:", "weight:").replace("updated:", "date:") for line in head]
    if dialect == "eleventy":
        head.append("layout: page.liquid")
    body = [paragraph(chance, links), "## Avant de commencer", "\n".join("- " + sentence(chance) for _ in range(4)),
            "## Que faire", "\n".join("%d. %s" % (i + 1, sentence(chance)) for i in range(4)), paragraph(chance, links),
            table(chance), "## Et ensuite", callout(chance, dialect), paragraph(chance, links),
            "```\nchamp: %s\n```" % chance.choice(SUBJECTS)]
    return "---\n%s\n---\n\n%s\n" % ("\n".join(head), "\n\n".join(body))


def index(name, number, dialect):
    layout = "\nlayout: page.liquid" if dialect == "eleventy" else ""
    return "---\ntitle: %s%s\n---\n\nLes pages de cette rubrique.\n" % (name if number is None else "%s %d" % (name, number), layout)


def write(folder, name, text):
    name = os.path.join(folder, name)
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def make(count, folder, dialect):
    top, leaf = ("fr/", "_index.md") if dialect == "hugo" else ("fr/", "index.md")
    write(folder, top + leaf, index("Aide", None, dialect))
    write(folder, top + "aide/" + leaf, index("Aide", None, dialect))
    for section in range((count + PER_SECTION - 1) // PER_SECTION):
        write(folder, top + "aide/s%04d/%s" % (section, leaf), index("Rubrique", section, dialect))
    for number in range(count):
        write(folder, top + path(number) + ".md", page(number, count, dialect))
    if dialect == "portillon":
        write(folder, "site.yaml", "name: Essai\nurl: https://aide.example.org\nlanguages: [fr]\ngateway: yes\nnavigation: [aide/index.md]\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("folder")
    parser.add_argument("--for", dest="dialect", default="portillon", choices=("portillon", "hugo", "eleventy"))
    options = parser.parse_args()
    make(options.count, options.folder, options.dialect)

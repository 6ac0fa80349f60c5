#!/usr/bin/env python3
"""portillon score: answers from a file, scored and explained; whatever is wrong with them is listed and nothing scored."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "lib"))
import tap  # noqa: E402

PROGRAM = os.path.join(tap.BUILD, "portillon")
THEME = os.path.join(TOP, "themes", "default")

# By hand: tolerance is 20 + 20 = 40, capacity 10 from 70 years on; the lower is 10, "prudent".
PROFILE = """---
title: Profil
---

## Vous

### Votre horizon ? `horizon: one`

- Court `court = 0`
- Long `long = 20`
  - Quel projet ? `projet: text 20`

### Votre âge ? `age: number 18..120`

### Votre capital ? `capital: money EUR 0..`

### Propriétaire ? `proprietaire: yesno`

### Né le ? `naissance: date ..today`

### Réaction ? `reaction: one`

- Je vends `vend = 0`
- J'achète `achete = 20`

### Produits ? `produits: many 1..2`

- Actions `actions = 2`
- Fonds `fonds = 1`
- Aucun `aucun = 0`

```score
tolerance = horizon + reaction
capacite = if(age >= 70, 10, 40)
dixieme = capital / 10
```

## Niveau `niveau: result min(tolerance, capacite)`

- Sûr `sur = 0..9`
- Prudent `prudent = 10..39`
- Vif `vif = 40..`

```rules
niveau <= sur if produits = produits
```

```checks
refer age >= 75 and horizon = long : Un horizon long à cet âge est à confirmer.
block capital > 1000000 and age < 20 : Capital à vérifier.
```
""".replace("if produits = produits", "if aucun in produits")

ANSWERS = {"horizon": "long", "projet": "Une maison", "age": 76, "capital": 1234.5, "proprietaire": True,
           "naissance": "1950-02-28", "reaction": "achete", "produits": ["actions", "fonds"]}


ENVIRONMENT = {"PATH": os.environ["PATH"], "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}


def score(answers, *words, language="fr_FR.UTF-8", file="profil.md", text=PROFILE):
    """Exit status, standard output and standard error, of answers given as a value or as the file's text."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "profil.md"), "w", encoding="utf-8") as out:
            out.write(text)
        with open(os.path.join(folder, "a.json"), "wb") as out:
            out.write(answers if isinstance(answers, bytes) else json.dumps(answers).encode())
        env = {"LANG": language, **ENVIRONMENT}
        done = subprocess.run([PROGRAM, "score", file, "a.json", "--theme", THEME, *words], cwd=folder, env=env,
                              capture_output=True, timeout=60)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_trials_of_the_manual_are_true():
    """Each sample of answers is for the questionnaire before it, and what follows is what the program says of them."""
    with open(os.path.join(TOP, "generator/site/portillon-questionnaire.5"), encoding="utf-8") as file:
        samples = re.findall(r"\.Bd -literal -offset indent\n(.*?)\.Ed\n", file.read(), re.S)
    trials = [i for i, sample in enumerate(samples) if sample.startswith("{")]
    assert len(trials) >= 2, trials
    for i in trials:
        done = score(samples[i].encode(), "--date", "2026-11-23", text=samples[i - 1])
        tap.equal(done, (0, samples[i + 1], ""))


def report(answers, *words):
    status, out, err = score(answers, "--json", *words)
    tap.equal((status, err), (0, ""))
    return json.loads(out)


def mistakes(answers):
    """(code, what stands at its place) of each diagnostic of the answers; that a score is for reading alone is none."""
    source = answers if isinstance(answers, bytes) else json.dumps(answers).encode()
    status, out, _ = score(source, "--json")
    tap.equal(status, 1)
    told = json.loads(out)
    tap.equal(told["scored"], False)
    lines = source.decode().split("\n")
    return [(d["code"], lines[d["line"] - 1][d["column"] - 1:d["end_column"] - 1] if d["line"] else "")
            for d in told["diagnostics"] if d["severity"] == "error"]


def without(*ids):
    return {id: value for id, value in ANSWERS.items() if id not in ids}


def test_results_rules_and_checks():
    found = report(ANSWERS)
    tap.equal(found["results"], [{"id": "niveau", "title": "Niveau", "score": "10", "level": "prudent",
                                  "level_title": "Prudent", "level_before_rules": "prudent"}])
    tap.equal([rule["applied"] for rule in found["rules"]], [False])
    tap.equal([check["raised"] for check in found["checks"]], [True, False])
    tap.equal((found["referred"], found["blocked"]), (True, False))


def test_a_rule_that_lowers_the_level():
    found = report({**ANSWERS, "produits": ["aucun"]})
    tap.equal((found["results"][0]["level"], found["results"][0]["level_before_rules"]), ("sur", "prudent"))
    tap.equal(found["rules"], [{"rule": "niveau <= sur if aucun in produits", "applied": True}])


def test_every_step_of_the_calculation():
    steps = report(ANSWERS)["steps"]
    tolerance = next(step for step in steps if step["name"] == "tolerance")
    tap.equal((tolerance["formula"], tolerance["put_in"], tolerance["value"], tolerance["depth"]),
              ("horizon + reaction", "20 + 20", "40", 0))
    tap.true(any(step["formula"] == "age >= 70" and step["value"] == "true" and step["depth"] == 1 for step in steps))


def test_decimals_are_exact():
    """A tenth of 0.30 in binary fractions is 0.030000000000000002."""
    steps = report({**ANSWERS, "capital": 0.30})["steps"]
    tap.equal(next(step["value"] for step in steps if step["name"] == "dixieme"), "0.03")


def test_the_same_whatever_the_order_and_the_locale():
    shuffled = dict(reversed(list(ANSWERS.items())))
    tap.equal(report(shuffled), report(ANSWERS))
    _, french, _ = score(ANSWERS, "--json", language="fr_FR.UTF-8")
    _, english, _ = score(ANSWERS, "--json", language="en_GB.UTF-8")
    tap.equal(french, english)


def test_the_day_can_be_chosen():
    tap.equal(report(ANSWERS, "--date", "2026-02-27")["date"], "2026-02-27")
    status, _, err = score(ANSWERS, "--date", "1949-12-31")
    tap.equal(status, 1)
    tap.true("naissance : Cette date est à venir" in err, err)
    tap.equal(score(ANSWERS, "--date", "demain")[0], 2)


def test_text_in_two_languages():
    _, french, _ = score(ANSWERS, "--date", "2026-11-24")
    for words in ("évalué au 24 novembre 2026", "Niveau (niveau) : Prudent (prudent), score 10",
                  "à signer par un conseiller (refer) : Un horizon long à cet âge est à confirmer.",
                  "tolerance = horizon + reaction\n      → 20 + 20\n      → 40\n", "10\u202f: entre 10 et 39 → Prudent",
                  "capacite = if(age >= 70, 10, 40)\n      → si(76 ≥ 70\u202f; 10\u202f; 40)\n      → 10\n",
                  "dixieme = capital / 10\n      → 1\u202f234,50\u00a0€ / 10\n      → 123,45\u00a0€\n",
                  "Niveau\u00a0: Sûr au plus (niveau <= sur if aucun in produits) : sans effet",
                  "si aucun in produits\n      → «\u202fAucun\u202f» parmi («\u202fActions\u202f»\u202f; «\u202fFonds\u202f»)\n"
                  "      → non\n"):
        tap.true(words in french, "%s not in\n%s" % (words, french))
    _, english, _ = score(ANSWERS, "--date", "2026-11-24", language="en_GB.UTF-8")
    for words in ("evaluated on 24 November 2026", "Niveau (niveau): Prudent (prudent), score 10", "age >= 70 → 76 ≥ 70 → yes",
                  "capital / 10\n      → €1,234.50 / 10\n      → €123.45\n", "10: between 10 and 39 → Prudent"):
        tap.true(words in english, "%s not in\n%s" % (words, english))


def run(*words, given=None):
    """From the top of the project, in French: exit status, output, messages."""
    done = subprocess.run([PROGRAM, "score", *words, "--theme", THEME], cwd=TOP, env={"LANG": "fr_FR.UTF-8", **ENVIRONMENT},
                          input=given, capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr.decode()


def test_the_template_of_every_questionnaire_can_be_scored():
    """And read from the standard input. Only what only a person can say would be null."""
    for language in ("fr", "en", "nl"):
        folder = os.path.join(TOP, "content", language, "questionnaires")
        for name in sorted(os.listdir(folder)):
            status, template, err = run(os.path.join(folder, name), "--template")
            tap.equal((status, err), (0, ""), name)
            tap.true(json.loads(template) and None not in json.loads(template).values(), template)
            tap.equal(run(os.path.join(folder, name), "-", given=template)[::2], (0, ""), name)


LISTS = """---
title: Listes
---

## Vous

### Combien ? `part: percent 12.5..`

### Âge ? `age: number 18..120, whole`

### Né le ? `ne: date ..2001-02-03`

### Produits ? `produits: many 2..3`

- Rien `rien = 0, alone`
- Actions `actions = 2`
- Fonds `fonds = 1`
- Or `orfin = 1`

### Attentes ? `attente: one`

- Aucune `aucune, if part > 50`
- Une `une`

### Compte ? `compte: iban`

### Numéro ? `numero: national-number be`

## Enfants `enfants: repeat 1..3`

### Pièces ? `pieces: file 2..3 pdf`

### Que sait-il ? `savoir: grid`

| | Non `non = 0` | Oui `oui = 1` |
|---|---|---|
| Actions `actions` | | |
| Fonds `fonds` | | |

## R `r: result sum(enfants.savoir)`

- Bas `bas = 0`
- Haut `haut = 1..`
"""


def test_a_template_has_an_answer_that_each_question_accepts():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "listes.md")
        with open(path, "w", encoding="utf-8") as out:
            out.write(LISTS)
        status, template, err = run(path, "--template")
        tap.equal((status, err), (0, ""))
        tap.equal(json.loads(template), {
            "part": 12.5, "age": 18, "ne": "2001-02-03", "produits": ["actions", "fonds"], "attente": "une",
            "compte": "BE68 5390 0754 7034", "numero": "85.07.30-033-28",
            "enfants": [{"pieces": ["fichier-1.pdf", "fichier-2.pdf"], "savoir": {"actions": "non", "fonds": "non"}}]})
        tap.equal(run(path, "-", given=template)[0], 0)
        pipe = os.path.join(folder, "pipe")
        os.mkfifo(pipe)
        writer = subprocess.Popen(["sh", "-c", 'cat > "$0"', pipe], stdin=subprocess.PIPE)
        writer.stdin.write(template)
        writer.stdin.close()
        tap.equal(run(path, pipe)[0], 0)
        writer.wait()
        tap.equal(run(path, "-", given=b"{" + b" " * (10 << 20))[0], 1)
        tap.equal(run(path, "--template", "a.json")[0], 2)
        tap.equal(run(path)[0], 2)


def test_the_codes_of_a_choice_are_told():
    for answers, words in (({**ANSWERS, "horizon": "moyen"}, 'codes possibles : "court", "long"'),
                           ({**ANSWERS, "horizon": 3}, 'écrivez un de ceux-ci, entre guillemets : "court", "long"'),
                           ({**ANSWERS, "produits": "fonds"}, 'même pour un seul : ["actions", "fonds", "aucun"]'),
                           (without("reaction"), 'codes possibles : "vend", "achete"')):
        _, _, err = score(answers)
        tap.true(words in err, "%s not in\n%s" % (words, err))
    tap.true("codes" not in score(without("age"))[2])


def test_answers_of_the_wrong_kind():
    tap.equal(mistakes({**ANSWERS, "horizon": 3}), [("ANSWER_WANTS_CODE", "3")],
              "whether the project is asked is not known")
    for id, value, code in (("age", "76", "NUMBER"), ("age", [76], "NUMBER"), ("capital", True, "NUMBER"),
                            ("proprietaire", 1, "TRUTH"), ("naissance", 19500228, "TEXT"), ("produits", "fonds", "CODES"),
                            ("produits", ["fonds", 1], "CODES"), ("projet", {"a": [1]}, "TEXT"), ("reaction", ["vend"], "CODE")):
        tap.equal(mistakes({**ANSWERS, id: value}), [("ANSWER_WANTS_" + code, json.dumps(value))], id)


def test_what_the_form_would_complain_of_in_its_words():
    status, out, err = score({**without("reaction"), "age": 12, "capital": 1.234, "produits": []})
    tap.equal((status, out), (1, ""))
    for words in ("age : Indiquez 18 ou plus (Votre âge ?)", "capital : Indiquez 2 décimales au plus",
                  "produits : Choisissez au moins une réponse", "reaction : Choisissez une réponse (Réaction ?)"):
        tap.true(words in err.replace("\u00a0", " ").replace("\u202f", " "), "%s not in\n%s" % (words, err))
    tap.equal(mistakes({**ANSWERS, "age": 1e3}), [("ANSWER_PROBLEM", "1000.0")])
    tap.equal(mistakes({**ANSWERS, "horizon": "moyen"})[0], ("ANSWER_PROBLEM", '"moyen"'))
    tap.equal(mistakes(without("age")), [("ANSWER_PROBLEM", "")])
    tap.equal(mistakes({**ANSWERS, "age": None}), [("ANSWER_PROBLEM", "")])


def test_what_a_form_could_never_have_sent():
    tap.equal(mistakes({**ANSWERS, "agee": 3, "produit": []}), [("ANSWER_UNKNOWN", '"agee"'), ("ANSWER_UNKNOWN", '"produit"')])
    tap.equal(mistakes({**ANSWERS, "horizon": "court"}), [("ANSWER_HIDDEN", '"Une maison"')])
    _, _, err = score({**ANSWERS, "agee": 3})
    tap.true("vouliez-vous dire « age » ?" in err, err)
    tap.equal(mistakes(b'{"age": 20,\n "age": 21}')[0][0], "ANSWERS_TWICE")


def test_files_that_are_no_answers():
    for text, code in ((b"", "ANSWERS_JSON"), (b"{", "ANSWERS_JSON"), (b'{"age": 20,}', "ANSWERS_JSON"), (b"{} {}", "ANSWERS_JSON"),
                       (b'{"projet": "a\x00b"}', "ANSWERS_JSON"), (b"[" * 100000, "ANSWERS_JSON"), (b"[1]", "ANSWERS_OBJECT"),
                       (b"3", "ANSWERS_JSON"), (b'{"age": 1e999}', "ANSWERS_JSON"), (b'{"projet": "\xff"}', "NOT_UTF8")):
        tap.equal([code for code, _ in mistakes_of(text)][:1], [code], text[:40])
    status, _, err = score(b'{\n  "age": 20\n  "reaction": "vend"\n}')
    tap.equal(status, 1)
    tap.true(err.startswith("a.json:3:"), err)
    tap.true("FILE_TOO_LARGE" in score(b" " * (10 * 1024 * 1024 + 1))[2])


def mistakes_of(text):
    """As mistakes(), of what may be no text at all."""
    status, out, _ = score(text, "--json")
    tap.equal(status, 1)
    return [(d["code"], "") for d in json.loads(out)["diagnostics"]]


def test_places_behind_odd_values():
    """Whatever stands before it, a mistake is shown under its own characters."""
    text = b'{ "horizon":"court","projet" :"\\"}, \\\\", "x": {"a": [1, {"b": "]}"}], "c": null},"y":[ ], "z" : -1.5e3 ,"age": "76"}'
    tap.equal([m for m in mistakes(text) if m[0] != "ANSWER_PROBLEM"],
              [("ANSWER_HIDDEN", '"\\"}, \\\\"'), ("ANSWER_UNKNOWN", '"x"'), ("ANSWER_UNKNOWN", '"y"'),
               ("ANSWER_UNKNOWN", '"z"'), ("ANSWER_WANTS_NUMBER", '"76"')])


FAMILY = """---
title: Famille
---

## Vos enfants `enfants: repeat 0..3`

### Prénom `prenom: text 60`

### Âge `ans: number 0..30`

```score
ages = sum(enfants.ans)
```
"""
KNOWN = {"enfants": [{"prenom": "Lou", "ans": 3}, {"ans": 5.5, "prenom": "Max"}]}


def family(answers):
    status, out, _ = score(answers, "--json", text=FAMILY)
    told = json.loads(out)
    return {step["name"]: step["value"] for step in told["steps"] if step["depth"] == 0} if status == 0 else \
        [(d["code"], d["message"]) for d in told["diagnostics"]]


def test_repeats_are_lists_of_objects():
    tap.equal(family(KNOWN), {"ages": "8.5"})
    tap.equal(family({**KNOWN, "enfants": []}), {"ages": "0"})
    codes = lambda answers: [code for code, _ in family(answers)]
    tap.equal(codes({**KNOWN, "enfants": 2}), ["ANSWER_WANTS_ITEMS"])
    tap.equal(codes({**KNOWN, "enfants": [3]})[0], "ANSWER_WANTS_ITEMS")
    tap.equal(codes({**KNOWN, "enfants": [{"prenom": "Lou", "ans": 3, "enfants": []}]}), ["ANSWER_UNKNOWN"])
    tap.equal(codes({**KNOWN, "enfants": KNOWN["enfants"] * 2}), ["ANSWER_PROBLEM"])
    found = family({**KNOWN, "enfants": [{"prenom": "Lou", "ans": 3}, {"prenom": "Max", "ans": 31}]})
    tap.equal([code for code, _ in found], ["ANSWER_PROBLEM"])
    tap.true(found[0][1].startswith("enfants.2.ans"), found)


KINDS = """---
title: Genres
---

## Savoir

### Que connaissez-vous ? `experience: grid`

|                   | Non `non = 0` | Un peu `peu = 1` | Bien `bien = 2` |
|-------------------|---|---|---|
| Actions `actions` |   |   |   |
| Fonds `fonds`     |   |   |   |

### Votre avis ? `avis: scale 1..7`

### D'accord ? `accord: consent`

### Pays ? `pays: country`

```score
savoir = sum(experience)
plus = avis + 1
ici = if(pays = be and accord, 1, 0)
```
"""


def test_grids_are_objects_and_the_other_kinds_have_their_own():
    given = {"experience": {"actions": "peu", "fonds": "bien"}, "avis": 6, "accord": True, "pays": "be"}

    def tried(**more):
        status, out, _ = score({**given, **more}, "--json", text=KINDS)
        told = json.loads(out)
        return {s["name"]: s["value"] for s in told["steps"] if s["depth"] == 0} if status == 0 else [d["code"] for d in told["diagnostics"]]

    tap.equal(tried(), {"savoir": "3", "plus": "7", "ici": "1"})
    tap.equal(tried(experience="peu"), ["ANSWER_WANTS_ROWS"])
    tap.equal(tried(experience={"actions": "peu"}), ["ANSWER_PROBLEM"])
    tap.equal(tried(experience={"actions": "peu", "fond": "bien"}), ["ANSWER_UNKNOWN", "ANSWER_PROBLEM"])
    tap.equal(tried(**{"experience.actions": "peu"}), ["ANSWER_UNKNOWN"])
    tap.equal((tried(avis="6"), tried(avis=8)), (["ANSWER_WANTS_NUMBER"], ["ANSWER_PROBLEM"]))
    tap.equal((tried(accord="oui"), tried(accord=False), tried(pays="zz")), (["ANSWER_PROBLEM"],) * 3)


PAPERS = """---
title: Pièces
---

## Vos pièces

### Vos relevés `releves: file 1..3 pdf csv 1MB, optional`

```score
combien = coalesce(count(releves), 0)
```
"""


def test_files_are_lists_of_names():
    def papers(answers):
        status, out, _ = score(answers, "--json", text=PAPERS)
        told = json.loads(out)
        return told["steps"][0]["value"] if status == 0 else [d["code"] for d in told["diagnostics"]]
    tap.equal(papers({"releves": ["a.pdf", "b.CSV"]}), "2")
    tap.equal(papers({}), "0")
    tap.equal(papers({"releves": "a.pdf"}), ["ANSWER_WANTS_FILES"])
    tap.equal(papers({"releves": ["a.exe"]}), ["ANSWER_PROBLEM"])
    tap.equal(papers({"releves": ["a.pdf"] * 4}), ["ANSWER_PROBLEM"])


def test_a_questionnaire_with_mistakes_is_not_scored():
    status, out, err = score(ANSWERS, text=PROFILE.replace("capital / 10", "capitale / 10"))
    tap.equal((status, out), (1, ""))
    tap.true("profil.md:" in err and "FORM_UNKNOWN_NAME" in err, err)
    tap.true("FILE_READ" in score(ANSWERS, file="absent.md")[2])


def test_in_its_content_folder_links_are_checked_and_elsewhere_not():
    linked = PROFILE.replace("## Vous\n", "Voyez [ici](../aide/absente.md).\n\n## Vous\n")
    tap.equal(score(ANSWERS, text=linked)[0], 0)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(HERE, "base"), os.path.join(folder, "content"))
        place = os.path.join(folder, "content", "fr", "questionnaires")
        os.makedirs(place, exist_ok=True)
        with open(os.path.join(place, "profil.md"), "w", encoding="utf-8") as out:
            out.write(linked)
        with open(os.path.join(folder, "a.json"), "w", encoding="utf-8") as out:
            json.dump(ANSWERS, out)
        for where, file in ((folder, "content/fr/questionnaires/profil.md"), (place, "profil.md")):
            done = subprocess.run([PROGRAM, "score", file, os.path.join(folder, "a.json"), "--theme", THEME], cwd=where,
                                  env={"LANG": "fr_FR.UTF-8", "PATH": os.environ["PATH"]}, capture_output=True, timeout=60)
            tap.equal(done.returncode, 1)
            tap.true("fr/questionnaires/profil.md:" in done.stderr.decode(), done.stderr.decode())
            tap.true("LINK_TARGET" in done.stderr.decode(), done.stderr.decode())


tap.main(globals())

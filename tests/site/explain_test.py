#!/usr/bin/env python3
"""portillon check --explain: every diagnostic is explained in both languages, and every example of a questionnaire shows what
it says: the wrong form gets this very diagnostic, the mended one none."""

import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "lib"))
import tap  # noqa: E402

PROGRAM = os.path.join(tap.BUILD, "portillon")
THEME = os.path.join(TOP, "themes", "default")
LANGUAGES = ("fr_FR.UTF-8", "en_GB.UTF-8")


def portillon(*words, language=LANGUAGES[0], cwd=None):
    env = {"LANG": language, "PATH": os.environ["PATH"], "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
    done = subprocess.run([PROGRAM, *words], env=env, capture_output=True, timeout=60, cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def explained(language):
    status, out, err = portillon("check", "--explain", "--format", "json", language=language)
    tap.equal((status, err), (0, ""))
    return {one["code"]: one for one in json.loads(out)}


def test_every_diagnostic_is_explained_in_both_languages():
    with open(os.path.join(TOP, "generator", "base", "diagnostics.def"), encoding="utf-8") as file:
        codes = re.findall(r"^DIAG\((\w+)", file.read(), re.M)
    french, english = (explained(language) for language in LANGUAGES)
    lacking = []
    for code in codes:
        for found in (french[code], english[code]):
            lacking += ["%s: no %s" % (code, key) for key in ("message", "meaning", "reason") if not found[key]]
            if found["wrong"] == found["right"]:
                lacking.append(code + ": the example and its mended form are alike")
        if french[code]["meaning"] == english[code]["meaning"]:
            lacking.append(code + ": not translated")
    tap.equal(lacking, [], "see generator/base/explain.*.txt")


def test_nothing_is_explained_that_does_not_exist():
    known = set(explained(LANGUAGES[0]))
    for name in ("fr", "en", "examples"):
        with open(os.path.join(TOP, "generator", "base", "explain.%s.txt" % name), encoding="utf-8") as file:
            entries = re.findall(r"^= (\w+)", file.read(), re.M)
        tap.equal([entry for entry in entries if entry not in known], [], name)
        tap.equal(entries, sorted(set(entries)), name + ": each once, in order")


def diagnostics(text):
    """What is said of a piece of a questionnaire."""
    if not text.startswith("---"):
        point = "" if text.startswith("## ") else "## Point\n\n"
        text = "---\ntitle: Essai\n---\n\n" + point + text
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("q.md", text + "\n"), ("a.json", "{}")):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(content)
        _, out, err = portillon("score", "q.md", "a.json", "--json", "--theme", THEME, cwd=folder)
        told = json.loads(out).get("diagnostics", []) if out else []
        # warnings of what is scored all the same are on standard error
        return [d["code"] for d in told if not d["code"].startswith("ANSWER")] + re.findall(r"\[(\w+)\]", err)


def check_example(found):
    wrong, right = diagnostics(found["wrong"]), diagnostics(found["right"])
    if found["code"] not in wrong:
        return "%s: the wrong form gets %s" % (found["code"], wrong)
    return "%s: the mended form gets %s" % (found["code"], right) if right else None


def test_examples_of_questionnaires_show_what_they_say():
    for language in LANGUAGES:
        examples = [one for one in explained(language).values() if one["kind"] == "questionnaire"]
        tap.true(len(examples) > 120, "%d examples" % len(examples))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            tap.equal([said for said in pool.map(check_example, examples) if said], [])


def test_one_is_explained_in_words():
    status, out, _ = portillon("check", "--explain", "form-score-between")
    tap.equal(status, 0)
    for words in ("FORM_SCORE_BETWEEN (erreur)", "Pourquoi : ", "Faux :", "Juste :", "`prudent = 18..49`", "`prudent = 18..59`"):
        tap.contains(out, words)
    tap.true(max(map(len, out.split("\n"))) <= 88, out)
    tap.contains(portillon("check", "--explain", "FORM_SCORE_BETWEEN", language=LANGUAGES[1])[1], "Why: ")


def test_all_are_listed_and_the_nearest_is_suggested():
    status, out, _ = portillon("check", "--explain")
    tap.equal((status, len(out.strip().split("\n"))), (0, len(explained(LANGUAGES[0]))))
    status, out, err = portillon("check", "--explain", "FORM_SCORE_BETWEN")
    tap.equal((status, out), (2, ""))
    tap.contains(err, "vouliez-vous dire « FORM_SCORE_BETWEEN » ?")
    tap.equal(portillon("check", "--explain", "A", "B")[0], 2)


tap.main(globals())

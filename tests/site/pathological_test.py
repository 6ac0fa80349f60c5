#!/usr/bin/env python3
"""Files made to hurt: each is built or refused within seconds, in bounded memory, without a crash.

The Markdown ones are those of cmark's own test/pathological_tests.py (the patterns, not the code).
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(os.environ.get("PORTILLON_BUILD", os.path.join(TOP, "build")), "portillon")
SANITIZED = "/san" in PROGRAM
CPU_SECONDS = 60 if SANITIZED else 8
MEMORY = 1 << 30


def random_bytes(n):
    """The same each time; as a reader of UTF-8 sees them."""
    return random.Random(7).randbytes(n).decode("latin-1")


MARKDOWN = {
    "nested strong emphasis": "*a **a " * 20000 + "b" + " a** a*" * 20000,
    "many emphasis closers": "a_ " * 65000,
    "many emphasis openers": "_a " * 65000,
    "many link closers": "a]" * 65000,
    "many link openers": "[a" * 65000,
    "mismatched openers and closers": "*a_ " * 50000,
    "openers and closers multiple of three": "a**b" + "c* " * 50000,
    "link openers and emphasis closers": "[ a_" * 50000,
    "link openers with parentheses": "[ (](" * 80000,
    "image openers with empty links": "![[]()" * 160000,
    "nested brackets": "[" * 50000 + "a" + "]" * 50000,
    "nested quotations": "> " * 50000 + "a",
    "nested lists": "".join("  " * n + "* a\n" for n in range(1000)),
    "backticks": "".join("e" + "`" * n for n in range(1, 3000)),
    "unclosed links": "[a](<b" * 30000,
    "unclosed links with parentheses": "[a](b" * 30000,
    "unclosed comments": "</" + "<!--" * 300000,
    "references": "".join("[%d]: u\n" % n for n in range(50000)) + "[0] " * 50000,
    "code spans on one line": "`x` " * 300000,
    "the same heading": "## a\n" * 50000,
    "pipes": "|" * 500000,
    "a wide table of short rows": "|a" * 64 + "\n" + "|-" * 64 + "\n" + "|\n" * 200000,
    "lines that could be tables": "a | b\n" * 100000,
    "open fields": "{{" * 300000 + " ?",
    "quotation marks": "« " * 300000,
    "one line of megabytes": "mot " * 2000000,
    "broken links": "".join("[a](page-%d.md) " % n for n in range(20000)),
    "broken anchors": "## titre\n\n" + "".join("[a](#titres-%d) " % n for n in range(20000)),
}

def repeated(questions, rest, items=50):
    """A list of fifty items that asks `questions` of each."""
    return "## Gens `g: repeat 0..%d`\n\n" % items + "".join("### Q ? `%s`\n\n%s" % question for question in questions) + rest


EVERY_TWO = " + ".join("g.q%d * g.q%d" % (n, m) for n in range(30) for m in range(20))
LEVELS = "\n## R `r: result %s`\n\n- B `b = ..99`\n- H `h = 100..`\n"

QUESTIONNAIRES = {
    "fifty items of thirty choices": repeated(
        [("q%d: one" % n, "- A `a = 0`\n- B `b = 3`\n- C `c = 7`\n\n") for n in range(30)],
        LEVELS % " + ".join("sum(g.q%d)" % n for n in range(30))),
    "fifty items of thirty questions, each asked for by all before": repeated(
        [("q%d: number 0..9, whole%s" % (n, n and ", if " + " + ".join("q%d" % k for k in range(n)) + " >= %d" % n or ""), "")
         for n in range(30)],
        "```score\nt = sum(g.q29)\nv = mean(g.q29)\n```\n" + LEVELS % "t + v"),
    "fifty items of thirty amounts, each times twenty others": repeated(
        [("q%d: money EUR 0.." % n, "") for n in range(30)],
        "```score\nt = sum(%s)\nu = max(%s)\n```\n" % (EVERY_TWO, EVERY_TWO) + LEVELS % "t - u"
        + "\n```rules\nr <= b if t > u * 3\n```\n\n```checks\nrefer t > u / 2 : M\nblock t = u + 1 : M\n```\n"),
    "fifty items of eight options, each offered by the question before": repeated(
        [("q%d: many 0..5" % n, "".join("- O `o%d = %d%s`\n" % (k, k * 7 + 1, ", if o1 in q%d" % (n - 1) if n and k % 2 == 0 else "")
                                       for k in range(8)) + "\n") for n in range(30)],
        LEVELS % " + ".join("count(o%d in g.q%d)" % (n % 8, n) for n in range(30))),
    "fifty items of grids": repeated(
        [("q%d: grid" % n, "| | A `a = 0` | B `b = 1` |\n|---|---|---|\n" + "".join("| R `r%d` | | |\n" % k for k in range(5)) + "\n")
         for n in range(7)],
        LEVELS % " + ".join("sum(g.q%d)" % n for n in range(7))),
    "ten thousand questions": "## P\n\n" + "".join("### Q ? `q%d: yesno`\n\n" % n for n in range(10000)),
    "ten thousand options": "## P\n\n### Q ? `q: one`\n\n" + "".join("- o `o%d = %d`\n" % (n, n) for n in range(10000)),
    "questions nested a thousand deep": "## P\n\n### Q ? `q: one`\n\n" + "".join(
        "  " * n + ("- o `o%d`\n" % n if n % 2 == 0 else "- q `q%d: one`\n" % n) for n in range(1000)),
    "an expression of a megabyte": "## P\n\n### Q ? `q: number`\n\n```score\na = " + "q + " * 250000 + "q\n```\n",
    "parentheses": "## P\n\n### Q ? `q: number`\n\n```score\na = " + "(" * 200000 + "\n```\n",
    "a circle of a hundred names": "## P\n\n### Q ? `q: number`\n\n```score\n" + "".join(
        "a%d = a%d + 1\n" % (n, (n + 1) % 100) for n in range(100)) + "```\n",
    "random bytes": random_bytes(100000),
    "ten megabytes": "## P\n\n" + "".join("### Une question assez longue pour remplir ? `q%d: one`\n\n- Un `un = 1`\n- Deux `deux = 2`\n\n" % n
                                      for n in range(100000)),
    "sums and products of sixty-four options each": "## P\n\n" + "".join(
        "### Q ? `q%d: many`\n\n" % n + "".join("- o `o%d = %d`\n" % (k, k * k) for k in range(64)) + "\n" for n in range(150))
        + "```score\ns = " + " + ".join("sum(q%d) * sum(q%d)" % (n, n + 1) for n in range(0, 150, 2)) + "\n```\n\n"
        + "## R `r: result s`\n\n- B `b = ..1000`\n- H `h = 1001..`\n",
    "products of amounts": "## P\n\n" + "".join("### Q ? `q%d: money EUR 0..100000`\n\n" % n for n in range(1000)) + "```score\ns = "
        + " + ".join("q%d * q%d" % (n, n + 1) for n in range(999)) + "\n```\n\n## R `r: result s`\n\n- B `b = ..1000`\n- H `h = 1000.01..`\n",
    "a check of many conditions": "## P\n\n" + "".join("### Q ? `q%d: yesno`\n\n" % n for n in range(1000)) + "```checks\n"
        + "note " + " or ".join("(q%d and not q%d)" % (n, n + 1) for n in range(999)) + " : M\n```\n",
    "two thousand rules": "## P\n\n### Q ? `q: number 0..100, whole`\n\n## R `r: result q`\n\n- A `a = 0..50`\n- B `b = 51..`\n\n```rules\n"
        + "".join("r <= a if q > %d and q < %d\n" % (n % 100, n % 100 + 2) for n in range(2000)) + "```\n",
    "conditions on conditions": "## P\n\n### Q ? `q0: number 0..9, whole`\n\n" + "".join(
        "### Q ? `q%d: number 0..9, whole, if q%d > 0`\n\n" % (n, n - 1) for n in range(1, 1000)),
    "a span of a megabyte": "## P\n\n### Q ? `q: " + "one " * 250000 + "`\n",
}


def run(folder, text):
    """`portillon check` over a site with this file: exit status, messages, and what it took (seconds of processor, bytes)."""
    path = "content/fr/%s/essai.md" % folder
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run(["cp", "-r", os.path.join(HERE, "base"), tmp + "/content"], check=True)
        os.makedirs(os.path.dirname(os.path.join(tmp, path)), exist_ok=True)
        with open(os.path.join(tmp, path), "w", encoding="utf-8") as file:
            file.write("---\ntitle: Essai\n---\n\n" + text)

        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            if not SANITIZED:
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

        theme = os.path.join(TOP, "themes", "default")
        child = subprocess.Popen([PROGRAM, "check", "content", "--theme", theme], cwd=tmp, preexec_fn=limit,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        return child.returncode, said, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def check(folder, text):
    """None, or what went wrong."""
    status, said, _, _ = run(folder, text)
    if status not in (0, 1) or b"Sanitizer" in said or b"runtime error" in said:
        return "exit status %d\n%s" % (status, said.decode(errors="replace")[-2000:])
    return None


def measure():
    """What each costs: for tests/bench/run."""
    for name, text in QUESTIONNAIRES.items():
        status, said, seconds, memory = run("questionnaires", text)
        told = "refused" if status == 1 else "accepted"
        print("  %-66s %5.2f s, %4d MB, %s, %d lines said" % (name, seconds, memory // 1000000, told, said.count(b"\n")), flush=True)
    return 0


def main():
    failed = 0
    for folder, cases in (("aide", MARKDOWN), ("questionnaires", QUESTIONNAIRES)):
        for name, text in cases.items():
            start = time.monotonic()
            wrong = check(folder, text)
            print(("not ok" if wrong else "ok") + " - " + name)
            if "-v" in sys.argv:
                print("  %.2f s" % (time.monotonic() - start))
            if wrong:
                failed += 1
                print(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(measure() if "--measure" in sys.argv else main())

#!/usr/bin/env python3
"""Other people's Markdown: every file is built or gets a diagnostic; none crashes the program or hangs it.

usage: tests/site/foreign_test.py [FOLDER…]

Takes every .md and .markdown file below the folders (without any: what this machine has of packages' own texts), gives
each front matter if it has none, and lets `portillon check` read them a hundred at a time; a hundred that takes too long,
or ends otherwise than with 0 or 1, is looked at file by file.
"""

import glob
import os
import re
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(os.environ.get("PORTILLON_BUILD", os.path.join(TOP, "build")), "portillon")
THEME = os.path.join(TOP, "themes", "default")
HERE_AND_THERE = [os.path.join(TOP, "tests/browser/node_modules"), "/usr/share/doc", "/usr/lib/node_modules",
                  "/usr/share/nodejs"]
SANITIZER = re.compile(r"^(==\d+==ERROR|\S+\.[ch]:\d+:\d+: runtime error)", re.M)
BATCH, SECONDS, MEMORY = 100, 60, 2 << 30


def found(folders):
    """Every text once, whatever the number of its copies."""
    seen = set()
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(folder, "**", "*.m*"), recursive=True)):
            if path.lower().endswith((".md", ".markdown")) and os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    text = file.read()
                if text not in seen:
                    seen.add(text)
                    yield path, text


def lay_out(tmp, batch):
    for name, text in (("site.yaml", b"name: Essai\nlanguages: [en]\n"), ("en/index.md", b"---\ntitle: Home\n---\n"),
                       ("en/aide/index.md", b"---\ntitle: Help\n---\n")):
        path = os.path.join(tmp, "content", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text)
    for n, (_, text) in enumerate(batch):
        with open(os.path.join(tmp, "content/en/aide/p%d.md" % n), "wb") as file:
            file.write(text if text.startswith(b"---\n") else b"---\ntitle: Page\n---\n\n" + text)


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if "/san" not in PROGRAM:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def check(batch):
    """What is wrong with the program's way of reading these, or None; and how many files got a diagnostic."""
    with tempfile.TemporaryDirectory() as tmp:
        lay_out(tmp, batch)
        done = subprocess.run([PROGRAM, "check", "content", "--theme", THEME, "-j", "1"], cwd=tmp, preexec_fn=limit,
                              capture_output=True, env={"LANG": "en", "PATH": os.environ["PATH"]})
        said = done.stderr.decode(errors="replace")
        named = set(re.findall(r"^content/en/aide/p(\d+)\.md:\d+:\d+: ", said, re.M))
        if done.returncode not in (0, 1) or SANITIZER.search(said):
            return "exit status %d\n%s" % (done.returncode, said[-2000:]), 0
        if done.returncode == 1 and not named and "further" not in said:
            return "refused without a word\n" + said[-2000:], 0
        return None, len(named)


def main():
    files = list(found(sys.argv[1:] or HERE_AND_THERE))
    if not files:
        print("skip - there is no Markdown here")
        return 77
    failed = refused = 0
    for start in range(0, len(files), BATCH):
        batch = files[start:start + BATCH]
        wrong, named = check(batch)
        refused += named
        for one in batch if wrong else []:
            why, _ = check([one])
            if why:
                failed += 1
                print("not ok - %s\n%s" % (one[0], why))
        if wrong and not failed:
            failed += 1
            print("not ok - a hundred files from %s\n%s" % (batch[0][0], wrong))
    print("%s - %d files read, %d of them with something to be said" % ("not ok" if failed else "ok", len(files), refused))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

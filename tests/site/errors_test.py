#!/usr/bin/env python3
"""Every mistake an editor can make, and what is said about it.

Each folder of tests/site/errors is laid over tests/site/base and given to `portillon build`; expected.txt is the whole
of what must be printed, in French, and where that holds an error the output folder must stay as it was. With --write
the expectations are written instead (read them before committing: they are the specification).
"""

import concurrent.futures
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.join(os.environ.get("PORTILLON_BUILD", os.path.join(TOP, "build")), "portillon")
ENV = {"LANG": "fr_FR.UTF-8", "PATH": os.environ["PATH"], "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}


def run(folder, *words):
    theme = os.path.join(TOP, "themes", "default")
    done = subprocess.run([PROGRAM, *words, "--theme", theme], cwd=folder, env=ENV, capture_output=True, timeout=20)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def digest(folder):
    """Names and content of everything below a folder."""
    found = hashlib.sha256()
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                found.update(os.path.relpath(path, folder).encode() + b"\0" + file.read())
    return found.hexdigest()


def lay_out(case, folder):
    content = os.path.join(folder, "content")
    shutil.copytree(os.path.join(HERE, "base"), content)
    if case.startswith("message-"):
        shutil.copytree(os.path.join(TOP, "content", "fr", "messages"), os.path.join(content, "fr", "messages"))
    shutil.copytree(os.path.join(HERE, "errors", case), content, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("expected.txt"))


def lay_old_output(folder):
    out = os.path.join(folder, "out")
    os.makedirs(os.path.join(out, "public"))
    for name in ("public/index.html", "site.db"):
        with open(os.path.join(out, name), "w") as file:
            file.write("old")
    return out


def compare(said, status, expected, is_untouched):
    """None, or what is wrong."""
    is_error = ": erreur: " in expected or expected.startswith("erreur: ")
    if said != expected:
        return "said:\n%sexpected:\n%s" % (said, expected)
    if status != (1 if is_error else 0):
        return "exit status %d" % status
    return None if is_untouched == is_error else "the output folder is %s" % ("as it was" if is_untouched else "changed")


def check(case):
    expected_path = os.path.join(HERE, "errors", case, "expected.txt")
    with tempfile.TemporaryDirectory() as folder:
        lay_out(case, folder)
        out = lay_old_output(folder)
        before = digest(out)
        status, _, printed = run(folder, "build", "content", "-o", "out")
        said = "".join(line + "\n" for line in printed.splitlines() if "BUILD_FAILED" not in line)
        if "--write" in sys.argv:
            with open(expected_path, "w", encoding="utf-8") as file:
                file.write(said)
        with open(expected_path, encoding="utf-8") as file:
            return compare(said, status, file.read(), digest(out) == before)


def main():
    failed = 0
    cases = sorted(os.listdir(os.path.join(HERE, "errors")))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, wrong in zip(cases, pool.map(check, cases)):
            print(("not ok" if wrong else "ok") + " - " + case.replace("-", " "))
            if wrong:
                failed += 1
                print(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

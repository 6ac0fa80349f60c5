#!/usr/bin/env python3
"""Scoring does not depend on the machine's locale.

The questionnaires worked out by hand (tests/form/golden_test.c) and those that are refused come to the same under locales
with a decimal comma, and under Turkish, where the small letter of I is not i.
"""

import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("PORTILLON_BUILD", os.path.join(TOP, "build"))
LOCALES = ("fr_FR", "nl_BE", "tr_TR")


def make_locale(name, folder):
    """False where the sources of locales are not installed."""
    try:
        made = subprocess.run(["localedef", "-i", name, "-f", "UTF-8", os.path.join(folder, name + ".UTF-8")], capture_output=True)
    except FileNotFoundError:
        return False
    return os.path.isdir(os.path.join(folder, name + ".UTF-8")) and made.returncode in (0, 1)


def takes_effect(name, env):
    """A locale that the C library does not find would show nothing."""
    shown = subprocess.run(["printf", "%.1f", "1"], env=env, capture_output=True, text=True).stdout
    decimals = subprocess.run(["locale", "decimal_point"], env=env, capture_output=True, text=True).stdout.strip()
    return shown == "1,0" or decimals == ","


def check(name, program, folder):
    """What happened, as the runner reads it."""
    case = "%s under %s" % (program.replace("_", " "), name)
    env = dict(os.environ, LOCPATH=folder, LC_ALL=name + ".UTF-8")
    env["ASAN_OPTIONS"] = "detect_leaks=0"  # SAN=1: the C library never gives LOCPATH's list back
    if not make_locale(name, folder) or not takes_effect(name, env):
        return "skip - %s: no such locale here" % case
    done = subprocess.run([os.path.join(BUILD, "tests/form", program)], cwd=TOP, env=env, capture_output=True, text=True)
    return "ok - " + case if done.returncode == 0 else "not ok - %s\n%s%s" % (case, done.stdout[-2000:], done.stderr[-2000:])


def main():
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name in LOCALES:
            for program in ("golden_test", "refused_test"):
                said = check(name, program, folder)
                failed = failed or said.startswith("not ok")
                print(said)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

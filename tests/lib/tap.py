"""For tests in Python:

    import sys; sys.path.insert(0, "tests/lib"); import tap

    def test_opening_a_link_consumes_nothing():
        tap.equal(status, 200)

    tap.main(globals())     # runs every function test_…, prints ok/not ok, exits
"""

import os
import sys
import time
import traceback

BUILD = os.environ.get("PORTILLON_BUILD", os.path.abspath("build"))


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def fail(why):
    raise Failed(why)


def skip(why):
    raise Skipped(why)


def true(value, why="not true"):
    if not value:
        fail(why)


def equal(got, expected, what=""):
    if got != expected:
        fail("%sgot:      %r\nexpected: %r" % (what and what + "\n", got, expected))


def contains(whole, part):
    if part not in whole:
        fail("not in it: %r\nwhole: %s" % (part, whole))


def lacks(whole, part):
    if part in whole:
        fail("in it: %r\nwhole: %s" % (part, whole))


def wait_for(condition, seconds=10, what="the condition"):
    """Tries until condition() gives something true, and gives it."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            fail("%s did not come true in %g seconds" % (what, seconds))
        time.sleep(0.02)


def run(name, function):
    title = name.removeprefix("test_").replace("_", " ")
    try:
        function()
    except Skipped as why:
        print("skip - %s: %s" % (title, why))
        return True
    except Failed as why:
        print("not ok - %s\n%s" % (title, why))
    except Exception:
        print("not ok - %s\n%s" % (title, traceback.format_exc()))
    else:
        print("ok - " + title)
        return True
    return False


def main(names):
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    tests = [(n, f) for n, f in names.items() if n.startswith("test_") and callable(f)]
    sys.exit(0 if all([run(n, f) for n, f in tests]) else 1)

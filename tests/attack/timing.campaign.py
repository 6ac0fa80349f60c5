# test-timeout: 3600
# test-alone: yes
"""What the time of an answer tells, through nginx: signing in with a wrong password and asking for a new one, for addresses that
are known and that are not, by turns. tests/account/equal_test.c counts the work itself, every time the tests run."""

import itertools
import os
import statistics
import sys
import time

sys.path.insert(0, "tests/pages")
import story
import tap

PAIRS = int(os.environ.get("PAIRS", 1000))
PEOPLE = 20
hours = itertools.count(3600, 3600)  # of the daemon's clock, in seconds
WORST = 0.05  # SECURITY.md: medians within 5 %

portal = story.Story(clock=True)
portal.adviser()
for n in range(PEOPLE):
    portal.signed_in("person%d@client.example" % n)


def time_of(path, fields, status):
    browser = portal.browser()
    page = browser.get(path)
    begun = time.monotonic()
    answer = browser.post(path, fields, csrf=page)
    taken = time.monotonic() - begun
    tap.equal(answer.status, status, path)
    return taken


def medians(path, more, status):
    """Each address has its turn once an hour, so that it is never one try too many."""
    times = {"client.example": [], "client.invalid": []}
    for n in range(PAIRS):
        if n % PEOPLE == 0:
            portal.set_clock(next(hours))
        for host in sorted(times, reverse=n % 2 == 1):
            fields = dict(more, email="person%d@%s" % (n % PEOPLE, host))
            times[host].append(time_of(path, fields, status))
    return [statistics.median(t) for t in times.values()]


def check(path, more, status):
    known, unknown = medians(path, more, status)
    difference = abs(known - unknown) / unknown
    print("# %s: known %.2f ms, unknown %.2f ms, %.1f %%" % (path, known * 1000, unknown * 1000, difference * 100))
    tap.true(difference < WORST, "known %.2f ms, unknown %.2f ms" % (known * 1000, unknown * 1000))


def test_a_wrong_password_takes_as_long_for_a_known_address():
    check("/espace/connexion", {"mot-de-passe": "pas le bon mot de passe"}, 303)


def test_asking_for_a_new_password_takes_as_long_for_a_known_address():
    check("/espace/oubli", {}, 303)


tap.main(globals())

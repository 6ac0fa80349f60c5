# test-timeout: 3600
# test-alone: yes
"""The gateway is killed (-9) again and again while clients type and send in. What was acknowledged to them stands in a
ledger outside; in the end the store holds exactly that: nothing lost, nothing double, nothing half."""

import http.client
import os
import random
import re
import signal
import sys
import threading
import time

sys.path.insert(0, "tests/lib")
import people
import stack
import tap

KILLS = 1000 if os.environ.get("CAMPAIGN") else 50
WORKERS = 8
SUBMISSIONS = KILLS * 6
SEED = int(os.environ.get("SEED", random.randrange(1 << 30)))
DOWN = (502, 503, 504)


class Ledger:
    """What was acknowledged, and how far things went."""

    def __init__(self):
        self.changed = threading.Condition()
        self.moments, self.done = 0, False
        self.sent, self.saved, self.tried, self.wrong = {}, {}, {}, []

    def tick(self):
        with self.changed:
            self.moments += 1
            self.changed.notify_all()


def ask(ledger, function):
    """Asks until there is an answer; a server that is not there is asked again."""
    while True:
        ledger.tick()
        try:
            page = function()
        except (OSError, http.client.HTTPException):
            continue
        ledger.tick()
        if page.status not in DOWN:
            return page


def submit(ledger, s, person):
    b = people.enter(s, person)
    page = ask(ledger, lambda: b.get(person.url + "1"))
    fields = {**people.first_point(person), "version": page.hidden("version")}
    saved = ask(ledger, lambda: b.post(person.url + "1", fields, csrf=page))
    tap.equal((saved.status, saved.location), (303, person.url + "verifier"))
    review = ask(ledger, lambda: b.get(person.url + "verifier"))
    version = {"version": review.hidden("version")}
    while True:
        sent = ask(ledger, lambda: b.post(person.url + "envoyer", version, csrf=review))
        # A save that was not acknowledged, and was sent again, makes a newer revision: the review is asked for again.
        if sent.status != 409:
            break
        review = ask(ledger, lambda: b.get(person.url + "verifier"))
        version = {"version": review.hidden("version")}
    tap.equal((sent.status, sent.location), (303, person.url + "recu"))
    receipt = ask(ledger, lambda: b.get(person.url + "recu"))
    ledger.sent[person.assignment] = people.reference(receipt)


def type_on(ledger, s, person, n):
    """The script's save, while typing."""
    b = people.enter(s, person)
    page = ask(ledger, lambda: b.get(person.url + "4"))
    fields = {"q.objectif": "projet", "q.intention": "projet %d" % n, "auto": "1", "version": page.hidden("version")}
    ledger.tried[person.assignment] = n
    saved = ask(ledger, lambda: b.post(person.url + "4", fields, csrf=page))
    tap.equal(saved.status, 200)
    ledger.saved[person.assignment] = n


def work(ledger, s, typist, persons):
    n = 0
    try:
        while not ledger.done:
            person = next(persons, None)
            if person:
                submit(ledger, s, person)
            n += 1
            type_on(ledger, s, typist, n)
    except Exception as why:
        ledger.wrong.append("%s: %r" % (typist.email, why))
        ledger.tick()


def wait_for_moments(ledger, n):
    with ledger.changed:
        until = ledger.moments + n
        if not ledger.changed.wait_for(lambda: ledger.wrong or ledger.moments >= until, 60):
            tap.fail("nothing goes on any more")


def kill_often(ledger, s, chance):
    """Gives the seconds that each gateway was away, up to the first moment it accepted something."""
    courier, away = s.children()["courier"], []
    for _ in range(KILLS):
        wait_for_moments(ledger, chance.randrange(1, 50))
        for _ in range(chance.randrange(20000)):
            pass
        gateway = [pid for pid in people.processes(s) if pid != courier]
        if ledger.wrong or not gateway:
            break
        os.kill(gateway[0], signal.SIGKILL)
        start = time.monotonic()
        stack.wait_until(lambda: any(pid not in (courier, gateway[0]) for pid in people.processes(s)), "another gateway")
        s.browser().get("/readyz")
        away.append(time.monotonic() - start)
    return away


def storm(s, ledger):
    chance = random.Random(SEED)
    persons = iter(s.crowd[WORKERS:])
    shared = threading.Lock()

    def take():
        while True:
            with shared:
                person = next(persons, None)
            if not person:
                return
            yield person
    threads = [threading.Thread(target=work, args=(ledger, s, s.crowd[i], take())) for i in range(WORKERS)]
    for t in threads:
        t.start()
    try:
        return kill_often(ledger, s, chance)
    finally:
        ledger.done = True
        for t in threads:
            t.join()


def check_submission(person, row, reference):
    got = dict(zip("reference client answers hidden levels alerts withheld".split(), row))
    expected = {"reference": reference, "client": person.client, "answers": people.answers_of(person), "hidden": "",
                "levels": people.LEVELS, "alerts": "", "withheld": 0}
    tap.equal(got, expected, person.email)


def check_all(s, ledger):
    by_id = {p.assignment: p for p in s.crowd}
    rows = s.store("SELECT id, reference, client, answers, hidden, levels, alerts, withheld FROM submission")
    tap.equal(sorted(r[0] for r in rows), sorted(ledger.sent), "what is in the store, what was acknowledged")
    tap.equal(len({r[1] for r in rows}), len(rows), "one reference for each")
    for row in rows:
        check_submission(by_id[row[0]], row[1:], ledger.sent[row[0]])
    tap.equal(s.store("SELECT id FROM assignment WHERE state = 'sent' ORDER BY id"), [(i,) for i in sorted(ledger.sent)])
    tap.equal(s.store("SELECT count(*) FROM draft JOIN submission ON id = draft.assignment"), [(0,)])
    profiles = s.store("SELECT client, number, submission, levels, origin FROM profile ORDER BY submission")
    tap.equal(profiles, [(by_id[i].client, 1, i, people.LEVELS, "remote") for i in sorted(ledger.sent)])
    for kind in ("resultat", "recu"):
        tap.equal(s.store("SELECT count(*) FROM outbox WHERE kind = ?", kind), [(len(rows),)], kind)
    tap.equal(people.broken_links(s), [])


def check_drafts(s, ledger):
    for assignment, last in ledger.saved.items():
        rows = s.store("SELECT answers FROM draft WHERE assignment = ?", assignment)
        stored = int(re.search(r"^intention=projet (\d+)$", rows[0][0], re.MULTILINE)[1])
        tap.true(last <= stored <= ledger.tried[assignment], "%d was acknowledged, %d is stored" % (last, stored))


def test_what_was_acknowledged_is_in_the_store_whatever_dies():
    start, ledger = time.monotonic(), Ledger()
    with people.Crowd(SUBMISSIONS + WORKERS) as s:
        away = storm(s, ledger)
        tap.equal(ledger.wrong, [], "SEED=%d" % SEED)
        tap.equal(len(away), KILLS)
        check_all(s, ledger)
        check_drafts(s, ledger)
        mails = 2 * len(ledger.sent)
        tap.wait_for(lambda: len(os.listdir(s.path("mail"))) >= mails, 60, "all mails")
        tap.true(s.log().count("event=end process=gateway status=-1 signal=9") == KILLS)
    away.sort()
    print("# %d kills, %d submissions, %d saves acknowledged; away %.2f s at the median, %.2f s at most; %.0f s in all" % (
        len(away), len(ledger.sent), sum(ledger.saved.values()), away[len(away) // 2], away[-1], time.monotonic() - start))


tap.main(globals())

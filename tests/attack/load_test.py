# test-timeout: 180
# test-alone: yes
"""More than there is room for: a crowd that signs in, clients who stop in the middle of what they say or never read what they
are told, a stranger's lock on the store. Who behaves is served meanwhile, and afterwards all is as before."""

import concurrent.futures
import re
import resource
import socket
import sqlite3
import sys
import threading
import time

sys.path.insert(0, "tests/lib")
import people
import stack
import tap

PATIENCE = 1.0  # seconds: 99 of 100 answers of other pages come within it
MEMORY = 400  # MiB: two places for hashing, of 64 each, and all the rest
s = people.Crowd(2, config="rate: 0\n", sign_in_rate="100000r/s")
resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)


class Probe(threading.Thread):
    """Somebody who looks at pages, one after the other, as long as it is open."""

    def __init__(self):
        super().__init__()
        self.browser, self.times, self.statuses, self.done = people.enter(s, s.crowd[0]), [], set(), threading.Event()

    def look(self, path):
        begun = time.monotonic()
        self.statuses.add(self.browser.get(path).status)
        self.times.append(time.monotonic() - begun)

    def run(self):
        while not self.done.is_set():
            for path in ("/espace/", s.crowd[0].url + "1", "/fr/"):
                self.look(path)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.join()

    def check(self, least):
        tap.equal(self.statuses, {200})
        tap.true(len(self.times) >= least, "%d answers" % len(self.times))
        tap.true(sorted(self.times)[len(self.times) * 99 // 100] < PATIENCE, "the slowest: %s" % sorted(self.times)[-5:])


def memory_of_gateway():
    """MiB that the gateway has held at most."""
    status = stack.read("/proc/%d/status" % s.children()["gateway"])
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def test_a_crowd_that_signs_in_holds_up_nobody_else():
    crowd = 150
    visitors = [s.browser() for _ in range(crowd)]
    pages = [b.get("/espace/connexion") for b in visitors]

    def sign_in(n):
        b = visitors[n]
        return b.told(b.post("/espace/connexion", {"email": "nobody%d@client.example" % n, "mot-de-passe": "x"}, csrf=pages[n]))

    with Probe() as probe, concurrent.futures.ThreadPoolExecutor(crowd) as pool:
        answers = list(pool.map(sign_in, range(crowd)))
    tap.equal({a.status for a in answers}, {422, 503})
    for busy in (a for a in answers if a.status == 503):
        tap.true(int(busy.header("Retry-After")) > 0)
        tap.contains(busy.text, "class=\"error-summary\"")
    probe.check(least=10)
    if "/san" not in tap.BUILD:  # whose shadow memory counts too
        tap.true(memory_of_gateway() < MEMORY, "%d MiB" % memory_of_gateway())


def half(data, small=False):
    """A connection that sends this and then nothing; that keeps little of what it is sent."""
    c = socket.socket()
    if small:
        c.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    c.connect(("127.0.0.1", s.port))
    c.sendall(data.encode())
    return c


def is_over(connection):
    """Has the other side said what it had to say and gone?"""
    try:
        connection.setblocking(False)
        while connection.recv(65536):
            pass
        return True
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def test_clients_who_stop_in_the_middle_hold_up_nobody_and_are_sent_away():
    head, posted = "GET /espace/ HTTP/1.1\r\nHost: %s\r\nX: y" % s.host, s.log().count("route=/espace/connexion")
    body = "POST /espace/connexion HTTP/1.1\r\nHost: %s\r\nContent-Length: 1000\r\n\r\ncsrf=" % s.host
    style = re.search(r'href="(/assets/[^"]+css)"', s.browser().get("/fr/").text)[1]
    long = "".join("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (style, s.host) for _ in range(20))
    silent = []
    with Probe() as probe:
        silent += [half(head) for _ in range(1000)] + [half(body) for _ in range(300)]
        deaf = [half(long, small=True) for _ in range(100)]
        tap.wait_for(lambda: len(probe.times) >= 100, seconds=60, what="a hundred answers to somebody else")
    probe.check(least=100)
    tap.wait_for(lambda: all(is_over(c) for c in silent), seconds=30, what="the end of all who say nothing")
    tap.equal(s.log().count("route=/espace/connexion"), posted)
    for c in silent + deaf:
        c.close()


def test_a_lock_that_somebody_else_holds_is_waited_for_then_excused_and_nothing_is_lost():
    person = s.crowd[1]
    b = people.enter(s, person)
    page = b.get(person.url + "1")
    fields = {"q.age": "41", "version": page.hidden("version"), "suite": "plus-tard"}
    draft = "SELECT * FROM draft WHERE assignment = ?"
    before = s.store(draft, person.assignment)
    stranger = sqlite3.connect(s.path("data/store.db"), isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with Probe() as probe:
        refused = b.post(person.url + "1", fields, csrf=page)
    tap.equal(refused.status, 503)
    tap.true(int(refused.header("Retry-After")) > 0)
    probe.check(least=100)
    tap.equal(s.store(draft, person.assignment), before)
    stranger.execute("ROLLBACK")
    stranger.close()
    tap.equal(b.post(person.url + "1", fields, csrf=page).status, 303)
    tap.true(s.store(draft, person.assignment) != before)


tap.main(globals())

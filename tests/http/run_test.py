# test-timeout: 180
"""make run's private portal: comes up from nothing, keeps what was done, starts over when told, leaves nothing running."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import urllib.request

sys.path.insert(0, "tests/lib")
import stack
import tap

FOLDER = os.path.join(os.environ.get("TMPDIR", "/tmp"), "run")


def quiet_port():
    """Below those that the kernel hands out to other tests: the next one must be free too, and stay so."""
    for port in random.sample(range(20000, 30000), 100):
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        return port
    tap.fail("no two free ports")


class Run:
    def __init__(self, port=None, **environment):
        self.port = port or quiet_port()
        env = dict(os.environ, PORTILLON_RUN=FOLDER, PORTILLON_BUILD=tap.BUILD, PORT=str(self.port), LC_ALL="en", **environment)
        self.out = open(FOLDER + ".out", "w+", encoding="utf-8")
        # Who starts the tests in the background hands an ignored SIGINT down, and a shell cannot trap what it was told to ignore.
        self.process = subprocess.Popen(["gateway/run.sh"], stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.out, env=env,
                                        start_new_session=True,
                                        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def said(self):
        return stack.read(FOLDER + ".out")

    def url(self):
        def found():
            if self.process.poll() is not None:
                tap.fail("ended with %d:\n%s" % (self.process.returncode, self.said()))
            return re.search(r"open: (http://\S+)/\n", self.said()) and "start over" in self.said()
        tap.wait_for(found, 60, "the portal")
        return re.search(r"open: (http://\S+)/\n", self.said())[1]

    def stop(self):
        os.killpg(self.process.pid, signal.SIGINT)
        status = self.process.wait(30)
        self.out.close()
        tap.wait_for(lambda: not group_is_alive(self.process.pid), what="the end of all processes")
        return status


def group_is_alive(group):
    try:
        os.killpg(group, 0)
        return True
    except ProcessLookupError:
        return False


def fetch(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def test_it_comes_up_from_nothing_and_says_where_and_who():
    run = Run()
    url = run.url()
    tap.equal(url, "http://127.0.0.1:%d" % run.port)
    tap.contains(fetch(url + "/fr/"), "<html")
    tap.equal(fetch(url + "/healthz"), "ok\n")
    people = re.findall(r"^  (\S+@\S+) +(.*)$", run.said(), re.M)
    tap.equal(len(people), 8)
    tap.wait_for(lambda: len(os.listdir(os.path.join(FOLDER, "mail"))) >= 1, what="a mail")
    tap.wait_for(lambda: "Mail written: " + FOLDER in run.said(), what="word of a mail")
    tap.equal(run.stop(), 0)


def test_it_keeps_what_was_done_and_takes_the_next_port():
    mails = set(os.listdir(os.path.join(FOLDER, "mail")))
    with socket.socket() as other:
        other.bind(("127.0.0.1", quiet_port()))
        other.listen()
        run = Run(other.getsockname()[1])
        url = run.url()
        tap.true(url != "http://127.0.0.1:%d" % run.port)
        tap.contains(run.said(), "Port %d is taken" % run.port)
        tap.equal(fetch(url + "/healthz"), "ok\n")
        tap.equal(run.stop(), 0)
    tap.true(mails <= set(os.listdir(os.path.join(FOLDER, "mail"))))


def test_a_second_one_in_the_same_folder_is_refused():
    first = Run()
    first.url()
    env = dict(os.environ, PORTILLON_RUN=FOLDER, PORTILLON_BUILD=tap.BUILD, LC_ALL="fr_FR.UTF-8")
    second = subprocess.run(["gateway/run.sh"], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env)
    tap.equal(second.returncode, 1)
    tap.contains(second.stderr, "tourne déjà")
    tap.equal(fetch(first.url() + "/healthz"), "ok\n")
    tap.equal(first.stop(), 0)


def test_reset_starts_over():
    open(os.path.join(FOLDER, "left-over"), "w").close()
    run = Run(RESET="1")
    run.url()
    tap.true(not os.path.exists(os.path.join(FOLDER, "left-over")))
    tap.equal(run.stop(), 0)


tap.main(globals())

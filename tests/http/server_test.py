"""The FastCGI server under peers that behave as nginx does not."""

import os
import re
import signal
import struct
import sys
import threading
import time

sys.path.insert(0, "tests/lib")
import fastcgi
import stack
import tap

s = stack.Stack(minimal=True, config="rate: 0\nthreads: 4\n")
SOCKET = s.path("fcgi.sock")


def peer(timeout=30):
    return fastcgi.Peer(SOCKET, timeout)


def answers_at_once():
    """Does another peer get its answer within a second?"""
    began = time.monotonic()
    other = peer(5)
    other.send(fastcgi.request())
    status = other.status()
    other.close()
    return status == 200 and time.monotonic() - began < 1


def gateway():
    return s.children()["gateway"]


def test_the_socket_is_for_its_owner_and_group():
    tap.equal(oct(os.stat(SOCKET).st_mode & 0o777), oct(0o660))


def test_one_connection_serves_many_requests():
    p = peer()
    for _ in range(100):
        p.send(fastcgi.request())
        tap.equal(p.status(), 200)
    p.close()


def test_a_connection_that_is_not_kept_is_closed_without_waiting_for_its_peer():
    """Left to itself libfcgi waits for two seconds."""
    left = [peer() for _ in range(4)]
    for p in left:
        p.send(fastcgi.request(keep=False))
    for p in left:
        tap.equal(p.status(), 200)
    tap.true(answers_at_once(), "the threads wait")
    for p in left:
        tap.true(p.is_closed())
        p.close()


def test_idle_and_silent_connections_hold_up_nobody():
    idle = [peer() for _ in range(100)]
    for p in idle[:50]:
        p.send(fastcgi.request())
        tap.equal(p.status(), 200)
    tap.true(answers_at_once())
    for p in idle:
        p.send(fastcgi.request())
        tap.equal(p.status(), 200)
        p.close()


def test_a_peer_that_stops_in_the_middle_is_dropped():
    stuck = [peer() for _ in range(3)]
    for p in stuck:
        p.send(fastcgi.request()[:1])
    tap.true(answers_at_once(), "three of four threads are stuck")
    for p in stuck:
        tap.true(p.is_closed())


def test_when_all_threads_are_stuck_they_come_back_by_themselves():
    stuck = [peer() for _ in range(4)]
    for p in stuck:
        p.send(fastcgi.request()[:20])
    other = peer(60)
    other.send(fastcgi.request())
    tap.equal(other.status(), 200)
    other.close()
    for p in stuck:
        p.close()


def test_a_body_that_breaks_off_is_refused():
    """libfcgi delivers it like a whole one."""
    p = peer()
    all_records = fastcgi.request("POST", "/healthz", b"a=1", content_length=10)
    p.send(all_records)
    tap.true(p.status() in (400, 405))
    p.send(fastcgi.request())
    tap.equal(p.status(), 200)
    p.close()
    p = peer()
    p.send(all_records[:-11])
    p.close()
    tap.true(answers_at_once())


def test_a_body_that_nobody_reads_is_not_taken_for_the_next_request():
    p = peer()
    p.send(fastcgi.request("POST", "/nulle-part", b"x" * 500000))
    tap.equal(p.status(), 404)
    p.send(fastcgi.request())
    tap.equal(p.status(), 200)
    p.close()


def test_garbage_closes_the_connection_and_nothing_else():
    before = gateway()
    for data in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\0" * 64, b"\xff" * 64, fastcgi.record(fastcgi.PARAMS, b"x"),
                 fastcgi.record(fastcgi.BEGIN, struct.pack(">HB5x", 9, 1)),
                 fastcgi.begin() + fastcgi.record(fastcgi.PARAMS, b"\x05\x05ab"),
                 fastcgi.begin() + fastcgi.record(fastcgi.PARAMS) + fastcgi.record(fastcgi.ABORT)):
        p = peer()
        p.send(data)
        p.socket.shutdown(1)
        try:
            while p.socket.recv(65536):
                pass
        except ConnectionResetError:
            pass
        p.close()
    tap.true(answers_at_once())
    tap.equal(gateway(), before, "the gateway was restarted")


def test_absurd_lengths_end_the_gateway_and_it_is_back_within_a_second():
    """libfcgi 2.4.2 aborts (CVE-2025-23016's second half); only the web server can reach the socket."""
    before = gateway()
    p = peer()
    p.send(fastcgi.begin() + fastcgi.record(fastcgi.PARAMS, struct.pack(">II", 0xFFFFFFFE, 0xFFFFFFFE) + b"x" * 32))
    tap.true(p.is_closed())
    began = time.monotonic()
    tap.wait_for(lambda: gateway() != before, what="another gateway")
    tap.true(answers_at_once())
    tap.true(time.monotonic() - began < 1, "back after %.1f s" % (time.monotonic() - began))


def test_a_second_request_on_the_same_connection_at_once_harms_nobody_else():
    p = peer()
    p.send(fastcgi.begin(request=1) + fastcgi.begin(request=2) + fastcgi.request()[16:])
    p.answer()
    p.close()
    tap.true(answers_at_once())


def test_a_killed_gateway_loses_no_request_that_waits():
    before = gateway()
    os.kill(before, signal.SIGKILL)
    tap.true(answers_at_once())
    tap.wait_for(lambda: gateway() != before)


def test_a_killed_courier_is_replaced():
    before = s.children()["courier"]
    os.kill(before, signal.SIGKILL)
    tap.wait_for(lambda: s.children()["courier"] != before)
    tap.true(answers_at_once())


def test_without_descriptors_the_waiting_are_served_when_there_are_some_again():
    import resource
    pid = gateway()
    used = len(os.listdir("/proc/%d/fd" % pid))
    old = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    held = [peer() for _ in range(20)]
    try:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + 8, old[1]))
        for p in held:
            p.send(fastcgi.request())
        for p in held[:4]:
            tap.equal(p.status(), 200)
            p.close()
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, old)
    for p in held[4:]:
        tap.equal(p.status(), 200)
        p.close()
    tap.equal(gateway(), pid, "the gateway was restarted")


def test_hangup_opens_the_log_again():
    old = s.path("portillond.log.1")
    os.rename(s.path("portillond.log"), old)
    s.processes["portillond"].send_signal(signal.SIGHUP)

    def written():
        answers_at_once()
        return "event=request" in s.log()
    tap.wait_for(written)
    # The other tests look for the children in it.
    text = stack.read(old)
    os.unlink(old)
    stack.write(s.path("portillond.log"), text + s.log())


def test_requests_under_load_are_all_answered_while_it_stops():
    failures, done = [], []
    halt = threading.Event()

    def load():
        while not halt.is_set():
            p = None
            try:
                p = peer(10)
                p.send(fastcgi.request())
                done.append(p.status())
            except (ConnectionRefusedError, FileNotFoundError):
                return
            except Exception as error:
                failures.append(repr(error))
            finally:
                if p:
                    p.close()
    threads = [threading.Thread(target=load) for _ in range(4)]
    for t in threads:
        t.start()
    tap.wait_for(lambda: len(done) > 200)
    os.kill(gateway(), stack.STOP_CHILD)
    n = len(done)
    tap.wait_for(lambda: len(done) > n + 200)
    halt.set()
    for t in threads:
        t.join()
    tap.equal(failures, [])
    tap.equal(set(done), {200})


def test_who_came_before_the_end_is_answered():
    """Accepted, and silent until the gateway's threads have gone: its first request is waited for."""
    pid = gateway()

    def count_threads():
        return len(os.listdir("/proc/%d/task" % pid))
    threads = count_threads()
    early = peer()
    tap.true(answers_at_once(), "whoever comes later is accepted later")
    os.kill(pid, stack.STOP_CHILD)
    tap.wait_for(lambda: count_threads() <= threads - 4)
    early.send(fastcgi.request())
    tap.equal(early.status(), 200)
    early.close()
    tap.wait_for(lambda: gateway() != pid)


def test_it_stops_cleanly_and_takes_its_socket_away():
    idle = peer()
    idle.send(fastcgi.request())
    tap.equal(idle.status(), 200)
    tap.equal(s.stop_process("portillond"), 0)
    tap.true(not os.path.exists(SOCKET), "the socket is still there")
    ends = re.findall(r"level=(\w+) event=end process=(\w+)", s.log())[-2:]
    tap.equal(sorted(ends), [("info", "courier"), ("info", "gateway")])


def test_a_socket_left_behind_is_replaced_but_not_one_in_use():
    s.start_daemon()
    second = s.spawn("second", [os.path.join(tap.BUILD, "portillond"), "--config", s.config])
    tap.equal(second.wait(20), 1)
    tap.contains(s.log("second.out"), "[LISTEN]")
    tap.true(answers_at_once())
    pids = s.children()
    s.stop_process("portillond", signal.SIGKILL)
    tap.wait_for(lambda: not any(os.path.exists("/proc/%d" % pid) for pid in pids.values()),
                 what="the end of the children of a killed master")
    tap.true(os.path.exists(SOCKET))
    s.start_daemon()
    tap.true(answers_at_once())


tap.main(globals())

# test-timeout: 120
"""The outbox, the dispatcher and the courier against a mail server that refuses, stalls, drops and is not there, and while the
courier is killed: every mail arrives; twice only when the server had taken it before anybody could note that."""

import collections
import concurrent.futures
import email
import email.policy
import os
import random
import re
import shutil
import signal
import sqlite3
import sys

sys.path.insert(0, "tests/lib")
import people
import smtp_server
import stack
import tap

KILLS = 20
SEED = int(os.environ.get("SEED", random.randrange(1 << 30)))
PORT = stack.free_port()
s = people.Crowd(70, mail="url: smtp://127.0.0.1:%d\nallow_plain: yes\ntimeout: 1\nfrom: portail@valmont.example\n"
                          "from_name: Cabinet Vâlmont\nhelo: portail.valmont.example" % PORT)
persons = iter(s.crowd)


def send_in(n):
    """So many submissions: each puts two mails into the outbox."""
    sent = []
    for _ in range(n):
        person = next(persons)
        b = people.enter(s, person)
        tap.equal(people.save_point(b, person).status, 303)
        page = people.send(b, person)
        tap.equal((page.status, page.location), (303, person.url + "recu"))
        sent.append(person)
    return sent


def states():
    return dict(s.store("SELECT state, count(*) FROM outbox GROUP BY state"))


def all_out():
    """Has what waits for its next try tried at once."""
    if states().get("waiting") and not states().get("sending"):
        s.ctl("mail", "retry")
    return set(states()) == {"sent"}


def ids(mails):
    return [email.message_from_bytes(m.data)["Message-Id"] for m in mails]


def doubles(mails):
    """How many came more than once; those are the same, byte for byte."""
    first, n = {}, 0
    for mail, message_id in zip(mails, ids(mails)):
        if message_id in first:
            n += 1
            tap.equal(mail, first[message_id])
        first[message_id] = mail
    return n


def check_complete(mails):
    expected = s.store("SELECT '<' || message_id || '>', recipient FROM outbox")
    got = {(message_id, mail.recipients[0][1:-1]) for mail, message_id in zip(mails, ids(mails))}
    tap.equal(sorted(got), sorted(expected))


received = []


def test_without_a_server_mails_wait_and_the_portal_goes_on():
    send_in(2)
    tap.wait_for(lambda: s.store("SELECT count(*) FROM outbox WHERE last_error <> ''") == [(5,)], what="five tries")
    tap.equal(states(), {"waiting": 5})
    tap.equal(s.ctl("mail", "list").count("waiting"), 5)
    tap.contains(s.ctl("mail", "list").lower(), "connect")
    send_in(1)
    tap.equal(s.browser().get("/readyz").status, 200)
    with smtp_server.Server(PORT) as server:
        tap.wait_for(all_out, 20, "all mails out")
        tap.equal(doubles(server.mails), 0)
        tap.equal(server.helo, "portail.valmont.example")
        check_complete(server.mails)
        received.extend(server.mails)
    tap.contains(s.ctl("mail", "list").lower(), "no mail")


def test_whatever_goes_wrong_with_a_server_every_mail_arrives():
    faults = [(point, what) for point in smtp_server.POINTS
              for what in (smtp_server.DROP, smtp_server.HALF, 421, 451, smtp_server.STALL)]
    faults += [("body", smtp_server.MUTE)] * 3
    with smtp_server.Server(PORT) as server:
        server.faults = list(faults)
        send_in(6)
        tap.wait_for(lambda: all_out() and (not server.faults or not send_in(1)), 60, "all mails out")
        tap.equal(server.met, faults)
        tap.equal(doubles(server.mails), 3, "those that were taken without a word")
        received.extend(server.mails)
    check_complete(received)


def test_whatever_kills_the_courier_every_mail_arrives():
    chance, killed = random.Random(SEED), set()
    with smtp_server.Server(PORT) as server:
        for _ in range(KILLS):
            send_in(2)
            until = server.moments + chance.randrange(1, 60)
            server.wait_for(lambda: server.moments >= until, 1)
            pid = tap.wait_for(lambda: s.children()["courier"] not in killed and s.children()["courier"], what="a courier")
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        tap.wait_for(lambda: set(states()) == {"sent"}, 30, "all mails out, without being asked")
        n = doubles(server.mails)
        tap.true(n <= KILLS, "%d doubles of %d kills, SEED=%d" % (n, KILLS, SEED))
        received.extend(server.mails)
    check_complete(received)
    print("# %d kills, %d mails, %d came twice" % (KILLS, len(received), n))


def is_told_to_stop(pid):
    """The signal waits until the process lets it in; or it has ended already."""
    try:
        with open("/proc/%d/status" % pid) as file:
            pending = sum(int(line.split()[1], 16) for line in file if line.startswith(("SigPnd", "ShdPnd")))
    except (FileNotFoundError, ProcessLookupError):
        return True
    return bool(pending & 1 << (stack.STOP_CHILD - 1))


def stop_whole_group():
    """As service managers do: SIGTERM to every process at once, or one after the other."""
    for pid in s.children().values():
        os.kill(pid, signal.SIGTERM)
    return s.stop_process("portillond")


def check_stop_amid_a_mail(stop):
    with smtp_server.Server(PORT) as server:
        server.faults = [("body", smtp_server.HOLD)]
        send_in(1)
        tap.wait_for(lambda: server.met, what="the first mail is taken, and the answer held back")
        courier = s.children()["courier"]
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            stopped = pool.submit(stop)
            tap.wait_for(lambda: is_told_to_stop(courier), what="the courier is told to stop")
            server.held.set()
            tap.equal(stopped.result(), 0)
        s.start_daemon()
        tap.wait_for(all_out, 20, "all mails out")
        tap.equal(doubles(server.mails), 0)
        received.extend(server.mails)
    check_complete(received)


def test_a_mail_that_is_under_way_when_the_daemon_is_stopped_arrives_once():
    check_stop_amid_a_mail(lambda: s.stop_process("portillond"))


def test_a_mail_that_is_under_way_when_the_whole_group_is_told_to_end_arrives_once():
    check_stop_amid_a_mail(stop_whole_group)


def test_what_is_refused_for_good_is_given_up_and_shown():
    person = s.crowd[-1]
    with smtp_server.Server(PORT) as server:
        server.refused["<%s>" % person.email] = 550
        b = people.enter(s, person)
        people.save_point(b, person)
        people.send(b, person)
        tap.wait_for(lambda: states().get("failed") == 1 and not states().get("waiting") and not states().get("sending"))
        shown = s.ctl("mail", "list")
        tap.contains(shown, person.email)
        tap.contains(shown, "given up")
        tap.contains(shown, "550")
        tap.equal(shown.count("@"), 1)
        server.refused.clear()
        tap.true(all(m.recipients != ["<%s>" % person.email] for m in server.mails))
        s.ctl("mail", "retry")
        tap.wait_for(lambda: set(states()) == {"sent"})
        received.extend(server.mails)
    check_complete(received)


def publish(name, *changes):
    """The site under another name, with these changes to its tables; waits until it is taken up."""
    shutil.copy(s.path("whole.db"), s.path("site/new.db"))
    with sqlite3.connect(s.path("site/new.db")) as db:
        for change in changes:
            db.execute(change)
        db.execute("UPDATE site SET value = ? WHERE key = 'name'", (name,))
    os.rename(s.path("site/new.db"), s.path("site/site.db"))
    tap.wait_for(lambda: name in s.browser().get("/espace/connexion").text, what="the new site")


def test_what_cannot_be_composed_is_given_up_and_composed_once_it_can_be():
    shutil.copy(s.path("site/site.db"), s.path("whole.db"))
    with smtp_server.Server(PORT) as server:
        publish("Cabinet sans modèle", "DELETE FROM template WHERE name = 'mail/html'")
        person, = send_in(1)
        tap.wait_for(lambda: states().get("failed") == 2 and not states().get("waiting"), what="two mails given up")
        tap.contains(s.ctl("mail", "list"), "could not be composed")
        tap.equal(s.store("SELECT count(*) FROM submission WHERE id = ?", person.assignment), [(1,)])
        publish("Cabinet Valmont")
        s.ctl("mail", "retry")
        tap.wait_for(lambda: set(states()) == {"sent"}, what="all mails out")
        received.extend(server.mails)
    check_complete(received)


HEADERS = ["Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Reply-To", "Subject",
           "To"]


def check_format(mail):
    data = mail.data
    tap.equal(data.count(b"\n"), data.count(b"\r\n"))
    tap.equal(data.count(b"\r"), data.count(b"\r\n"))
    tap.true(max(data) < 127 and 0 not in data and data.endswith(b"\r\n"))
    head = data.partition(b"\r\n\r\n")[0]
    tap.true(max(map(len, head.split(b"\r\n"))) <= 78, "a long header line")
    tap.true(max(map(len, data.split(b"\r\n"))) <= 78, "a long line")
    message = email.message_from_bytes(data, policy=email.policy.default)
    tap.equal(sorted(message.keys()), HEADERS)
    tap.equal([p.defects for p in message.walk()] + [message[h].defects for h in HEADERS if h != "Message-Id"],
              [[]] * 3 + [()] * (len(HEADERS) - 1))
    return message


def test_python_reads_every_mail():
    kinds = collections.Counter(kind for kind, in s.store("SELECT kind FROM outbox"))
    clients = {address for address, in s.store("SELECT email FROM client")}
    for mail in received:
        message = check_format(mail)
        tap.equal(mail.sender.split(" ")[0], "<portail@valmont.example>")
        tap.equal(mail.recipients, ["<%s>" % message["To"].addresses[0].addr_spec])
        tap.equal(len(message["To"].addresses), 1)
        to, answers = (message[h].addresses[0].addr_spec for h in ("To", "Reply-To"))
        tap.true(answers in clients if to == people.ADVISER[0] else answers == people.ADVISER[0], answers)
        tap.equal(len(message["Reply-To"].addresses), 1)
        tap.equal(str(message["From"]), "Cabinet Vâlmont <portail@valmont.example>")
        tap.equal(message["Auto-Submitted"], "auto-generated")
        tap.equal(message["Content-Language"], "fr")
        tap.equal(message.get_content_type(), "multipart/alternative")
        parts = list(message.iter_parts())
        tap.equal([(p.get_content_type(), p.get_content_charset(), p["Content-Transfer-Encoding"]) for p in parts],
                  [("text/plain", "utf-8", "quoted-printable"), ("text/html", "utf-8", "quoted-printable")])
        text, page = (p.get_content() for p in parts)
        tap.true(s.url in text and s.url in page and "Cabinet Valmont" in text, text)
        tap.equal(re.findall(r"</?[a-z]+[ />]", text), [])
    tap.equal(set(kinds), {"invitation", "resultat", "recu"})


def test_the_adviser_reads_who_and_what():
    person = s.crowd[0]
    reference = s.store("SELECT reference FROM submission WHERE id = ?", person.assignment)[0][0]
    messages = [check_format(m) for m in received]
    found = [m for m in messages if reference in m.get_body(("plain",)).get_content()
             and m["To"].addresses[0].addr_spec == people.ADVISER[0]]
    tap.equal(len({m["Message-Id"] for m in found}), 1)
    for kind in ("plain", "html"):
        text = found[0].get_body((kind,)).get_content()
        for words in ("Jeanne Moreau", "Équilibré", "Expérimenté", "Quel âge avez-vous", reference):
            tap.contains(text, words)


tap.main(globals())

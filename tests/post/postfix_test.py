# test-timeout: 120
"""Debian's postfix on loopback, with TLS: the adviser's result arrives in a mailbox through STARTTLS, intact. Without trust in
its certificate nothing goes out. Postfix runs from a configuration of its own, without the machine's."""

import email
import email.policy
import glob
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, "tests/lib")
import people
import stack
import tap

MAIN = """compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
relayhost = [127.0.0.1]:9
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = valmont.example, client.example
virtual_mailbox_base = {folder}/mailboxes
virtual_mailbox_maps = inline:{{ marc.delorme@valmont.example=marc/ }}, static:other/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_transport = virtual
smtpd_tls_cert_file = {folder}/certificate.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_security_level = encrypt
smtpd_tls_received_header = yes
smtpd_recipient_restrictions = permit_mynetworks, reject
alias_maps =
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""

MASTER = """127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

SPOOL = ("active bounce corrupt defer deferred flush hold incoming private saved trace").split()


class Postfix:
    def __init__(self):
        if os.getuid() != 0:
            tap.skip("postfix starts as root only")
        if not os.path.exists("/usr/lib/postfix/sbin/master"):
            tap.skip("postfix is not installed")
        self.port = stack.free_port()
        # Postfix goes on as another user, who must get through every folder above: not so below the private TMPDIR.
        self.folder = tempfile.mkdtemp(prefix="portillon-postfix.", dir="/tmp")
        self.write()
        self.process = subprocess.Popen(["/usr/lib/postfix/sbin/master", "-c", self.path("etc"), "-d"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=open(self.path("err"), "wb"))

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self):
        user = pwd.getpwnam("postfix")
        values = {"folder": self.folder, "uid": user.pw_uid, "gid": user.pw_gid, "port": self.port}
        os.chmod(self.folder, 0o755)
        for name in ["etc", "spool", "spool/pid"]:
            os.mkdir(self.path(name), 0o755)
        for name in ["data", "mailboxes"] + ["spool/" + name for name in SPOOL]:
            os.mkdir(self.path(name), 0o700)
            os.chown(self.path(name), user.pw_uid, -1)
        for name, mode in (("spool/public", 0o710), ("spool/maildrop", 0o730)):
            os.mkdir(self.path(name))
            shutil.chown(self.path(name), "postfix", "postdrop")
            os.chmod(self.path(name), mode)
        stack.write(self.path("etc/main.cf"), MAIN.format(**values))
        stack.write(self.path("etc/master.cf"), MASTER.format(**values))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", self.path("key.pem"),
                        "-out", self.path("certificate.pem")], check=True, capture_output=True)

    def log(self):
        return "".join(stack.read(p) for p in (self.path("log"), self.path("err")) if os.path.exists(p))

    def wait(self):
        def speaks():
            if self.process.poll() is not None:
                tap.skip("postfix does not run here: " + self.log())
            with stack.socket.socket() as peer:
                peer.settimeout(5)
                return peer.connect_ex(("127.0.0.1", self.port)) == 0 and peer.recv(4) == b"220 "
        tap.wait_for(speaks, 20, "postfix")

    def mails(self, box):
        return [open(p, "rb").read() for p in sorted(glob.glob(self.path("mailboxes", box, "new", "*")))]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder)


def with_postfix(function):
    postfix = Postfix()
    try:
        postfix.wait()
        function(postfix)
    except tap.Failed as why:
        tap.fail("%s\n%s" % (why, postfix.log()))
    finally:
        postfix.stop()


def settings(postfix, trust=True):
    lines = ["url: smtp://localhost:%d" % postfix.port, "from: portail@valmont.example", "timeout: 5"]
    return "\n".join(lines + ["ca_file: " + postfix.path("certificate.pem")] * trust)


def send_in(s):
    b = people.enter(s, s.crowd[0])
    people.save_point(b, s.crowd[0])
    tap.equal(people.send(b, s.crowd[0]).status, 303)
    return s.store("SELECT reference FROM submission")[0][0]


def check_result(data, message_id, reference):
    message = email.message_from_bytes(data, policy=email.policy.default)
    tap.equal([str(v) for v in message.get_all("Message-Id")], ["<%s>" % message_id])
    tap.equal(message["Delivered-To"], people.ADVISER[0])
    tap.equal(message["Return-Path"], "<portail@valmont.example>")
    tap.true(re.search(r"using TLSv1\.[23] with cipher", message["Received"]), message["Received"])
    tap.contains(message["Subject"], "Jeanne Moreau a envoyé un questionnaire")
    for kind in ("plain", "html"):
        text = message.get_body((kind,)).get_content()
        for words in (reference, "Équilibré", "Expérimenté", "54 000 €", "Quel âge avez-vous"):
            tap.contains(text.replace("\u202f", " ").replace("\u00a0", " "), words)


def test_the_result_arrives_through_tls():
    def story(postfix):
        with people.Crowd(1, mail=settings(postfix)) as s:
            reference = send_in(s)
            tap.wait_for(lambda: s.store("SELECT count(*) FROM outbox WHERE state = 'sent'") == [(3,)], 30, "three mails out")
            tap.wait_for(lambda: len(postfix.mails("marc")) == 1 and len(postfix.mails("other")) == 2, 30, "three mails in")
            message_id = s.store("SELECT message_id FROM outbox WHERE kind = 'resultat'")[0][0]
            check_result(postfix.mails("marc")[0], message_id, reference)
    with_postfix(story)


def test_an_unknown_certificate_gets_nothing():
    def story(postfix):
        with people.Crowd(1, mail=settings(postfix, trust=False)) as s:
            send_in(s)
            tap.wait_for(lambda: s.store("SELECT count(*) FROM outbox WHERE last_error <> ''") == [(3,)], 30, "three tries")
            tap.equal(s.store("SELECT DISTINCT state FROM outbox"), [("waiting",)])
            tap.contains(s.ctl("mail", "list").lower(), "certificate")
            tap.equal(s.browser().get("/readyz").status, 200)
            tap.equal(postfix.mails("marc") + postfix.mails("other"), [])
    with_postfix(story)


tap.main(globals())

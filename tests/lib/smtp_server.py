"""A scripted SMTP server on loopback, for what real servers do too rarely.

    with smtp_server.Server() as server:
        server.faults = [("rcpt", 450), ("body", smtp_server.DROP), …]      # each is met once, in this order
        server.mails                                                        # accepted so far: Mail(sender, recipients, data)

Points of the dialogue: banner, ehlo, mail, rcpt, data, body. A fault is a reply code, or one of those below."""

import collections
import socket
import threading

DROP = "drop"      # closes without an answer
STALL = "stall"    # stays silent until the client leaves
HALF = "half"      # half an answer, then closes
MUTE = "mute"      # of the body: takes the mail, but closes before saying so
HOLD = "hold"      # of the body: takes the mail, and says so once `server.held` is set

POINTS = ("banner", "ehlo", "mail", "rcpt", "data", "body")
GOOD = {"banner": "220 scripted.example ESMTP", "ehlo": "250 scripted.example", "mail": "250 ok", "rcpt": "250 ok",
        "data": "354 go on", "body": "250 taken"}

Mail = collections.namedtuple("Mail", "sender recipients data")


class Left(Exception):
    pass


class Server:
    def __init__(self, port=0):
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.changed = threading.Condition()
        self.moments = self.connections = 0
        self.mails, self.faults, self.met, self.helo = [], [], [], None
        self.held = threading.Event()
        self.refused = {}       # of a recipient: always this code
        self.open = set()
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for peer in list(self.open):
            try:
                peer.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            self.open.add(peer)
            self.connections += 1
            threading.Thread(target=self.serve, args=(peer,), daemon=True).start()

    def serve(self, peer):
        try:
            Dialogue(self, peer).run()
        except (Left, OSError):
            pass
        finally:
            self.open.discard(peer)
            peer.close()

    def tick(self):
        with self.changed:
            self.moments += 1
            self.changed.notify_all()

    def wait_for(self, condition, seconds=30):
        with self.changed:
            return self.changed.wait_for(condition, seconds)

    def fault(self, point):
        """What is to go wrong now."""
        with self.changed:
            if not self.faults:
                return None
            wanted, what = self.faults[0]
            if wanted == point:
                self.met.append(self.faults.pop(0))
                return what
            # Banner and EHLO are met by new connections alone.
            return 421 if point == "mail" and wanted in ("banner", "ehlo") else None


class Dialogue:
    def __init__(self, server, peer):
        self.server, self.peer, self.held = server, peer, b""

    def line(self):
        while b"\r\n" not in self.held:
            got = self.peer.recv(65536)
            if not got:
                raise Left
            self.held += got
        line, _, self.held = self.held.partition(b"\r\n")
        self.server.tick()
        return line

    def body(self):
        lines = []
        while True:
            line = self.line()
            if line == b".":
                return b"".join(line + b"\r\n" for line in lines)
            lines.append(line[1:] if line.startswith(b".") else line)

    def say(self, text):
        self.peer.sendall(text.encode() + b"\r\n")

    def answer(self, point, code=None):
        """True when all went well."""
        what = self.server.fault(point) or code
        if what in (DROP, MUTE):
            raise Left
        if what == HOLD:
            self.server.held.wait(20)
            what = None
        if what == STALL:
            while self.peer.recv(65536):
                pass
            raise Left
        if what == HALF:
            self.peer.sendall(GOOD[point][:2].encode())
            raise Left
        self.say("%d no" % what if what else GOOD[point])
        if what == 421:
            raise Left
        return not what

    def take(self, mail):
        data = self.body()
        with self.server.changed:
            muted = self.server.faults[:1] in ([("body", MUTE)], [("body", HOLD)])
            fails = self.server.faults[:1] and self.server.faults[0][0] == "body" and not muted
        if muted or not fails:
            with self.server.changed:
                self.server.mails.append(mail._replace(data=data))
                self.server.changed.notify_all()
        self.answer("body")

    def run(self):
        if not self.answer("banner"):
            raise Left
        sender, recipients = None, []
        while True:
            line = self.line().decode("latin-1")
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb in ("EHLO", "HELO"):
                self.server.helo = line[5:]
                self.answer("ehlo")
            elif verb == "MAIL":
                sender, recipients = line[len("MAIL FROM:"):], []
                self.answer("mail")
            elif verb == "RCPT":
                recipient = line[len("RCPT TO:"):]
                if self.answer("rcpt", self.server.refused.get(recipient)):
                    recipients.append(recipient)
            elif verb == "DATA":
                if self.answer("data"):
                    self.take(Mail(sender, recipients, None))
            elif verb == "QUIT":
                self.say("221 bye")
                raise Left
            else:
                self.say("250 ok" if verb in ("RSET", "NOOP") else "502 unknown")

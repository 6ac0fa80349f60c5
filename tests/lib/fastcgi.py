"""A raw FastCGI client, for what no web server would send."""

import socket
import struct

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR = 1, 2, 3, 4, 5, 6, 7


def record(kind, content=b"", request=1):
    return struct.pack(">BBHHBB", 1, kind, request, len(content), 0, 0) + content


def begin(keep=True, request=1):
    return record(BEGIN, struct.pack(">HB5x", 1, 1 if keep else 0), request)


def length(n):
    return struct.pack("B", n) if n < 128 else struct.pack(">I", n | 0x80000000)


def pairs(params):
    return b"".join(length(len(n)) + length(len(v)) + n + v
                    for n, v in ((n.encode(), v.encode("utf-8", "surrogateescape")) for n, v in params.items()))


def request(method="GET", path="/healthz", body=b"", params=None, keep=True, content_length=None):
    """All the records of one request."""
    all_params = {"REQUEST_METHOD": method, "DOCUMENT_URI": path, "QUERY_STRING": "", "REMOTE_ADDR": "192.0.2.7"}
    if method == "POST":
        all_params["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        all_params["CONTENT_LENGTH"] = str(len(body) if content_length is None else content_length)
    all_params.update(params or {})
    out = begin(keep) + record(PARAMS, pairs(all_params)) + record(PARAMS)
    for at in range(0, len(body), 60000):
        out += record(STDIN, body[at:at + 60000])
    return out + record(STDIN)


class Peer:
    def __init__(self, path, timeout=30):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(path)
        self.held = b""

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def exactly(self, n):
        while len(self.held) < n:
            got = self.socket.recv(65536)
            if not got:
                raise EOFError("closed by the server")
            self.held += got
        out, self.held = self.held[:n], self.held[n:]
        return out

    def answer(self):
        """Head and body of the answer, as CGI has them, up to the end of the request."""
        out = b""
        while True:
            _, kind, _, size, padding, _ = struct.unpack(">BBHHBB", self.exactly(8))
            content = self.exactly(size)
            self.exactly(padding)
            if kind == STDOUT:
                out += content
            if kind == END:
                head, _, body = out.partition(b"\r\n\r\n")
                return head.decode(), body

    def status(self):
        head, _ = self.answer()
        return int(head.split("\r\n")[0].split()[1])

    def is_closed(self):
        """Waits for the server to close."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

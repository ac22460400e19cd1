"""A client that asks as fast as it is answered: plain sockets that stay open, one request in flight on each."""

import selectors
import socket
import statistics
import time
from dataclasses import dataclass, field

RECEIVE = 256 * 1024


class Unexpected(Exception):
    """An answer that is not a whole page with status 200."""


@dataclass
class Asked:
    """What a number of requests took, as the client saw it."""

    requests: int
    seconds: float
    cpu_seconds: float
    size: int
    waits: list[float] = field(repr=False)

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def median_ms(self) -> float:
        return statistics.median(self.waits) * 1000

    @property
    def p99_ms(self) -> float:
        return sorted(self.waits)[min(len(self.waits) - 1, int(len(self.waits) * 0.99))] * 1000


def request(path: str, cookie: str = "") -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html", "Accept-Encoding: gzip, deflate, br, zstd"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Line:
    """One open connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = bytearray()
        self.whole = 0
        self.since = 0.0

    def ask(self, wanted: bytes) -> None:
        self.got.clear()
        self.whole = 0
        self.since = time.perf_counter()
        self.socket.sendall(wanted)

    def receive(self) -> bool:
        """Takes what came; says whether the answer is whole."""
        came = self.socket.recv(RECEIVE)
        if not came:
            raise Unexpected("the line was closed")
        self.got += came
        if not self.whole:
            head = self.got.find(b"\r\n\r\n")
            if head < 0:
                return False
            self.whole = head + 4 + _length(bytes(self.got[:head]))
        return len(self.got) >= self.whole


def _length(head: bytes) -> int:
    if b" 200" not in head[:14]:
        raise Unexpected(head.split(b"\r\n")[0].decode())
    found = head.lower().find(b"content-length:")
    if found < 0:
        raise Unexpected("an answer without a length")
    return int(head[found + 15:].split(b"\r\n")[0])


def ask(port: int, wanted: bytes, *, requests: int, lines: int) -> Asked:
    """Sends so many requests over so many connections, and waits for every answer."""
    open_lines = [Line(port) for _ in range(min(lines, requests))]
    waiting = selectors.DefaultSelector()
    for line in open_lines:
        waiting.register(line.socket, selectors.EVENT_READ, line)
    waits: list[float] = []
    left = requests - len(open_lines)
    began, worked = time.perf_counter(), time.process_time()
    for line in open_lines:
        line.ask(wanted)
    while len(waits) < requests:
        for key, _ in waiting.select(30):
            line = key.data
            if not line.receive():
                continue
            waits.append(time.perf_counter() - line.since)
            if left:
                left -= 1
                line.ask(wanted)
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    size = open_lines[0].whole
    for line in open_lines:
        line.socket.close()
    return Asked(requests, took, cpu, size, waits)


def page_bytes(port: int, wanted: bytes) -> int:
    """How many bytes the page itself has on the wire, without its head."""
    line = Line(port)
    line.ask(wanted)
    while not line.receive():
        pass
    line.socket.close()
    return line.whole - line.got.find(b"\r\n\r\n") - 4

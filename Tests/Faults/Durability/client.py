"""A connection that sends one request at a time and does not wait for the answer."""

import json
import re
import socket
from dataclasses import dataclass

from server import Failure

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close\r\n", re.IGNORECASE)


class Gone(OSError):
    """The connection ended before the answer was whole."""


@dataclass
class Answer:
    status: int
    body: bytes

    def value(self) -> dict:
        try:
            return json.loads(self.body)
        except ValueError:
            raise Failure(f"an answer with {self.status} is no JSON: {self.body[:300]!r}") from None

    @property
    def code(self) -> str:
        """The code of a problem."""
        return self.value().get("code", "")


def request(method: str, path: str, token: str, body: dict | None = None, *fields: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}", *fields]
    content = b""
    if body is not None:
        content = json.dumps(body, ensure_ascii=False).encode()
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


class Client:
    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.come = b""

    def send(self, text: bytes) -> None:
        """Of a request, which fits into the socket's buffer: nothing else is on its way."""
        try:
            if self.socket.send(text) != len(text):
                raise Gone("a request did not fit")
        except OSError as error:
            raise Gone(str(error)) from None

    def take(self) -> Answer | None:
        """The answer, once it is whole."""
        while True:
            try:
                piece = self.socket.recv(262144)
            except BlockingIOError:
                return None
            except OSError as error:
                raise Gone(str(error)) from None
            if not piece:
                raise Gone("the end")
            self.come += piece
            if answer := self._whole():
                return answer

    def _whole(self) -> Answer | None:
        end = self.come.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = self.come[:end + 2]
        length = LENGTH.search(head)
        size = end + 4 + (int(length[1]) if length else 0)
        if len(self.come) < size:
            return None
        answer = Answer(int(head[9:12]), self.come[end + 4:size])
        self.come = self.come[size:]
        self.is_last = bool(CLOSES.search(head))
        return answer

    def close(self) -> None:
        self.socket.close()

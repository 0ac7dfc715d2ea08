"""Writers that create, change and delete members and meetings, each with one request at a time, all in one thread."""

import math
import random
import selectors
import time

from client import Client, Gone, request
from oracle import KINDS, Attempt, Oracle, Thing

HOT = 8  # things that everybody wants to change


class Crew:
    def __init__(self, oracle: Oracle, chance: random.Random, port: int, token: str, count: int = 16):
        self.oracle, self.chance, self.token = oracle, chance, token
        self.selector = selectors.DefaultSelector()
        self.clients: dict[int, Client] = {}
        self.under_way: dict[int, Attempt] = {}
        for index in range(count):
            self.clients[index] = Client(port)
            self.selector.register(self.clients[index].socket, selectors.EVENT_READ, index)

    def run(self, seconds: float, answers: float = math.inf) -> None:
        """Until the time is over, so many answers have come, or every connection has ended."""
        end = time.monotonic() + seconds
        for index in list(self.clients):
            if index not in self.under_way:
                self._next(index)
        while self.clients and answers > 0 and (left := end - time.monotonic()) > 0:
            for key, _ in self.selector.select(left):
                if self._turn(key.data):
                    answers -= 1
                    self._next(key.data)

    def settle(self, seconds: float = 10) -> None:
        """Begins nothing more, and takes what still comes. What has not come by then has an unknown outcome."""
        end = time.monotonic() + seconds
        while any(index in self.under_way for index in self.clients) and (left := end - time.monotonic()) > 0:
            for key, _ in self.selector.select(left):
                self._turn(key.data)
        self.cut_off("no answer")

    def cut_off(self, why: str) -> None:
        """Ends all connections, whatever was still to come."""
        for index in list(self.clients):
            self._drop(index, why)
        self.selector.close()

    def _turn(self, index: int) -> bool:
        """Whether an answer has come and the connection goes on."""
        client = self.clients[index]
        try:
            answer = client.take()
        except Gone as gone:
            self._drop(index, str(gone))
            return False
        if not answer:
            return False
        self.oracle.told(self.under_way.pop(index), answer)
        if client.is_last:
            self._drop(index, "")
        return not client.is_last

    def _drop(self, index: int, why: str) -> None:
        client = self.clients.pop(index)
        if attempt := self.under_way.pop(index, None):
            self.oracle.unknown(attempt, why)
        self.selector.unregister(client.socket)
        client.close()

    def _next(self, index: int) -> None:
        attempt, text = self._choose(index)
        self.under_way[index] = attempt
        try:
            self.clients[index].send(text)
        except Gone as gone:
            self._drop(index, str(gone))

    def _choose(self, client: int) -> tuple[Attempt, bytes]:
        """What a client asks next, noted with the oracle."""
        roll = self.chance.random()
        kind = "members" if self.chance.random() < 0.75 else "meetings"
        thing = self._some(kind)
        if roll < 0.2 or not thing:
            return self._ask(client, "POST", kind, None, 0)
        if roll < 0.4:
            return self._ask(client, "PUT", kind, self._new(kind), 0, "If-None-Match: *")
        if not thing.item:
            # One that was deleted comes back under its id, and goes on counting its versions.
            return self._ask(client, "PUT", kind, thing, thing.version, "If-None-Match: *")
        match = f'If-Match: "s{thing.version}"'
        if roll < 0.65:
            return self._ask(client, "PATCH", kind, thing, thing.version, match)
        if roll < 0.75:
            return self._ask(client, "PUT", kind, thing, thing.version, match)
        if roll < 0.8:
            return self._ask(client, "PATCH", kind, thing, None, "If-Match: *")
        if roll < 0.83:
            return self._ask(client, "PATCH", kind, thing, -1, 'If-Match: "s0"')
        if roll < 0.86:
            return self._ask(client, "PATCH", kind, thing, thing.version, match, wrong=True)
        return self._ask(client, "DELETE" if roll < 0.94 else "GET", kind, thing, thing.version, match)

    def _some(self, kind: str) -> Thing | None:
        things = self.oracle.lists[kind]
        if not things:
            return None
        return things[int(self.chance.random() ** 2 * min(len(things), HOT))] if self.chance.random() < 0.2 \
            else self.chance.choice(things)

    def _new(self, kind: str) -> Thing:
        time, chance = int(self.chance.random() * 2**40), self.chance.getrandbits(74)
        text = f"{time:012x}7{chance >> 62:03x}{8 + (chance >> 60 & 3):x}{chance & 2**60 - 1:015x}"
        return self.oracle.thing(kind, "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:])))

    def _ask(self, client: int, method: str, kind: str, thing: Thing | None, base: int | None, *fields: str,
             wrong: bool = False) -> tuple[Attempt, bytes]:
        sent = self._value(kind, wrong) if method in ("POST", "PUT", "PATCH") else None
        full = sent and sent | {name: [] for name in REST[kind]} | ({"state": "planned"} if kind == "meetings" else {})
        attempt = self.oracle.ask(client, method, kind, thing, base, full)
        path = f"/v1/{kind}" + (f"/{thing.id}" if thing else "")
        return attempt, request(method, path, self.token, sent, *(fields if method != "GET" else ()))

    def _value(self, kind: str, wrong: bool) -> dict:
        """Whole, though PATCH would take a part, so that what a request leaves is known from it alone."""
        chance = self.chance
        mark = f"{KINDS[kind]} {self.oracle.number + 1} {chance.getrandbits(32):08x}"
        number = 0 if wrong else chance.randint(1, 100)
        # Now and then longer than a block of the disk.
        texts = [f"{chance.getrandbits(400):0100x}" for _ in range(chance.choice((0, 0, 0, 1, 2, 50)))]
        if kind == "members":
            return {"councilId": "gunma", "name": mark, "aliases": texts, "sector": "labour", "order": number,
                    "from": "2025-07-10"}
        agenda = [{"number": at + 1, "title": text, "level": "public"} for at, text in enumerate(texts)]
        return {"councilId": "gunma", "number": number, "title": mark, "kind": "regular", "mode": "inPerson",
                "agenda": agenda}


# The lists that nobody sends.
REST = {"members": ["units"], "meetings": ["papers", "attendance", "guests", "replies"]}

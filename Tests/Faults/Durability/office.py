"""A data directory, the server on it from one start to the next, and what it holds, read back and held against the
oracle."""

import http.client
import json
import random
import time
from pathlib import Path
from urllib.parse import quote

from oracle import KINDS, Oracle
from server import Failure, Server

SAMPLE = 4  # things that are also read one by one


class Office:
    def __init__(self, binary: Path, root: Path, work: Path, data: Path, log: Path, chance: random.Random,
                 settings: dict[str, object] | None = None, variables: dict[str, str] | None = None):
        self.binary, self.root, self.work, self.data, self.chance = binary, root, work, data, chance
        # Each request in the log would cost as much as it does.
        self.settings, self.variables = {"LOG_LEVEL": "notice"} | (settings or {}), variables
        self.data.mkdir(mode=0o700)
        self.oracle = Oracle(log)
        self.server: Server | None = None
        self.baseline: dict[str, list[dict]] | None = None
        self.start_seconds: list[float] = []

    def start(self, before: tuple[str, ...] = (), variables: dict[str, str] | None = None) -> None:
        begin = time.monotonic()
        self.begin(before, variables)
        self.server.await_listening()
        self.start_seconds.append(time.monotonic() - begin)

    def begin(self, before: tuple[str, ...] = (), variables: dict[str, str] | None = None) -> None:
        """Starts it and does not wait until it listens."""
        self.kill()
        self.server = Server(self.binary, self.root, self.work, self.settings, data=self.data, before=before,
                             variables=(self.variables or {}) | (variables or {}), waits=False)

    def kill(self) -> None:
        if self.server:
            self.server.kill()

    def close(self) -> None:
        self.kill()
        self.oracle.close()

    def check(self) -> None:
        """Reads everything back over HTTP, in pages, a sample of it one by one, and compares."""
        reader = Reader(self.server.port, self.server.token)
        others = {kind: reader.items(kind) for kind in ("councils", "role-assignments")}
        for kind in KINDS:
            items = reader.items(kind)
            if self.baseline is None:
                self.oracle.adopt(kind, items)
            self.oracle.compare(kind, items)
            self._sample(reader, kind)
        if self.baseline is None:
            members = len(self.oracle.things["members"])
            if (len(others["councils"]), len(others["role-assignments"]), members) != (4, 95, 30):
                raise Failure("the first start has not filled the store")
            self.baseline = others
        if others != self.baseline:
            self.oracle.fault("invented", "councils or role assignments have changed, and nobody has changed them")
        reader.close()

    def _sample(self, reader: "Reader", kind: str) -> None:
        things = self.oracle.lists[kind]
        for thing in self.chance.sample(things, min(SAMPLE, len(things))):
            status, item = reader.get(f"/v1/{kind}/{thing.id}")
            expected = (200, thing.item) if thing.item else (410 if thing.known else 404, None)
            if (status, item if status == 200 else None) != expected:
                self.oracle.fault("lost", f"{kind} {thing.id} is {expected[1]} in the list, by itself {status} {item}")


class Reader:
    """One connection that waits for each answer."""

    def __init__(self, port: int, token: str):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.token = token

    def get(self, path: str) -> tuple[int, dict]:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, value: dict | None = None) -> tuple[int, dict]:
        fields = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        self.connection.request(method, path, value and json.dumps(value), fields)
        try:
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (http.client.HTTPException, ValueError) as error:
            raise Failure(f"{method} {path}: {type(error).__name__}: {error}") from None

    def items(self, kind: str) -> list[dict]:
        items, cursor = [], ""
        while True:
            status, page = self.get(f"/v1/{kind}?limit=1000" + (f"&cursor={quote(cursor)}" if cursor else ""))
            if status != 200:
                raise Failure(f"the list of {kind} answered {status}: {page}")
            items += page["items"]
            if not (cursor := page.get("nextCursor", "")):
                return items

    def close(self) -> None:
        self.connection.close()

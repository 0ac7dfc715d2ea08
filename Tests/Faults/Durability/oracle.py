"""What clients asked and were told, and whether what is there fits it.

A thing is one resource under its id. Every value that is written holds a text that no other value holds, so that
whatever is read back can be traced to the one request that wrote it. A thing's versions count from 1, one for each
write; a deletion is a version without content.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from client import Answer

STAMPS = {"id", "version", "createdAt", "updatedAt"}
KINDS = {"members": "name", "meetings": "title"}
REFUSALS = {404, 409, 410, 412, 422, 503, 507}
SHOWN = 10  # faults that are told in full


def content(item: dict) -> dict:
    return {name: value for name, value in item.items() if name not in STAMPS}


@dataclass
class Thing:
    kind: str
    id: str
    # What somebody was told stands in a version; None: deleted.
    known: dict[int, dict | None] = field(default_factory=dict)
    # Requests whose outcome nobody knows.
    open: list["Attempt"] = field(default_factory=list)

    @property
    def version(self) -> int:
        return max(self.known, default=0)

    @property
    def item(self) -> dict | None:
        return self.known.get(self.version)


@dataclass
class Attempt:
    number: int
    client: int
    method: str
    kind: str
    thing: Thing | None  # None: its id is the server's to choose
    base: int | None  # the version that it must follow; None: any
    content: dict | None  # what is to be there after it; None: nothing

    @property
    def mark(self) -> str:
        return (self.content or {}).get(KINDS[self.kind], "")

    def makes(self, version: int, item: dict) -> bool:
        return self.content == content(item) and self.base in (None, version - 1)


class Oracle:
    def __init__(self, log: Path):
        self.log = log
        self.file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        self.things: dict[str, dict[str, Thing]] = {kind: {} for kind in KINDS}
        self.lists: dict[str, list[Thing]] = {kind: [] for kind in KINDS}
        self.posts: dict[str, Attempt] = {}
        self.number = 0
        self.counts = dict.fromkeys(("acknowledged", "refused", "unknown", "lost", "invented"), 0)
        self.faults: list[str] = []
        # How often each refusal or unknown outcome was told, by status and code.
        self.refusals: Counter[tuple[int, str]] = Counter()

    def close(self) -> None:
        os.close(self.file)

    def write(self, **fields: object) -> None:
        os.write(self.file, (json.dumps(fields, ensure_ascii=False) + "\n").encode())

    def fault(self, kind: str, what: str) -> None:
        self.counts[kind] += 1
        self.write(fault=kind, what=what)
        if len(self.faults) < SHOWN:
            self.faults.append(f"{kind}: {what}")

    def thing(self, kind: str, id: str) -> Thing:
        if id not in self.things[kind]:
            self.things[kind][id] = Thing(kind, id)
            self.lists[kind].append(self.things[kind][id])
        return self.things[kind][id]

    def ask(self, client: int, method: str, kind: str, thing: Thing | None, base: int | None, content: dict | None
            ) -> Attempt:
        """Noted before it is sent."""
        self.number += 1
        attempt = Attempt(self.number, client, method, kind, thing, base, content)
        self.write(n=self.number, client=client, asks=method, kind=kind, id=thing.id if thing else None, base=base,
                   mark=attempt.mark)
        if method == "POST":
            self.posts[attempt.mark] = attempt
        elif method != "GET":
            thing.open.append(attempt)
        return attempt

    def told(self, attempt: Attempt, answer: Answer) -> None:
        """Noted before the client's next step."""
        if 200 <= answer.status < 300:
            return self._acknowledged(attempt, answer)
        self.refusals[answer.status, answer.code] += 1
        if answer.status == 503 and answer.code in ("outcomeUnknown", "changeNotAudited"):
            self.unknown(attempt, answer.code)
        elif answer.status in REFUSALS:
            self.write(n=attempt.number, told="refused", status=answer.status)
            self.counts["refused"] += attempt.method != "GET"
            self._settled(attempt)
        else:
            self.fault("invented", f"request {attempt.number} got {answer.status}: {answer.body[:300]!r}")

    def unknown(self, attempt: Attempt, why: str) -> None:
        self.write(n=attempt.number, told="unknown", why=why)
        self.counts["unknown"] += attempt.method != "GET"

    def _settled(self, attempt: Attempt) -> None:
        if attempt.method == "POST":
            del self.posts[attempt.mark]
        elif attempt.method != "GET":
            attempt.thing.open.remove(attempt)

    def _acknowledged(self, attempt: Attempt, answer: Answer) -> None:
        self._settled(attempt)
        item = answer.value() if answer.status != 204 else None
        version = item["version"] if item else attempt.base + 1
        self.write(n=attempt.number, told="shown" if attempt.method == "GET" else "acknowledged",
                   status=answer.status, id=item and item["id"], version=version)
        if attempt.method != "GET":
            self.counts["acknowledged"] += 1
            if item and not attempt.makes(version, item):
                self.fault("invented", f"request {attempt.number} was answered with {item}")
        thing = attempt.thing or self.thing(attempt.kind, item["id"])
        if version in thing.known and thing.known[version] != item:
            self.fault("invented", f"two values of {thing.kind} {thing.id}, version {version}: "
                       f"{thing.known[version]} and {item}")
        thing.known[version] = item

    def adopt(self, kind: str, items: list[dict]) -> None:
        """Takes what is in a new store for granted. Nobody will write it."""
        for item in items:
            self.things[kind][item["id"]] = Thing(kind, item["id"], {item["version"]: item})

    def compare(self, kind: str, items: list[dict]) -> None:
        """Holds all that is there against all that was told. What is found then counts as told: it was shown."""
        seen = set()
        for item in items:
            if item["id"] in seen:
                self.fault("invented", f"{kind} {item['id']} is in the list twice")
            seen.add(item["id"])
            if item["id"] in self.things[kind]:
                self._judge(self.things[kind][item["id"]], item)
                continue
            attempt = self.posts.pop(item.get(KINDS[kind], ""), None)
            if not attempt or attempt.kind != kind or not attempt.makes(item["version"], item):
                self.fault("invented", f"nobody wrote {item}")
            self.thing(kind, item["id"]).known = {item["version"]: item}
        for id, thing in self.things[kind].items():
            if id not in seen:
                self._judge(thing, None)
        self.posts = {mark: attempt for mark, attempt in self.posts.items() if attempt.kind != kind}

    def _judge(self, thing: Thing, item: dict | None) -> None:
        last, expected = thing.version, thing.item
        version = last
        if item != expected:
            version, fits = self._explained(thing, item, last)
            if not fits:
                is_lost = expected is not None and (item is None or item["version"] <= last)
                self.fault("lost" if is_lost or version <= last else "invented",
                           f"{thing.kind} {thing.id}: version {last} was {expected}, there is {item}, "
                           f"open: {[attempt.number for attempt in thing.open]}")
        thing.known = {version: item} if version else {}
        thing.open = []

    def _explained(self, thing: Thing, item: dict | None, last: int) -> tuple[int, bool]:
        """Whether a request of unknown outcome made it, and the version that it is."""
        if item is None:
            made = [a.base + 1 for a in thing.open if a.method == "DELETE" and a.base + 1 > last]
            return (made[0] if made else last), bool(made)
        version = item["version"]
        fits = last < version <= last + len(thing.open) and any(
            attempt.content is not None and attempt.makes(version, item) for attempt in thing.open)
        return version, fits

    def tail(self, lines: int = 12) -> list[str]:
        return self.log.read_text().splitlines()[-lines:]

"""Clients that count: each reads a number and writes one more with If-Match. The sum is the number of 200s."""

import selectors
import time
from collections import Counter
from dataclasses import dataclass

from client import Answer, Client, request
from office import Office, Reader
from server import Failure
from stage import Stage

CLIENTS = 64
COUNTERS = 4
HIGHEST = 10_000  # of a member's order


@dataclass
class Adder:
    client: Client
    place: str
    value: int = 0  # that it writes next; 0: it reads

    def ask(self, token: str, tag: str = "") -> None:
        if self.value:
            self.client.send(request("PATCH", self.place, token, {"order": self.value}, f"If-Match: {tag}"))
        else:
            self.client.send(request("GET", self.place, token))


def counters(stage: Stage) -> None:
    for _ in range(stage.count(1, 20)):
        with stage.office() as office:
            office.start()
            reader = Reader(office.server.port, office.server.token)
            places = [f"/v1/members/{member['id']}" for member in reader.items("members")[:COUNTERS]]
            begins = [reader.get(place)[1]["order"] for place in places]
            reader.close()
            added = count(stage, office, places, 3)
            office.kill()
            office.start()
            reader = Reader(office.server.port, office.server.token)
            for place, begin in zip(places, begins):
                found = reader.get(place)[1]["order"]
                if (missing := begin + added[place] - found) != 0:
                    stage.say("fault", f"{place}: {begin} and {added[place]} times 200, and it says {found}")
                    stage.sums["lost" if missing > 0 else "invented"] += abs(missing)
            reader.close()
            stage.done()
    stage.end()


def count(stage: Stage, office: Office, places: list[str], seconds: float) -> Counter[str]:
    """How often each was answered with 200. No request is under way in the end."""
    selector = selectors.DefaultSelector()
    added: Counter[str] = Counter()
    token = office.server.token
    adders = [Adder(Client(office.server.port), places[index % len(places)]) for index in range(CLIENTS)]
    for adder in adders:
        selector.register(adder.client.socket, selectors.EVENT_READ, adder)
        adder.ask(token)
    end = time.monotonic() + seconds
    under_way = len(adders)
    while under_way:
        for key, _ in selector.select(20) or no_answer():
            adder = key.data
            if not (answer := adder.client.take()):
                continue
            tag = step(stage, adder, answer, added)
            if stage.plant == "no-match":
                tag = "*"
            if time.monotonic() < end and adder.value < HIGHEST:
                adder.ask(token, tag)
            else:
                under_way -= 1
                selector.unregister(adder.client.socket)
                adder.client.close()
    return added


def step(stage: Stage, adder: Adder, answer: Answer, added: Counter[str]) -> str:
    """What the adder does next; the tag that it needs for it."""
    if adder.value and answer.status == 200:
        added[adder.place] += 1
        stage.sums["acknowledged"] += 1
    elif adder.value and answer.status == 412:
        stage.sums["refused"] += 1
        adder.value = 0
        return ""
    elif answer.status != 200:
        raise Failure(f"an adder got {answer.status}: {answer.body!r}")
    item = answer.value()
    adder.value = item["order"] + 1
    return f'"s{item["version"]}"'


def no_answer() -> list:
    raise Failure("no answer within 20 seconds")

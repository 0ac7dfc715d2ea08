"""Writes a data directory with as many records as wanted: a snapshot, and a journal that goes on after it.

    records.py --template DATA --into DIRECTORY --records N [--measurements] [--order stored|id] [--seed S]

DATA is the data directory of a server that has started once: its councils, members, roles and its administrator's token
are kept, its admin-token file too, so that the token in it opens the new directory. The other records are 89 % meetings,
7 % minutes and 4 % members, with texts of every length that offices write, about 1 KB of JSON each. A server that reads
the directory cannot tell it from its own; `--order stored`, which is the standard, mixes the lines of a table as a
server does, whose tables are in the order of their hashes. With `--measurements` they are N measurements of the KPIs of adopted plans,
50 in each plan, at most 250 measurements of each KPI.
"""

import argparse
import hashlib
import json
import os
import random
import uuid
from pathlib import Path

import texts

SEQ, SEGMENT = 420, 7
LEVELS = ("public", "members", "secretariat")
DAY = 86_400_000


class Template:
    """What a server wrote when it filled itself: the lines by table, and the members whom meetings can name."""

    def __init__(self, data: Path):
        self.data = data
        self.store = json.loads((data / "FORMAT").read_text())["store"]
        self.lines: dict[str, list[str]] = {}
        self.members: dict[str, list[str]] = {}
        self.now = 0
        for line in (data / "journal" / "0000000001.ndjson").read_text().splitlines()[1:]:
            for entry in json.loads(line)["entries"]:
                self.now = max(self.now, entry["at"])
                for change in entry["changes"]:
                    self._take(change)

    def _take(self, change: dict) -> None:
        self.lines.setdefault(change["table"], []).append(compact(change))
        value = change["value"]
        if change["table"] == "members" and "until" not in value:
            self.members.setdefault(value["councilId"], []).append(change["id"])


class Output:
    """A snapshot's lines, summed as they are written."""

    def __init__(self, path: Path, header: str):
        self.file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=1 << 20)
        self.hash = hashlib.sha256()
        self.lines = 0
        self._put(header + "\n")

    def _put(self, text: str) -> None:
        data = text.encode()
        self.hash.update(data)
        self.file.write(data)

    def write(self, lines: list[str]) -> None:
        self.lines += len(lines)
        if lines:
            self._put("\n".join(lines) + "\n")

    def finish(self) -> None:
        self.file.write(f'{{"records":{self.lines},"sum":"{self.hash.hexdigest()}"}}\n'.encode())
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


class Records:
    """Makes the records. The same seed makes the same ones."""

    def __init__(self, template: Template, count: int, mixed: bool, seed: int):
        self.random = random.Random(seed)
        self.template = template
        self.mixed = mixed
        self.texts = texts.Texts(self.random)
        self.councils = [(council, members) for council, members in template.members.items() if members]
        kept = sum(len(lines) for lines in template.lines.values())
        if count < kept:
            raise SystemExit(f"records.py: the councils are {kept} records; fewer than these are not possible")
        self.minutes = (count - kept) * 7 // 100
        self.members = (count - kept) * 4 // 100
        self.meetings = count - kept - self.minutes - self.members
        # In the order of their days, as an office would have made them in five years.
        self.held = [self.id(index, self.meetings) for index in range(self.meetings)]

    def id(self, index: int, of: int) -> tuple[str, int]:
        """A UUIDv7 and the moment in it."""
        moment = self.template.now - 5 * 365 * DAY + 5 * 365 * DAY * index // of
        bits = moment << 80 | 7 << 76 | self.random.getrandbits(12) << 64 | 2 << 62 | self.random.getrandbits(62)
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}", moment

    def write(self, output: Output) -> None:
        for table in ("councils", "members", "role-assignments"):
            output.write(self.template.lines.get(table, []))
            if table == "members":
                self._table(output, self.members, self._member)
        self._table(output, self.meetings, self._meeting)
        self._table(output, self.minutes, self._minutes)
        output.write(self.template.lines.get("tokens", []))

    def _table(self, output: Output, count: int, make) -> None:
        order = list(range(count))
        if self.mixed:
            self.random.shuffle(order)
        for begin in range(0, count, 5000):
            output.write([make(index) for index in order[begin : begin + 5000]])

    def _line(self, table: str, id: str, made: int, levels: tuple, value: str) -> str:
        version = 1 + int(self.random.expovariate(1.2))
        changed = made + (version - 1) * 3_700_000
        stamps = ",".join(f'"{level}":[{version},{made},{changed}]' for level in levels)
        return (
            f'{{"op":"put","table":"{table}","form":1,"id":"{id}","version":{version},'
            f'"stamps":{{{stamps}}},"value":{{{value}}}}}'
        )

    def _member(self, index: int) -> str:
        id, made = self.id(index, self.members)
        council = self.councils[index % len(self.councils)][0]
        value = f'"councilId":"{council}",{self.texts.member(index)},"from":"{texts.day(made)}"'
        return self._line("members", id, made, LEVELS, value)

    def _meeting(self, index: int) -> str:
        id, made = self.held[index]
        council, members = self.councils[index % len(self.councils)]
        # Four fifths are over; the others are still to come, and say less.
        is_over = index % 5 != 0
        day = min(made + 20 * DAY, self.template.now - DAY) if is_over else made + 20 * DAY
        value = self.texts.meeting(1 + index % 9999, day, members, is_over)
        return self._line("meetings", id, made, LEVELS, f'"councilId":"{council}",{value}')

    def _minutes(self, index: int) -> str:
        id, made = self.id(index, self.minutes)
        # One of those that are over.
        place = (index * 11 + 1) % self.meetings
        place += place % 5 == 0
        place %= self.meetings
        council = self.councils[place % len(self.councils)][0]
        state, levels = (("published", LEVELS), ("confirmed", LEVELS[1:]), ("draft", LEVELS[2:]))[index % 8 // 3]
        value = self.texts.minutes(state, made)
        value = f'"councilId":"{council}","meetingId":"{self.held[place][0]}",{value}'
        return self._line("minutes", id, made, levels, value)


class Measurements(Records):
    """Adopted plans, their KPIs, and measurements of those."""

    KPIS, MOST = 50, 250

    def __init__(self, template: Template, count: int, mixed: bool, seed: int):
        self.random = random.Random(seed)
        self.template = template
        self.mixed = mixed
        self.councils = [council for council, members in template.members.items() if members]
        self.count = count
        number = max(1, -(-count // (self.KPIS * self.MOST)))
        self.plans = [self.id(index, number)[0] for index in range(number)]
        self.kpis = [self.id(index, number * self.KPIS) for index in range(number * self.KPIS)]

    def write(self, output: Output) -> None:
        for table in ("councils", "members", "role-assignments", "tokens"):
            output.write(self.template.lines.get(table, []))
        self._table(output, len(self.plans), self._plan)
        self._table(output, len(self.kpis), self._kpi)
        self._table(output, self.count, self._measurement)

    def _place(self, plan: int) -> str:
        council = self.councils[plan % len(self.councils)]
        return f'"councilId":"{council}","planId":"{self.plans[plan]}","planState":"adopted"'

    def _plan(self, index: int) -> str:
        council = self.councils[index % len(self.councils)]
        value = (
            f'"councilId":"{council}","fiscalYear":2025,"title":"事業実施計画","from":"2025-04-01",'
            '"until":"2026-03-31","state":"adopted","adoptedOn":"2025-04-01","revisions":[]'
        )
        return self._line("plans", self.plans[index], self.template.now, LEVELS, value)

    def _kpi(self, index: int) -> str:
        id, made = self.kpis[index]
        value = (
            f'{self._place(index // self.KPIS)},"group":"unstableEmployment","name":"正社員就職件数（{index % 50 + 1}）",'
            '"kind":"count","target":{"value":4371,"unit":"件"},"bodies":["労働局","県"],'
            f'"source":{{"document":"計画","section":"第4-{index % 50 + 1}"}}'
        )
        return self._line("kpis", id, made, LEVELS, value)

    def _measurement(self, index: int) -> str:
        id, made = self.id(index, self.count)
        kpi, number = index % len(self.kpis), index // len(self.kpis)
        day = texts.day(1_743_465_600_000 + number * DAY)
        value = (
            f'{self._place(kpi // self.KPIS)},"kpiId":"{self.kpis[kpi][0]}","asOf":"{day}","value":{number * 17},'
            '"reportedBy":"労働局職業安定部","source":{"document":"実績報告","section":"別紙1"}'
        )
        return self._line("measurements", id, made, LEVELS, value)


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sum_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def main() -> None:
    parser = argparse.ArgumentParser(prog="records.py")
    parser.add_argument("--template", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--measurements", action="store_true")
    parser.add_argument("--order", choices=("stored", "id"), default="stored")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    template = Template(chosen.template)
    os.umask(0o077)
    for folder in (".", "journal", "snapshots", "quarantine"):
        (chosen.into / folder).mkdir(mode=0o700, parents=True, exist_ok=folder == ".")

    store = compact(str(uuid.UUID(int=random.Random(chosen.seed).getrandbits(128), version=4)))
    follows = sum_of("the segments before this one")
    output = Output(
        chosen.into / "snapshots" / f"{SEQ:010}.ndjson",
        f'{{"format":"kyogikai-snapshot","version":1,"store":{store},"seq":{SEQ},"segment":{SEGMENT},'
        f'"follows":"{follows}"}}',
    )
    kind = Measurements if chosen.measurements else Records
    kind(template, chosen.records, chosen.order == "stored", chosen.seed).write(output)
    output.finish()

    header = (
        f'{{"format":"kyogikai-journal","version":1,"store":{store},"segment":{SEGMENT},"firstSeq":{SEQ + 1},'
        f'"follows":"{follows}"'
    )
    write(chosen.into / "journal" / f"{SEGMENT:010}.ndjson", f'{header},"sum":"{sum_of(header)}"}}\n')
    write(chosen.into / "admin-token", (chosen.template / "admin-token").read_text())
    # Last, as the server does it: without it there is no store.
    write(chosen.into / "FORMAT", f'{{"name":"kyogikai","version":1,"store":{store}}}\n')


main()

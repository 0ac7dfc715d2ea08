"""Scenes that end the server under sixteen writers, again and again, and look at what is there after the next start:
by kill -9, by SIGTERM, and with the power."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from crew import Crew
from image import Image
from office import Office, Reader
from server import Failure
from stage import Stage

WRITERS = 16
# So small that most rounds roll the journal and write a snapshot or several.
SMALL = {"JOURNAL_SNAPSHOT_BYTES": 131072, "JOURNAL_SEGMENT_BYTES": 65536}
GROWN = 2000  # things, then a new directory


def kill(stage: Stage) -> None:
    """kill -9 at random times: under load, in snapshots, in recoveries."""
    rounds = stage.count(100, 10_000)
    in_snapshots = in_recoveries = directories = 0
    starts: list[float] = []
    while stage.sums["rounds"] < rounds and not stage.sums["lost"] + stage.sums["invented"]:
        directories += 1
        with stage.office(SMALL) as office:
            in_recoveries += killed_starts(stage, office, 1)
            office.start()
            office.check()
            while stage.sums["rounds"] < rounds and is_young(office):
                load(stage, office, office.server.kill)
                in_snapshots += any((office.data / "snapshots").glob("*.unfinished"))
                if stage.plant == "cut":
                    cut(office.data)
                if stage.chance.random() < 0.3:
                    in_recoveries += killed_starts(stage, office, stage.chance.randint(1, 3))
                office.start()
                if stage.plant == "stranger":
                    write_unseen(office)
                office.check()
                stage.done()
            starts += office.start_seconds
    stage.say("killed", f"{in_snapshots} times in a snapshot, {in_recoveries} times in a start besides; "
              f"{directories} data directories; a start takes {middle(starts) * 1000:.0f} ms",
              None if stage.rounds else in_snapshots > 0 and in_recoveries > 0)
    stage.end()


def stop(stage: Stage) -> None:
    """SIGTERM under load: all that was acknowledged is there, status 0, within the grace."""
    rounds = stage.count(20, 1000)
    longest = 0.0
    while stage.sums["rounds"] < rounds and not stage.sums["lost"] + stage.sums["invented"]:
        with stage.office(SMALL) as office:
            office.start()
            office.check()
            while stage.sums["rounds"] < rounds and is_young(office):
                load(stage, office, lambda: office.server.process.send_signal(signal.SIGTERM))
                begin = time.monotonic()
                ended(office)
                longest = max(longest, time.monotonic() - begin)
                if any((office.data / "snapshots").glob("*.unfinished")):
                    raise Failure("a stop in good order left an unfinished snapshot")
                office.start()
                office.check()
                stage.done()
    stage.say("stopped", f"with status 0, after {longest:.1f} s at most", longest < 10)
    stage.end()


def power(stage: Stage) -> None:
    """The file system is shut down under the server, with its journal written or not, and mounted anew."""
    if reason := Image.missing():
        return stage.say("skipped", reason)
    rounds = stage.count(20, 2000)
    torn = 0
    while stage.sums["rounds"] < rounds and not stage.sums["lost"] + stage.sums["invented"]:
        with Image(stage.work) as image, stage.office(SMALL, work=image.place) as office:
            office.start()
            office.check()
            while stage.sums["rounds"] < rounds and is_young(office) and image.free() > 24 << 20:
                crew = writers(stage, office)
                image.shut_down(Image.LOG_FLUSH if stage.sums["rounds"] % 2 else Image.NO_LOG_FLUSH)
                # Without power nobody is told anything any more. It must not be told here either: a sync that is under
                # way while the ioctl runs may return 0, though nothing of it has reached the disk.
                crew.cut_off("the power was cut")
                office.kill()
                image.remount()
                office.start()
                torn += b"the last write was cut off" in (office.work / "log").read_bytes()
                office.check()
                stage.done()
            office.kill()
    stage.say("torn", f"{torn} times the last write had reached the disk in part")
    stage.end()


def writers(stage: Stage, office: Office) -> Crew:
    """Writers that have been at work for a random while, each with a request under way: so many answers, whatever else
    the machine has to do, and then a moment more, so that the end comes in every phase of a group."""
    crew = Crew(office.oracle, stage.chance, office.server.port, office.server.token, WRITERS)
    crew.run(5, answers=stage.chance.random() ** 2 * 200)
    crew.run(stage.chance.random() * 0.004)
    office.server.check()
    return crew


def load(stage: Stage, office: Office, end: Callable[[], None]) -> None:
    """Writers for a while, then `end`; what they are told until their connections end is still noted."""
    crew = writers(stage, office)
    end()
    crew.settle()


def killed_starts(stage: Stage, office: Office, count: int) -> int:
    """Starts that are killed at a random moment."""
    for _ in range(count):
        office.begin()
        time.sleep(stage.chance.random() * 0.12)
        office.kill()
    return count


def is_young(office: Office) -> bool:
    return sum(map(len, office.oracle.lists.values())) < GROWN and not office.oracle.faults


def ended(office: Office) -> None:
    try:
        status = office.server.process.wait(20)
    except subprocess.TimeoutExpired:
        raise Failure("the server did not stop within 20 seconds of SIGTERM") from None
    if status != 0:
        raise Failure(f"the server stopped with status {status}: {office.server.tail()}")


def write_unseen(office: Office) -> None:
    """A planted fault: a write that the oracle does not know of."""
    reader = Reader(office.server.port, office.server.token)
    member = {"councilId": "gunma", "name": "stranger", "sector": "labour", "order": 1, "from": "2025-07-10"}
    if reader.ask("POST", "/v1/members", member)[0] != 201:
        raise Failure("the stranger was refused")
    reader.close()


def cut(data: Path) -> None:
    """A planted fault: takes the last group with entries off the journal, and what follows it."""
    last = max((data / "journal").glob("*.ndjson"))
    lines = last.read_bytes().splitlines(keepends=True)
    groups = [index for index, line in enumerate(lines) if line.startswith(b'{"entries":[{')]
    if groups:
        last.write_bytes(b"".join(lines[:groups[-1]]))


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0

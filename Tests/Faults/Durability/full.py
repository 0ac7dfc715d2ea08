"""A small tmpfs that is filled and freed: while it serves, in a snapshot, and before a start."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crew import Crew
from image import run
from office import Office, Reader
from server import Failure
from stage import Stage

BACK = 2.5  # seconds after room was made in which writes are taken again; it is looked for once a second


def full(stage: Stage) -> None:
    if os.geteuid() != 0:
        return stage.say("skipped", "needs root, to mount a file system")
    waits: list[float] = []
    for _ in range(stage.count(2, 100)):
        with small_disk(stage, 24) as disk, stage.office(work=disk) as office:
            while_serving(stage, office, disk, waits)
            before_a_start(stage, office, disk, waits)
        with stage.office({"JOURNAL_SNAPSHOT_BYTES": 65536}) as office:
            in_a_snapshot(stage, office)
        with small_disk(stage, 24) as disk, stage.office(work=disk) as office:
            before_the_first_start(office, disk)
        stage.done()
        if stage.sums["lost"] + stage.sums["invented"]:
            break
    stage.say("back again", f"{max(waits, default=0):.1f} s at most after room was made", max(waits, default=9) < BACK)
    stage.end()


def while_serving(stage: Stage, office: Office, disk: Path, waits: list[float]) -> None:
    office.start()
    office.check()
    write(stage, office)
    fill(disk)
    refused(stage, office)
    waits.append(freed(office, disk))
    write(stage, office)
    office.kill()
    office.start()
    office.check()


def before_a_start(stage: Stage, office: Office, disk: Path, waits: list[float]) -> None:
    write(stage, office)
    office.kill()
    fill(disk)
    office.start()
    office.check()
    refused(stage, office)
    waits.append(freed(office, disk))
    write(stage, office)
    office.kill()
    office.start()
    office.check()


def in_a_snapshot(stage: Stage, office: Office) -> None:
    """The journal has room, the snapshots have not: it goes on as it is."""
    office.start()
    office.check()
    office.kill()
    with tmpfs(office.data / "snapshots", 192):
        office.start()
        office.check()
        until(lambda: write(stage, office) or b"no snapshot" in log(office), "no snapshot was too large for its room")
        # Another one may be under way, and fails as well.
        until(lambda: not any((office.data / "snapshots").glob("*.unfinished")),
              "what there was of a snapshot was left on a full disk")
        run("mount", "-o", f"remount,size={24 * 1024}k", str(office.data / "snapshots"))
        newest = max(snapshots(office), default=None)
        until(lambda: write(stage, office) or max(snapshots(office), default=None) != newest,
              "no snapshot came once there was room")
        office.kill()
        office.start()
        office.check()
        office.kill()


def before_the_first_start(office: Office, disk: Path) -> None:
    fill(disk)
    office.begin()
    status = office.server.process.wait(20)
    if status != 70 or "no room" not in office.server.tail():
        raise Failure(f"a new directory on a full disk: status {status}: {office.server.tail()}")
    (disk / "filler").unlink()
    office.start()
    office.check()


def refused(stage: Stage, office: Office) -> None:
    """Writes get 507, reads go on, and it is not ready."""
    office.oracle.refusals.clear()
    until(lambda: write(stage, office) or office.oracle.refusals[507, "diskFull"] > 0, "no write was refused with 507")
    reader = Reader(office.server.port, office.server.token)
    acknowledged = office.oracle.counts["acknowledged"]
    write(stage, office)
    if office.oracle.counts["acknowledged"] > acknowledged:
        raise Failure("a write was acknowledged on a full disk")
    status, body = reader.get("/readyz")
    # Whichever of the two journals came first.
    if status != 503 or "diskFull" not in body["checks"].values():
        raise Failure(f"/readyz says {status} {body} on a full disk")
    if len(reader.items("members")) < 30 or reader.get("/v1/councils")[0] != 200:
        raise Failure("reads do not go on")
    reader.close()


def freed(office: Office, disk: Path) -> float:
    """Seconds until it is ready to take writes again."""
    begin = time.monotonic()
    (disk / "filler").unlink()
    reader = Reader(office.server.port, office.server.token)
    until(lambda: reader.get("/readyz")[0] == 200, "no write was taken after room was made")
    reader.close()
    return time.monotonic() - begin


def write(stage: Stage, office: Office) -> None:
    crew = Crew(office.oracle, stage.chance, office.server.port, office.server.token, 4)
    crew.run(10, answers=80)
    crew.settle()
    office.server.check()


def until(holds: Callable[[], object], otherwise: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise Failure(otherwise)
        time.sleep(0.01)


def snapshots(office: Office) -> list[str]:
    """Those that are whole."""
    return [name for name in os.listdir(office.data / "snapshots") if name.endswith(".ndjson")]


def log(office: Office) -> bytes:
    return (office.work / "log").read_bytes()


def free(disk: Path) -> int:
    facts = os.statvfs(disk)
    return facts.f_bavail * facts.f_frsize


def fill(disk: Path) -> None:
    with open(disk / "filler", "wb", buffering=0) as file:
        try:
            while (left := free(disk)) > 0:
                file.write(bytes(min(left, 65536)))
        except OSError:
            pass


@contextmanager
def small_disk(stage: Stage, size: int) -> Iterator[Path]:
    """A tmpfs of so many MiB, in a place of its own."""
    place = Path(tempfile.mkdtemp(dir=stage.work))
    with tmpfs(place, size * 1024):
        yield place
    place.rmdir()


@contextmanager
def tmpfs(place: Path, size: int) -> Iterator[None]:
    """A tmpfs of so many KiB in the place of a directory."""
    run("mount", "-t", "tmpfs", "-o", f"size={size}k,mode=700", "tmpfs", str(place))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], capture_output=True)

"""The Nth system call of a kind fails, on the real binary, by strace; or writes less than it was given."""

import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from crew import Crew
from office import Office
from server import Failure
from stage import Stage

SMALL = {"JOURNAL_SNAPSHOT_BYTES": 16384, "JOURNAL_SEGMENT_BYTES": 8192}
# fsync and fdatasync are never tried again, whatever they say. The others are, after EINTR.
CALLS = {
    "pwrite64": ("EIO", "ENOSPC", "EINTR"), "fdatasync": ("EIO", "ENOSPC", "EINTR"),
    "fsync": ("EIO", "ENOSPC", "EINTR"), "rename": ("EIO", "ENOSPC"), "openat": ("EIO", "ENOSPC", "EINTR"),
    "ftruncate": ("EIO", "EINTR"), "unlink": ("EIO",), "short": ("",),
}
MOST = 400  # the Nth call of a kind is looked for up to here


@dataclass
class Blow:
    call: str
    error: str
    at: int

    def __str__(self) -> str:
        return f"{self.call} {self.error} at {self.at}".replace("  ", " ")


def inject(stage: Stage) -> None:
    if reason := missing():
        return stage.say("skipped", reason)
    pairs = [(call, error) for call, errors in CALLS.items() for error in errors]
    ends: dict[str, int] = {}
    with stage.office(SMALL) as office:
        office.start()
        office.check()
        if stage.is_long and not stage.rounds:
            for call, error in pairs:
                # Rising until nothing was hit: then no thread has made so many calls of the kind.
                at = next((at for at in range(1, MOST) if not strike(stage, office, Blow(call, error, at), ends)), MOST)
                stage.say(f"{call} {error}".strip(), f"up to the call {at - 1}, then nothing was hit")
        else:
            for turn in range(stage.count(len(pairs), 0)):
                call, error = pairs[turn % len(pairs)]
                strike(stage, office, Blow(call, error, depth(stage.chance, call)), ends)
    stage.say("ended", ", ".join(f"{count} {end}" for end, count in sorted(ends.items())))
    stage.end()


def depth(chance: random.Random, call: str) -> int:
    """A call that is likely to be made: strace counts for each thread."""
    return chance.randint(1, {"fsync": 10, "rename": 2, "ftruncate": 1, "unlink": 3}.get(call, 20))


def missing() -> str:
    if not shutil.which("strace"):
        return "needs strace"
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()}"


def strike(stage: Stage, office: Office, blow: Blow, ends: dict[str, int]) -> bool:
    """One start with a fault in it, load, the end, and a start without. Whether the fault has happened."""
    trace = office.work / "trace"
    trace.unlink(missing_ok=True)
    office.oracle.refusals.clear()
    before, variables = tools(stage, office, blow, trace)
    office.begin(before, variables)
    try:
        office.server.await_listening()
        is_serving = True
    except Failure:
        is_serving = False
    before_serving = hits(trace, blow)
    if is_serving:
        crew = Crew(office.oracle, stage.chance, office.server.port, office.server.token, 4)
        crew.run(10, answers=150)
        crew.settle()
    count = hits(trace, blow)
    is_fatal = blow.call in ("fsync", "fdatasync") and count > before_serving
    end = how(office, is_serving, is_fatal)
    judge(office, blow, end, is_fatal, count)
    if count:
        ends[end] = ends.get(end, 0) + 1
    office.start()
    office.check()
    stage.done()
    return count > 0


def tools(stage: Stage, office: Office, blow: Blow, trace: Path) -> tuple[tuple[str, ...], dict[str, str]]:
    """What goes before the command, and what into its environment."""
    if blow.call == "short":
        return (), {"LD_PRELOAD": str(stage.faults), "FAULTS_SHORT_WRITE": str(blow.at), "FAULTS_DONE": str(trace)}
    call = "rename,renameat,renameat2" if blow.call == "rename" else blow.call
    paths = [word for path in opened(office.data) for word in ("-P", str(path))] if blow.call == "openat" else []
    return ("strace", "-f", "-qq", "--seccomp-bpf", "-o", str(trace), *paths, "-e", "signal=none",
            "-e", f"trace={call}", "-e", f"inject={call}:error={blow.error}:when={blow.at}"), {}


def opened(data: Path) -> list[Path]:
    """What it may open below the data directory: the loader's libraries and the configuration are not meant."""
    folders = [data, data / "journal", data / "snapshots", data / "quarantine"]
    last = int(max((data / "journal").glob("*.ndjson")).stem)
    segments = [data / "journal" / f"{number:010}.ndjson" for number in range(max(1, last - 2), last + 60)]
    return [*folders, data / "LOCK", data / "FORMAT", *sorted((data / "snapshots").glob("*.ndjson")), *segments]


def hits(trace: Path, blow: Blow) -> int:
    if not trace.exists():
        return 0
    return 1 if blow.call == "short" else trace.read_text(errors="replace").count("(INJECTED)")


def how(office: Office, is_serving: bool, is_fatal: bool) -> str:
    """How the server is, after load or a failed start; it has ended in the end."""
    process = office.server.process
    has_said = b"the disk failed" in (office.work / "log").read_bytes()
    if has_said or is_fatal or office.oracle.refusals[503, "outcomeUnknown"] or not is_serving:
        try:
            return f"{'serving' if is_serving else 'start'}: status {process.wait(20)}"
        except subprocess.TimeoutExpired:
            raise Failure("the disk has failed, and the server did not end") from None
    if process.poll() is not None:
        return f"serving: status {process.returncode}"
    office.kill()
    return "serving: went on"


def judge(office: Office, blow: Blow, end: str, is_fatal: bool, count: int) -> None:
    """What the contract says of this fault."""
    refusals = {code: count for (status, code), count in office.oracle.refusals.items() if status in (503, 507)}
    told = f"{blow}: {end}, {refusals}: {office.server.tail()}"
    if end not in ("serving: went on", "serving: status 70", "start: status 70"):
        raise Failure(told)
    is_retried = blow.error == "EINTR" and blow.call not in ("fsync", "fdatasync")
    if (is_retried or not count) and (refusals or end != "serving: went on"):
        raise Failure(f"a fault that does no harm did some: {told}")
    if is_fatal and end != "serving: status 70":
        raise Failure(f"it went on after a failed sync: {told}")
    if blow.call in ("rename", "unlink") and end == "serving: status 70":
        raise Failure(f"it ended though nothing was lost: {told}")
    if "outcomeUnknown" in refusals and end != "serving: status 70":
        raise Failure(f"an unknown outcome, and it went on: {told}")
    if "diskFull" in refusals and blow.error != "ENOSPC" and blow.call != "short":
        raise Failure(f"the disk was not full: {told}")

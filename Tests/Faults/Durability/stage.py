"""What every scene has: places for its data and the oracle's log, rounds, chance, and the sum of what was told."""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from office import Office
from report import Report
from server import Failure


@dataclass
class Stage:
    binary: Path
    root: Path
    work: Path
    faults: Path  # the library that plants faults
    logs: Path  # on another file system than the data
    is_long: bool
    rounds: int | None
    seed: int
    plant: str
    report: Report
    keeps: bool = True  # the data directory in which something was wrong

    def begin(self, scene: str) -> None:
        """The same seed makes the same choices, whichever scenes are played."""
        self.report.scene = scene
        self.chance = random.Random(f"{self.seed} {scene}")
        self.sums = dict.fromkeys(("rounds", "acknowledged", "refused", "unknown", "lost", "invented"), 0)
        self.began = time.monotonic()

    def count(self, short: int, long: int) -> int:
        return self.rounds or (long if self.is_long else short)

    def say(self, what: str, figures: object, holds: bool | None = None) -> None:
        self.report.say(what, figures, holds)

    def done(self) -> None:
        """One round more. In long runs it is said now and then how far it has come."""
        self.sums["rounds"] += 1
        if self.sums["rounds"] % 500 == 0:
            self.say("so far", f"{self.sums['rounds']} rounds, {time.monotonic() - self.began:.0f} s")

    @contextmanager
    def office(self, settings: dict[str, object] | None = None, work: Path | None = None,
               variables: dict[str, str] | None = None) -> Iterator[Office]:
        """A new data directory, in `work` where it is given. It is removed in the end, unless something was wrong."""
        place = Path(tempfile.mkdtemp(dir=self.work))
        log = self.logs / "oracle.log"
        if variables is None and self.plant == "no-sync":
            variables = {"LD_PRELOAD": str(self.faults), "FAULTS_NO_SYNC": "1"}
        office = Office(self.binary, self.root, place, (work or place) / "data", log, self.chance, settings, variables)
        failure: Exception | None = None
        try:
            yield office
        except (Failure, OSError) as error:
            failure = error
        finally:
            office.close()
        for name, count in office.oracle.counts.items():
            self.sums[name] += count
        if self.keeps and (failure or office.oracle.faults):
            self._keep(office, place, failure)
        shutil.rmtree(place, ignore_errors=True)
        if work:
            shutil.rmtree(office.data, ignore_errors=True)
        if failure:
            raise failure

    def _keep(self, office: Office, place: Path, failure: Exception | None) -> None:
        kept = Path(tempfile.mkdtemp(prefix="durability-", dir=self.work.parent))
        shutil.copy(office.oracle.log, kept / "oracle.log")
        try:
            shutil.copytree(office.data, kept / "data")
        except OSError:
            self.say("kept", "the data directory cannot be read as it is, and was kept in part")
        if (place / "log").exists():
            shutil.copy(place / "log", kept / "server.log")
        for fault in office.oracle.faults:
            self.say("fault", fault[:600])
        for line in office.oracle.tail():
            self.say("oracle", line[:200])
        self.say("kept", f"the data directory, the oracle's log and the server's are in {kept}")

    def end(self) -> None:
        """The line of figures: 0 lost and 0 invented, or the scene has failed."""
        sums = self.sums
        figures = ", ".join(f"{count} {name}" for name, count in sums.items())
        holds = sums["lost"] == sums["invented"] == 0 and sums["acknowledged"] > 0
        self.say("figures", f"{figures}, {time.monotonic() - self.began:.1f} s", holds)

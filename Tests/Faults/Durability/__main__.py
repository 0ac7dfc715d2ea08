"""Plays the scenes that are named, and prints a table of what was found. Exits with 1 when anything was lost, invented
or otherwise wrong."""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import counters
import crashes
import full
import inject
import planted
from report import Report
from server import Failure
from stage import Stage

SCENES = {
    "kill": crashes.kill, "power": crashes.power, "stop": crashes.stop, "inject": inject.inject, "full": full.full,
    "counters": counters.counters, "planted": planted.planted,
}
ENDS = (signal.SIGTERM, signal.SIGINT)


def end(number: int, _: object) -> None:
    """Ends what was started and takes away what was mounted, undisturbed by a second signal."""
    for other in ENDS:
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="Tests/Faults/durability",
        description="Breaks what the server stands on, and looks for what it had acknowledged.")
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(SCENES))
    parser.add_argument("--long", action="store_true", help="as many rounds as the contract states")
    parser.add_argument("--rounds", type=int, metavar="N", help="so many rounds of each scene")
    parser.add_argument("--seed", type=int, metavar="S", help="makes the same random choices, as far as time allows")
    parser.add_argument("--log", type=Path, metavar="DIR", help="where the oracle's log goes, away from the data")
    parser.add_argument("--plant", choices=planted.PLANTS, default="", help=argparse.SUPPRESS)
    parser.add_argument("--binary", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if unknown := set(chosen.scenes) - set(SCENES):
        parser.error(f"no scene is called {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
    if chosen.rounds is not None and chosen.rounds < 1:
        parser.error("at least one round")
    if chosen.log and not chosen.log.is_dir():
        parser.error(f"{chosen.log} is no directory")
    for number in ENDS:
        signal.signal(number, end)
    seed = random.randrange(1 << 32) if chosen.seed is None else chosen.seed
    report = Report()
    begin = time.monotonic()
    shared = Path("/dev/shm")
    logs = chosen.log or (shared if shared.is_dir() else chosen.programs)
    with tempfile.TemporaryDirectory(dir=logs) as name:
        stage = Stage(chosen.binary.resolve(), Path(__file__).resolve().parents[3], chosen.programs,
                      chosen.programs / "faults.so", Path(name), chosen.long, chosen.rounds, seed, chosen.plant, report)
        for scene in chosen.scenes or SCENES:
            stage.begin(scene)
            stage.say("before", f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}, seed {seed}")
            try:
                SCENES[scene](stage)
            except (Failure, OSError) as failure:
                stage.say("broke off", f"{type(failure).__name__}: {failure}", False)
                stage.end()
    print(report.table())
    print(f"durability: {report.missed} failed, {time.monotonic() - begin:.0f} s, seed {seed}")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())

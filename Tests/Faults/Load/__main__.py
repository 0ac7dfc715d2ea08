"""Plays the scenes that are named, and prints a table of what was measured. Exits with 1 when a bar was missed."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

import crowds
import inputs
from report import Report
from scene import Stage
from server import Failure

SCENES = {
    "idle": crowds.idle, "storm": crowds.storm, "over": crowds.over, "hand": crowds.hand,
    "descriptors": crowds.descriptors, "defaults": crowds.defaults, "vanish": crowds.vanish, "hostile": inputs.hostile,
    "soak": inputs.soak,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="Tests/Faults/load", description="Puts the server under hostile load.")
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(SCENES))
    parser.add_argument("--long", action="store_true", help="for as long, and with as many, as the bars are stated")
    parser.add_argument("--binary", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if unknown := set(chosen.scenes) - set(SCENES):
        parser.error(f"no scene is called {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
    report = Report()
    root = Path(__file__).resolve().parents[3]
    stage = Stage(chosen.binary.resolve(), root, chosen.programs, chosen.long, report)
    # So that what was started is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    begin = time.monotonic()
    for name in chosen.scenes or SCENES:
        report.scene = name
        # What else the machine has to do shows in every time below.
        report.say("before", f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}")
        try:
            SCENES[name](stage)
        except (Failure, OSError) as failure:
            report.say("broke off", f"{type(failure).__name__}: {failure}", False)
    print(report.table())
    print(f"load: {report.missed} bars missed, {time.monotonic() - begin:.0f} s")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())

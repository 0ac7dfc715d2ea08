"""Faults that are planted: if a scene does not find one, the scene is worth nothing."""

import dataclasses

import counters
import crashes
from image import Image
from report import Report
from server import Failure
from stage import Stage

# Who must find it, within so many rounds, and what it must find.
PLANTS = {
    "no-sync": (crashes.power, 5, "lost", "syncs that do nothing"),
    "cut": (crashes.kill, 50, "lost", "the last group taken off the journal"),
    "stranger": (crashes.kill, 2, "invented", "a member that no client has written"),
    "no-match": (counters.counters, 1, "lost", "If-Match dropped on its way"),
}


class Silence(Report):
    def say(self, what: str, figures: object, holds: bool | None = None) -> None:
        pass


def planted(stage: Stage) -> None:
    for plant, (scene, rounds, kind, what) in PLANTS.items():
        if scene is crashes.power and (reason := Image.missing()):
            stage.say(plant, f"{what}: skipped, {reason}")
            continue
        trial = dataclasses.replace(stage, plant=plant, rounds=rounds, report=Silence(), keeps=False)
        trial.begin(stage.report.scene)
        trial.report.scene = plant
        try:
            scene(trial)
        except Failure as failure:
            # A store that cannot be opened any more has lost everything.
            stage.say(plant, f"{what}: {failure}", kind == "lost" and "before it listened" in str(failure))
            continue
        count = trial.sums[kind]
        stage.say(plant, f"{what}: {count} {kind}, found in round {trial.sums['rounds']}", count > 0)

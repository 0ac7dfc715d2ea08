"""What every scene has: a server of its own, traffic to it, and an end in good order."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from report import Report
from server import Facts, Server
from traffic import Traffic, errors, told


@dataclass
class Stage:
    """What the scenes are given."""

    binary: Path
    root: Path
    programs: Path
    is_long: bool
    report: Report

    @contextlib.contextmanager
    def server(self, settings: dict[str, object] | None = None, **options: object) -> Iterator[tuple[Server, Traffic]]:
        """A server for one scene. In the end it must stop in good order, and have logged no fault of its own."""
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            server = Server(self.binary, self.root, work, settings or {}, **options)
            traffic = Traffic(self.programs / "traffic", server.port, work)
            try:
                yield server, traffic
                traffic.close()
                seconds = server.stop()
                logged = server.log_counts()
                size = (work / "log").stat().st_size / 1048576
                self.say("stopped", f"in {seconds:.1f} s; log {size:.1f} MiB, warnings and worse {logged or 'none'}",
                         "issue" not in logged)
            finally:
                traffic.close()
                server.kill()

    def say(self, what: str, figures: object, holds: bool | None = None) -> None:
        self.report.say(what, figures, holds)

    def warmed(self, server: Server, traffic: Traffic, path: str) -> Facts:
        """What the server uses at rest, once it has served for a moment; and what the others see without any load."""
        traffic.others(path, 1, rate=2000).wait()
        seen = traffic.others(path, 1).wait()
        server.settle(16, 3)
        facts = server.facts()
        self.say("at rest", facts)
        self.say("at rest: others, kept", told(seen["kept"]))
        self.say("at rest: others, fresh", told(seen["fresh"]))
        return facts

    def others(self, name: str, seen: dict, bar: float | None = 250) -> None:
        """What the others saw, held against their bar: no errors, p99 in milliseconds."""
        for kind in ("kept", "fresh"):
            if seen[kind]["answered"]["count"] + errors(seen[kind]) + seen[kind]["resent"]["count"] == 0:
                continue
            holds = errors(seen[kind]) == 0 and (bar is None or seen[kind]["answered"]["p99"] < bar)
            self.say(f"{name}: others, {kind}", told(seen[kind]), holds)

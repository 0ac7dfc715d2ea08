"""Runs the program that makes the traffic, and reads what it prints."""

import json
import os
import select
import signal
import subprocess
import time
from pathlib import Path

from server import Failure


class Run:
    """One process of traffic under way."""

    def __init__(self, command: list[str]):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        self.text = b""

    def connected(self, within: float) -> float | None:
        """Seconds until as many as wanted were connected, of a crowd; None where that took too long."""
        end = time.monotonic() + within
        while b"\n" not in self.text and (left := end - time.monotonic()) > 0:
            if select.select([self.process.stdout], [], [], left)[0]:
                piece = os.read(self.process.stdout.fileno(), 65536)
                if not piece:
                    break
                self.text += piece
        return json.loads(self.text.split(b"\n")[0])["milliseconds"] / 1000 if b"\n" in self.text else None

    def wait(self) -> dict:
        """What it prints in the end, by itself."""
        self.text += self.process.stdout.read()
        if self.process.wait() != 0:
            raise Failure(f"the traffic ended with {self.process.returncode}")
        return json.loads(self.text.strip().split(b"\n")[-1])

    def end(self) -> dict:
        """Ends it; what it prints then."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Traffic:
    """Traffic to one server."""

    def __init__(self, binary: Path, port: int, work: Path):
        self.binary, self.port, self.work = binary, port, work
        self.files = 0
        self.runs: list[Run] = []

    def start(self, kind: str, seconds: float, **options: object) -> Run:
        """Options as in the sources, `_` for `-`; bytes go into a file."""
        command = [str(self.binary), kind, "--port", str(self.port), "--seconds", str(seconds)]
        for name, value in options.items():
            if isinstance(value, bytes):
                self.files += 1
                path = self.work / f"text{self.files}"
                path.write_bytes(value)
                value = path
            command += ["--" + name.replace("_", "-"), str(value)]
        self.runs.append(Run(command))
        return self.runs[-1]

    def others(self, path: str, seconds: float, kept: int = 8, rate: int = 500, fresh: int = 50) -> Run:
        """The clients who have done nothing wrong: a few that keep their connection, and new ones all the time."""
        return self.start("ask", seconds, send=request(path), kept=kept, kept_rate=rate, fresh=1000 if fresh else 0,
                          fresh_rate=fresh)

    def close(self) -> None:
        for run in self.runs:
            run.kill()


def request(path: str, *fields: str, method: str = "GET", body: bytes = b"") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *fields, "", ""]).encode() + body


def errors(kind: dict) -> int:
    """What went wrong for one kind of `ask` clients; what the kernel sent again is not among it."""
    wrong = sum(count for status, count in kind["statuses"].items() if status != "200")
    return wrong + sum(kind[name] for name in ("refused", "reset", "noAnswer", "malformed", "late"))


def told(kind: dict) -> str:
    """One line about one kind of `ask` clients."""
    times, resent = kind["answered"], kind["resent"]
    line = f"p50 {times['p50']:.1f} ms, p99 {times['p99']:.1f} ms, max {times['max']:.0f} ms of {times['count']}"
    if count := errors(kind):
        wrong = {name: kind[name] for name in ("refused", "reset", "noAnswer", "malformed", "late") if kind[name]}
        wrong |= {status: count for status, count in kind["statuses"].items() if status != "200"}
        line += f", {count} errors {wrong}"
    if resent["count"]:
        line += f"; sent again by the kernel {resent['count']}, max {resent['max']:.0f} ms"
    return line

"""The server under test: its settings, its start and end, and what it uses, read from /proc."""

import json
import mmap
import os
import re
import signal
import struct
import subprocess
import threading
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Failure(Exception):
    """Something that must not happen whatever the load or the fault."""


@dataclass
class Facts:
    """What the process uses at one moment."""

    memory: float  # MiB, resident
    descriptors: int
    threads: int
    buffers: float  # MiB of the kernel's for TCP, of every process on the machine

    def __str__(self) -> str:
        return (
            f"{self.memory:.1f} MiB, {self.descriptors} descriptors, {self.threads} threads; "
            f"TCP buffers {self.buffers:.0f} MiB"
        )


class Server:
    """A real process on a port that the kernel gives.

    `data` is a data directory that is there; otherwise a new one is made in `work`. `before` are words before the
    command, of a program that runs it. `waits=False`: the caller calls `await_listening`, or ends it before.
    """

    def __init__(self, binary: Path, root: Path, work: Path, settings: dict[str, object], files: str = "",
                 preload: Path | None = None, data: Path | None = None, before: Sequence[str] = (),
                 variables: dict[str, str] | None = None, waits: bool = True):
        self.work = work
        self.data = data or work / "data"
        if not data:
            self.data.mkdir(mode=0o700)
        # Every variable with this prefix is a setting to the server; it takes none but those given here.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KYOGIKAI_")}
        environment |= {f"KYOGIKAI_{name}": str(value) for name, value in settings.items()}
        environment |= {
            "KYOGIKAI_HTTP_PORT": "0", "KYOGIKAI_DATA_DIRECTORY": str(self.data), "KYOGIKAI_LOG_FORMAT": "json",
        }
        environment |= variables or {}
        self.count = None
        if preload:
            (work / "taken").write_bytes(bytes(8))
            with open(work / "taken", "r+b") as file:
                self.count = mmap.mmap(file.fileno(), 8)
            environment |= {"LD_PRELOAD": str(preload), "TAKEN_FILE": str(work / "taken")}
        command = [*before, str(binary), "serve"]
        if files:
            command = ["prlimit", f"--nofile={files}", *command]
        with open(work / "log", "wb") as log:
            self.process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log,
                                            start_new_session=True)
        self.pid = self.process.pid
        self.is_gone = False
        if waits:
            self.await_listening()

    def await_listening(self) -> None:
        """Until it says where it listens. It is ended where it does not."""
        try:
            self.url = self._listening()
        except BaseException:
            self.kill()
            raise
        self.port = int(self.url.rsplit(":", 1)[1])
        self.token = (self.data / "admin-token").read_text().strip()

    def _listening(self) -> str:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failure(f"the server ended with {self.process.returncode} before it listened: {self.tail()}")
            if found := re.search(rb'"url":"(http://[^"]*)"', (self.work / "log").read_bytes().replace(b"\\/", b"/")):
                return found[1].decode()
            time.sleep(0.003)
        raise Failure("the server did not listen within 30 seconds")

    def tail(self) -> str:
        return (self.work / "log").read_text(errors="replace")[-1000:]

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return answer.read()

    def first_member(self) -> str:
        return "/v1/members/" + json.loads(self.get("/v1/members?limit=1"))["items"][0]["id"]

    def facts(self) -> Facts:
        self.check()
        status = Path(f"/proc/{self.pid}/status").read_text()
        return Facts(
            memory=int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024,
            descriptors=len(os.listdir(f"/proc/{self.pid}/fd")),
            threads=int(re.search(r"Threads:\s+(\d+)", status)[1]),
            buffers=int(re.search(r"TCP: .* mem (\d+)", Path("/proc/net/sockstat").read_text())[1]) * PAGE / 1048576,
        )

    def cpu(self) -> float:
        """Seconds of a processor that it has used, of its own and in the kernel."""
        self.check()
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def taken(self) -> int:
        """Bytes that it took off its sockets; only where it was started with `preload`."""
        return struct.unpack("q", self.count[:8])[0]

    def check(self) -> None:
        if self.process.poll() is not None:
            raise Failure(f"the server ended with {self.process.returncode}: {self.tail()}")

    def settle(self, descriptors: int, seconds: float) -> float | None:
        """Seconds until it has no more than so many descriptors open. None when that takes too long."""
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            if self.facts().descriptors <= descriptors:
                return time.monotonic() - begin
            time.sleep(0.1)
        return None

    def log_counts(self) -> dict[str, int]:
        """How often each message was logged as a warning or worse."""
        counts: dict[str, int] = {}
        with open(self.work / "log", errors="replace") as log:
            for line in log:
                if re.search(r'"level":"(warning|error|critical)"', line):
                    name = re.search(r'"message":"([^"]*)', line)
                    counts[name[1] if name else line] = counts.get(name[1] if name else line, 0) + 1
        return counts

    def stop(self) -> float:
        """Stops it in good order. Seconds that it took."""
        self.check()
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure("the server did not stop within 20 seconds of SIGTERM") from None
        if status != 0:
            raise Failure(f"the server stopped with status {status}: {self.tail()}")
        return time.monotonic() - begin

    def kill(self) -> None:
        """At once, with whatever runs it; when this returns, none of them is left."""
        if self.process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()
        end = time.monotonic() + 20
        while not self.is_gone and self._is_left():
            if time.monotonic() > end:
                raise Failure("the server is not gone 20 seconds after it was killed")
            time.sleep(0.003)
        self.is_gone = True

    def _is_left(self) -> bool:
        """Whether a process of its group is: one that ran the server may be gone before the server is."""
        try:
            os.killpg(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


class Watcher:
    """The most that a server used while this was open."""

    def __init__(self, server: Server):
        self.server = server
        self.most = server.facts()
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.is_over.wait(0.2):
            try:
                facts = self.server.facts()
            except (Failure, OSError):
                return
            self.most = Facts(*map(max, vars(self.most).values(), vars(facts).values()))

    def __enter__(self) -> "Watcher":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.thread.join()

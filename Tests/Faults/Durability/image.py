"""An ext4 file system in a file, mounted through a loop device, whose power can be cut."""

import fcntl
import os
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from server import Failure


class Image:
    # linux/fs/ext4: EXT4_IOC_SHUTDOWN is _IOR('X', 125, __u32). What is in memory is lost; with LOG_FLUSH its journal
    # is written before, with NO_LOG_FLUSH it is as it was on the disk.
    SHUTDOWN = 0x8004587D
    LOG_FLUSH = 1
    NO_LOG_FLUSH = 2

    @staticmethod
    def missing() -> str:
        """Why this machine cannot do it; nothing if it can."""
        if os.geteuid() != 0:
            return "needs root, to mount a file system"
        for program in ("losetup", "mkfs.ext4", "mount"):
            if not shutil.which(program):
                return f"needs {program}"
        if subprocess.run(["losetup", "--find"], capture_output=True).returncode != 0:
            return "needs a loop device, and there is none"
        return ""

    def __init__(self, work: Path):
        self.folder = Path(tempfile.mkdtemp(dir=work))
        self.file, self.place = self.folder / "disk", self.folder / "mounted"
        self.device = ""
        self.is_mounted = False

    def __enter__(self) -> "Image":
        try:
            self.place.mkdir()
            with open(self.file, "wb") as file:
                file.truncate(96 << 20)
            run("mkfs.ext4", "-q", "-F", "-J", "size=4", str(self.file))
            self.device = run("losetup", "--find", "--show", str(self.file)).strip()
            self._mount()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _mount(self) -> None:
        run("mount", "-t", "ext4", self.device, str(self.place))
        self.is_mounted = True

    def shut_down(self, flags: int) -> None:
        root = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(root, self.SHUTDOWN, struct.pack("I", flags))
        finally:
            os.close(root)

    def remount(self) -> None:
        """Away with what the kernel remembers, and back with what the disk does."""
        end = time.monotonic() + 20
        while (result := subprocess.run(["umount", str(self.place)], capture_output=True, text=True)).returncode != 0:
            # Busy for a moment: whoever walks through the machine's files may be inside.
            if time.monotonic() > end:
                raise Failure(f"umount: {result.stderr.strip()}")
            time.sleep(0.05)
        self.is_mounted = False
        self._mount()

    def free(self) -> int:
        facts = os.statvfs(self.place)
        return facts.f_bavail * facts.f_frsize

    def close(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.place)], capture_output=True)
            self.is_mounted = False
        if self.device:
            subprocess.run(["losetup", "--detach", self.device], capture_output=True)
            self.device = ""
        shutil.rmtree(self.folder, ignore_errors=True)


def run(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"{' '.join(command)}: {result.stderr.strip()}")
    return result.stdout

"""Prints the median milliseconds of write and fdatasync, 1 KiB each, in a directory: appended, and over zeros that are there."""

import os
import statistics
import sys
import time

TURNS = 300
path = os.path.join(sys.argv[1], "syncs")


def median(file: int) -> float:
    times = []
    for turn in range(TURNS):
        begin = time.perf_counter()
        os.pwrite(file, b"x" * 1024, turn * 1024)
        os.fdatasync(file)
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
appended = median(file)
os.pwrite(file, bytes(TURNS * 1024), 0)
os.fsync(file)
print(f"{appended:.3f} {median(file):.3f}")
os.close(file)
os.unlink(path)

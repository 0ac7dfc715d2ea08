"""Runs the server as the unit does: the unit's own system call filter, address families, no writable and executable
memory, no capabilities, another user, no network, no /proc but of processes, a socket and a notification socket that it
is given. Then writes, reads and stops it, and says what went wrong.

Usage: sandbox.py UNIT PROGRAM WORKDIR   (as root; there is no systemd needed but for the names of its sets of calls)
"""

import ctypes
import errno
import http.client
import json
import mmap
import os
import re
import signal
import socket
import subprocess
import sys

import seccomp

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWNET, NAMESPACES = 0x20000, 0x08000000, 0x40000000, 0x7E020080
MS_REC, MS_PRIVATE = 0x4000, 1 << 18
PROT_WRITE, PROT_EXEC = 2, 4
NOBODY = 65534
libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def settings(unit):
    """Of the section [Service], each with its values in their order."""
    found, section = {}, None
    for line in open(unit, encoding="utf-8"):
        line = line.strip()
        if line.startswith("["):
            section = line
        elif section == "[Service]" and line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def members(name):
    """The calls of a set of systemd's, such as @system-service."""
    if not name.startswith("@"):
        return {name}
    lines = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True
    ).stdout.splitlines()[1:]
    words = {line.strip() for line in lines if line.strip() and not line.strip().startswith("#")}
    return set().union(*(members(word) for word in words)) if words else set()


def allowed(values):
    # What systemd allows whatever the list says, so that a program can be started at all.
    calls = members("@default")
    for value in values:
        isRefused = value.startswith("~")
        for word in value.removeprefix("~").split():
            calls = calls - members(word) if isRefused else calls | members(word)
    return calls | {"execve", "exit", "exit_group", "getrlimit", "rt_sigreturn", "sigreturn"}


def filtered(unit):
    rules = seccomp.SyscallFilter(seccomp.ERRNO(getattr(errno, unit["SystemCallErrorNumber"][-1])))
    plain = allowed(unit["SystemCallFilter"])
    families = unit["RestrictAddressFamilies"][-1].split()
    if unit.get("MemoryDenyWriteExecute") != ["yes"] or unit.get("RestrictNamespaces") != ["yes"]:
        sys.exit("the unit lets memory be written and executed, or namespaces be made")
    if "socket" in plain:
        for family in families:
            rules.add_rule(seccomp.ALLOW, "socket", seccomp.Arg(0, seccomp.EQ, int(getattr(socket, family))))
    rules.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, seccomp.MASKED_EQ, PROT_EXEC, 0))
    rules.add_rule(seccomp.ALLOW, "mmap", seccomp.Arg(2, seccomp.MASKED_EQ, PROT_WRITE, 0))
    for call in ["mprotect", "pkey_mprotect"]:
        rules.add_rule(seccomp.ALLOW, call, seccomp.Arg(2, seccomp.MASKED_EQ, PROT_EXEC, 0))
    rules.add_rule(seccomp.ALLOW, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, NAMESPACES, 0))
    # Its flags are in memory, where no filter sees them: whoever calls it is to take clone instead.
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    for call in sorted(plain - {"socket", "mmap", "mprotect", "pkey_mprotect", "clone", "clone3", "unshare", "setns"}):
        try:
            rules.add_rule(seccomp.ALLOW, call)
        except (RuntimeError, ValueError, OSError):
            pass  # a call of another architecture, or one that this libseccomp has no name for
    return rules


def become(unit, listening, program, environment):
    """In the child: gives up everything, and becomes the server."""
    rules = filtered(unit)
    check(libc.unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET), "unshare")
    check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "mount /")
    check(libc.mount(b"proc", b"/proc", b"proc", 0, b"hidepid=invisible,subset=pid"), "mount /proc")
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    os.umask(int(unit["UMask"][-1], 8))
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    os.dup2(listening, 3)
    os.set_inheritable(3, True)
    environment.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
    log = os.open(environment.pop("LOG"), os.O_WRONLY | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    rules.load()
    os.execve(program, [program, "serve"], environment)


def walls(unit):
    """In a child: that the filter refuses what it is to refuse, lest the rest prove nothing."""
    filtered(unit).load()
    for what in [
        lambda: socket.socket(socket.AF_INET),
        lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
        lambda: os.chroot("/"),
        lambda: check(libc.unshare(CLONE_NEWNET), "unshare"),
    ]:
        try:
            what()
            os._exit(1)
        except OSError:
            pass
    os._exit(0)


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(path, method, target, body=None, token=None):
    connection = Connection(path)
    fields = {"Content-Type": "application/json"} if body else {}
    if token:
        fields["Authorization"] = f"Bearer {token}"
    connection.request(method, target, json.dumps(body).encode() if body else None, fields)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def exchange(path, data):
    token = open(f"{data}/admin-token", encoding="ascii").read().strip()
    meeting = {"councilId": "gunma", "title": "会議", "kind": "regular", "mode": "inPerson", "venue": "前橋市"}
    for number in range(1, 21):
        day = {"number": number, "startsAt": f"2025-07-{number:02}T13:30:00+09:00"}
        status, text = ask(path, "POST", "/v1/meetings", meeting | day, token)
        assert status == 201, (status, text)
    status, text = ask(path, "GET", "/v1/meetings?council=gunma&count=true&limit=1")
    assert (status, json.loads(text)["total"]) == (200, 20), (status, text)
    assert ask(path, "GET", "/readyz")[0] == 200
    status, text = ask(path, "GET", "/metrics", token=token)
    assert status == 200
    for name in ["process_resident_memory_bytes", "process_open_fds", "process_cpu_seconds_total"]:
        assert re.search(rf"^{name} [0-9.e+]+$", text, re.M), f"{name} is not known in there"


def main(unit, program, work):
    path, data = f"{work}/sandbox.sock", f"{work}/sandbox"
    os.makedirs(data, mode=0o700)
    os.chown(data, NOBODY, NOBODY)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen(64)
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(f"{work}/sandbox.notify")
    os.chmod(f"{work}/sandbox.notify", 0o777)
    notify.settimeout(60)
    environment = {
        "KYOGIKAI_DATA_DIRECTORY": data, "KYOGIKAI_HTTP_TRUSTED_PROXIES": "unix", "KYOGIKAI_LOG_FORMAT": "json",
        "NOTIFY_SOCKET": f"{work}/sandbox.notify", "PATH": "/usr/bin:/bin", "LOG": f"{work}/sandbox.log",
    }
    open(environment["LOG"], "w", encoding="utf-8").close()
    os.chmod(environment["LOG"], 0o666)
    child = os.fork()
    if child == 0:
        try:
            walls(settings(unit))
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0, "the filter does not refuse what it is to refuse"
    child = os.fork()
    if child == 0:
        try:
            become(settings(unit), listening.fileno(), program, environment)
        finally:
            os._exit(1)
    status = None
    try:
        assert notify.recv(100) == b"READY=1"
        exchange(path, data)
        os.kill(child, signal.SIGTERM)
        assert notify.recv(100) == b"STOPPING=1"
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status == 0, f"it ended with {status}"
    finally:
        if status is None:
            os.kill(child, signal.SIGKILL)
            print(open(environment["LOG"], encoding="utf-8").read()[-2000:], file=sys.stderr)
            print("it ended with", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=sys.stderr)


main(*sys.argv[1:])

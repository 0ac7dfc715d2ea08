"""Scenes of what is sent rather than of how many send it: endless inputs, and very many requests."""

import random

from crowds import gone
from scene import Stage
from server import Server, Watcher
from traffic import Traffic, errors, request, told

BAR = 20  # milliseconds of processor for a MiB
LEAST = 16 * 1048576


def endless(token: str) -> dict[str, tuple[bytes, bytes]]:
    """How each input begins, and what comes then without end."""
    asks = b"GET /v1/councils HTTP/1.1\r\nHost: localhost\r\n"
    fields = [f"Authorization: Bearer {token}", "Content-Type: application/json"]
    chunked = request("/v1/members", *fields, "Transfer-Encoding: chunked", method="POST")
    long = request("/v1/members", *fields, "Content-Length: 99999999999999", method="POST")
    full = request("/v1/members", *fields, "Content-Length: 1048576", method="POST")
    stranger = request("/v1/members", "Transfer-Encoding: chunked", method="POST")
    noise = random.Random(20250710).randbytes(1048576)
    return {
        "request line": (b"GET /", b"a"),
        "request line, escaped": (b"GET /v1/members?q=", b"%e3%81%82"),
        "header line": (asks + b"X-Long: ", b"a"),
        "header fields": (asks, b"A: b\r\n"),
        "header fields, long": (asks, b"X-A: " + b"b" * 245 + b"\r\n"),
        "chunk extension": (chunked + b"1;", b"a"),
        "chunk extension, quoted": (chunked + b'1;a="', b"\\a"),
        "chunk extensions": (chunked + b"1", b";a=b"),
        "chunks with extensions": (chunked, b"1;a=b\r\n \r\n"),
        "trailer line": (chunked + b"0\r\nA: ", b"a"),
        "trailer fields": (chunked + b"0\r\n", b"A: b\r\n"),
        "1-byte chunks": (chunked, b"1\r\n \r\n"),
        "1-byte chunks, no token": (stranger, b"1\r\n \r\n"),
        "chunk size of zeros": (chunked, b"0"),
        "empty lines": (b"", b"\r\n"),
        "carriage returns": (b"", b"\r"),
        "body above the limit": (long, b"a"),
        "body of blanks": (full, b" "),
        "body of [": (full, b"["),
        "random bytes": (noise[:4096], noise),
        "random after a good head": (chunked, noise),
    }


def bodies() -> dict[str, bytes]:
    """Bodies near the limit that cost something to refuse."""
    return {
        "not UTF-8": (b'{"name":"' + b"\xff" * 1_000_000 + b'"}'),
        "marks out of order": ('{"name":"a' + "\u0301\u0323" * 240_000 + '"}').encode(),
        "jamo": ('{"name":"' + "\u1112\u1161\u11ab" * 110_000 + '"}').encode(),
        "escapes": b'{"name":"' + b"\\u3042" * 170_000 + b'"}',
        "unknown names": b"{" + b",".join(b'"k%d":1' % number for number in range(90_000)) + b"}",
        "empty objects": b'{"aliases":[' + b",".join([b"{}"] * 340_000) + b"]}",
        "deep": b'{"a":' * 200_000,
        "a long number": b'{"order":1e' + b"9" * 1_000_000 + b"}",
    }


def large(member: str) -> dict[str, bytes]:
    """Requests whose head is as large as it may be, and which are answered."""
    filters = "&".join(f"council=c{number}" for number in range(600))
    return {
        "60 long fields": request(member, *(f"X-{number}: " + "b" * 240 for number in range(60))),
        "60 short fields": request(member, *(f"X-{number}: b" for number in range(60))),
        "1,900 tags": request(member, "If-None-Match: " + ",".join(['"aaaa"'] * 1900)),
        "600 filters": request("/v1/members?" + filters),
        "a long search": request("/v1/members?q=" + "a" * 8000),
    }


def hostile(stage: Stage) -> None:
    """What a MiB of each endless input costs, counted where the server takes it off the socket."""
    seconds = 10 if stage.is_long else 0.5
    with stage.server(preload=stage.programs / "taken.so") as (server, traffic):
        member = server.first_member()
        rest = stage.warmed(server, traffic, member)
        with Watcher(server) as watcher:
            for name, (begin, unit) in endless(server.token).items():
                cost(stage, server, traffic, name, begin, unit, seconds)
            for name, body in bodies().items():
                text = request("/v1/members", f"Authorization: Bearer {server.token}", "Content-Type: application/json",
                               f"Content-Length: {len(body)}", method="POST", body=body)
                cost(stage, server, traffic, f"body: {name}", text, b"", seconds)
            pipelined(stage, server, traffic, member, seconds)
            seen = traffic.others(member, 2)
            flood = traffic.start("flood", 2, clients=64, send=request("/livez"), unit=request("/livez"))
            stage.others("pipelining by 64", seen.wait(), bar=1000)
            flood.wait()
        stage.say("memory", f"{watcher.most.memory - rest.memory:+.1f} MiB", watcher.most.memory - rest.memory < 150)
        gone(stage, server, rest)


def cost(stage: Stage, server: Server, traffic: Traffic, name: str, begin: bytes, unit: bytes, seconds: float) -> None:
    """Until enough bytes were taken: the time is for the server to be counted in more than one tick."""
    cpu, taken, used, bytes_taken, connections, statuses = server.cpu(), server.taken(), 0.0, 0, 0, {}
    for _ in range(20):
        # Without anything endless, one after the other on two connections.
        options = dict(unit=unit) if unit else dict(whole=1, clients=2)
        seen = traffic.start("flood", seconds, send=begin, **options).wait()
        connections += seen["connections"]
        for status, count in seen["statuses"].items():
            statuses[status] = statuses.get(status, 0) + count
        used, bytes_taken = server.cpu() - cpu, server.taken() - taken
        if bytes_taken >= LEAST:
            break
    mebibytes = bytes_taken / 1048576
    told_statuses = ", ".join(f"{count:,} × {status}" for status, count in statuses.items()) or "no answer"
    if mebibytes == 0:
        return stage.say(name, f"nothing was taken; {told_statuses}", False)
    share = used * 1000 / mebibytes
    stage.say(name, f"{share:.1f} ms/MiB of {mebibytes:,.0f} MiB, {connections:,} connections; {told_statuses}",
              share <= BAR and bytes_taken >= LEAST)


def pipelined(stage: Stage, server: Server, traffic: Traffic, member: str, seconds: float) -> None:
    """Small requests that are served: what one costs."""
    texts = {"/livez": request("/livez"), "a member": request(member), "404": request("/x")}
    for name, text in (texts | large(member)).items():
        cpu = server.cpu()
        seen = traffic.start("flood", seconds, send=text, unit=text).wait()
        used = (server.cpu() - cpu) * 1e6 / max(seen["answers"], 1)
        stage.say(f"pipelined, {name}", f"{used:.1f} µs of processor a request of {seen['answers']:,}, "
                  f"{seen['answers'] / seen['seconds']:,.0f} a second")


def soak(stage: Stage) -> None:
    """Very many requests, and very many connections: nothing stays behind."""
    requests, connections = (1_000_000, 100_000) if stage.is_long else (100_000, 10_000)
    steps = 5
    with stage.server({"LOG_LEVEL": "notice"}) as (server, traffic):
        member = server.first_member()
        rest = stage.warmed(server, traffic, member)
        growth = {}
        for name, kind, most, count in ("requests", "kept", 64, requests), ("connections", "fresh", 64, connections):
            memory = [server.facts().memory]
            for step in range(steps * 2):
                seen = traffic.start("ask", 300, send=request(member),
                                     **{kind: most, f"{kind}_count": count // steps // 2}).wait()
                if errors(seen[kind]):
                    stage.say(f"{name}, step {step + 1}", told(seen[kind]), False)
                server.settle(rest.descriptors, 5)
                memory.append(server.facts().memory)
                if step % 2 == 1:
                    rate = seen[kind]["answered"]["count"] / seen["seconds"]
                    stage.say(f"{count // steps * (step + 1) // 2:,} {name}", f"{server.facts()}; {rate:,.0f}/s")
            growth[name] = max(memory[steps + 1:]) - memory[steps]
            stage.say(f"{name}: second half", f"{growth[name]:+.2f} MiB", growth[name] < 2)
        gone(stage, server, rest)

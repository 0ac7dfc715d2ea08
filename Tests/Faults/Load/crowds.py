"""Scenes of many connections: they idle, drip, come in storms, are too many, or vanish."""

import json
import socket
import time

from scene import Stage
from server import Facts, Server, Watcher
from traffic import Traffic, request

MEMORY = 150  # MiB above rest


def grown(most: Facts, rest: Facts) -> str:
    return f"{most.memory - rest.memory:+.1f} MiB above rest; {most}"


def idle(stage: Stage) -> None:
    """10,000 idle connections and 5,000 that drip, and the others."""
    # First nothing ends; then the head's deadline does, the body's, and once the idle ones' with all of them at once.
    steady, seconds = (8, 82) if stage.is_long else (5, 10)
    settings = {"HTTP_CONNECTIONS": 19000} | ({} if stage.is_long else {"HTTP_IDLE_TIMEOUT_SECONDS": 11})
    with stage.server(settings) as (server, traffic):
        member = server.first_member()
        rest = stage.warmed(server, traffic, member)
        body = request("/v1/members", "Content-Length: 60000", "Content-Type: application/json", method="POST")
        head = request("/v1/councils", "X-Drip: " + "a" * 8000)
        with Watcher(server) as watcher:
            idles = traffic.start("crowd", seconds + 90, count=10000, rate=4000)
            drips = traffic.start("crowd", seconds + 90, count=5000, rate=4000, send=head, send2=body + b" " * 60000,
                                  lead=len(body), every=1000)
            took = idles.connected(30), drips.connected(30)
            stage.say("connected", f"10,000 idle in {took[0]} s, 5,000 dripping in {took[1]} s", None not in took)
            before, begin = server.cpu(), time.monotonic()
            stage.others("steady", traffic.others(member, steady).wait())
            stage.say("steady", grown(server.facts(), rest))
            stage.others("ended and back again", traffic.others(member, seconds).wait())
            share = (server.cpu() - before) / (time.monotonic() - begin) * 100
            stage.say("processor", f"{share:.0f} % of one, the others' share included")
            for name, run in ("idle", idles), ("dripping", drips):
                stage.say(f"the {name}", summary(run.end()))
        stage.say("memory", grown(watcher.most, rest), watcher.most.memory - rest.memory < MEMORY)
        gone(stage, server, rest)


def storm(stage: Stage) -> None:
    """Thousands of connects at once, again and again."""
    seconds = 15 if stage.is_long else 3
    half = request("/v1/members")[:40]
    storms = {
        "connect and close": dict(live=0),
        "connect and reset": dict(live=0, reset=1),
        "half a request and close": dict(live=0, send=half),
        "half a request and reset": dict(live=3, reset=1, send=half),
        "a request and reset": dict(live=0, reset=1, send=request("/v1/members?limit=100")),
    }
    with stage.server({"HTTP_CONNECTIONS": 10000}) as (server, traffic):
        member = server.first_member()
        rest = stage.warmed(server, traffic, member)
        with Watcher(server) as watcher:
            for name, options in storms.items():
                others = traffic.others(member, seconds)
                storm = traffic.start("crowd", seconds, count=3000, **options)
                # How long it takes is printed and has no bar: the storm takes what it can of the same processors.
                stage.others(name, others.wait(), bar=None)
                stage.say(name, summary(storm.wait()))
        stage.say("memory", grown(watcher.most, rest), watcher.most.memory - rest.memory < MEMORY)
        gone(stage, server, rest)


def over(stage: Stage) -> None:
    """More connections than the setting allows."""
    seconds = 20 if stage.is_long else 5
    with stage.server({"HTTP_CONNECTIONS": 500}) as (server, traffic):
        member = server.first_member()
        rest = stage.warmed(server, traffic, member)
        others = traffic.others(member, seconds + 3, fresh=0)
        time.sleep(0.5)
        held = traffic.start("crowd", seconds + 30, count=492, send=request(member))
        stage.say("connected", f"492 in {held.connected(5)} s")
        stage.say("the answer", *turned_away(server, member))
        more = traffic.start("crowd", seconds - 2, count=int(50 * (seconds - 2)), rate=100, again=0,
                             send=request(member)).wait()
        stage.say("50 a second more", summary(more), set(more["statuses"]) == {"503"} and more["reset"] == 0)
        burst = traffic.start("crowd", 2, count=2000, again=0, send=request(member)).wait()
        stage.say("2,000 at once", summary(burst), set(burst["statuses"]) <= {"503"})
        stage.others("during", others.wait())
        seen = held.end()
        stage.say("the served", summary(seen), seen["held"] == 492 and seen["ended"] + seen["reset"] == 0)
        gone(stage, server, rest)


def hand(stage: Stage) -> None:
    """Bodies that stay unfinished: more of them than there may be requests in hand, and large ones."""
    seconds = 20 if stage.is_long else 3
    with stage.server({"HTTP_CONNECTIONS": 4000}) as (server, traffic):
        member = server.first_member()
        rest = stage.warmed(server, traffic, member)
        token = f"Authorization: Bearer {server.token}"
        head = request("/v1/members", token, "Content-Type: application/json", "Content-Length: 60000", method="POST")
        slow = traffic.start("crowd", seconds + 30, count=1100, rate=1000, send=head + b" " * 60000, lead=len(head),
                             every=1000, again=0)
        time.sleep(2)
        stage.others("1,100 slow bodies", traffic.others(member, seconds).wait())
        stage.say("1,100 slow bodies", summary(slow.end()))
        large = request("/v1/members", token, "Content-Type: application/json", "Content-Length: 1048576",
                        method="POST", body=b" " * 1_000_000)
        unread = request("/v1/members", "Content-Length: 65536", method="POST", body=b" " * 65_000)
        for name, count, text in ("2,000 of 65 kB, no token", 2000, unread), ("300 of 1 MB", 300, large):
            # What is freed is not given back at once: each of the two is held against what was there before it.
            server.settle(rest.descriptors, 10)
            before = server.facts()
            with Watcher(server) as watcher:
                held = traffic.start("crowd", seconds + 30, count=count, rate=count, send=text, again=0)
                time.sleep(seconds)
                stage.say(name, summary(held.end()))
            grew = watcher.most.memory - before.memory
            stage.say(name, f"{grew:+.1f} MiB above before; {watcher.most}", grew < MEMORY)
        gone(stage, server, rest)


def turned_away(server: Server, path: str) -> tuple[str, bool]:
    """The whole answer to one connection too many."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(request(path, "Connection: close"))
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    problem = json.loads(body) if body else {}
    fields = head.lower().split(b"\r\n")
    holds = (
        head.startswith(b"HTTP/1.1 503 ") and problem.get("code") == "tooManyConnections"
        and b"content-type: application/problem+json" in fields and b"connection: close" in fields
    )
    return f"{fields[0].decode()}, code {problem.get('code')}", holds


def descriptors(stage: Stage) -> None:
    """More clients than the process may have descriptors."""
    # Long enough for what looks at files once a second, in us or in the runtime, to meet with there being none.
    seconds = 60 if stage.is_long else 8
    with stage.server(files="256:256") as (server, traffic):
        member = server.first_member()
        rest = stage.warmed(server, traffic, member)
        others = traffic.others(member, seconds + 6, rate=100, fresh=0)
        time.sleep(0.5)
        crowd = traffic.start("crowd", seconds + 30, count=600, send=request(member), again=0)
        time.sleep(2)
        before, begin = server.cpu(), time.monotonic()
        time.sleep(seconds)
        share = (server.cpu() - before) / (time.monotonic() - begin) * 100
        stage.say("exhausted", f"{server.facts()}; {share:.0f} % of a processor, 100 requests/s included", share < 25)
        stage.others("during", others.wait())
        seen = crowd.end()
        stage.say("600 clients", summary(seen), set(seen["statuses"]) <= {"200", "503"})
        recovered(stage, server, member)
        gone(stage, server, rest)


def defaults(stage: Stage) -> None:
    """More clients than the defaults allow, with the soft limit of files that most systems give."""
    seconds = 60 if stage.is_long else 6
    with stage.server(files="1024:") as (server, traffic):
        member = server.first_member()
        rest = server.facts()
        held = traffic.start("crowd", seconds + 30, count=2048, rate=3000, send=request(member))
        held.connected(5)
        # They wait to be let go: while the server waits too, each has a descriptor beyond the served ones.
        more = traffic.start("crowd", seconds, count=300, rate=300, send=request(member), read="none", live=3000)
        with Watcher(server) as watcher:
            stage.say("300 too many", summary(more.wait()))
        stage.say("the 2,048", summary(held.end()))
        stage.say("during", watcher.most)
        short = server.log_counts().get("cannot accept connections, going on", 0)
        stage.say("accepts that failed", short, short == 0)
        gone(stage, server, rest)


def recovered(stage: Stage, server: Server, path: str) -> None:
    begin = time.monotonic()
    answer = server.get(path)
    took = time.monotonic() - begin
    stage.say("recovered", f"{len(answer)} bytes {took:.2f} s after the clients left", took < 3)


def vanish(stage: Stage) -> None:
    """Clients who do not take their answer, or go away in the middle of it."""
    seconds = 20 if stage.is_long else 3
    clients = 1000 if stage.is_long else 300
    settings = {"HTTP_WRITE_TIMEOUT_SECONDS": 2, "HTTP_BODY_TIMEOUT_SECONDS": 3, "HTTP_CONNECTIONS": 4000}
    with stage.server(settings) as (server, traffic):
        member = server.first_member()
        paths = ("/openapi.json", "/openapi.yaml", "/v1/members?limit=200")
        biggest = max(paths, key=lambda path: len(server.get(path)))
        stage.say("the biggest answer", f"{biggest}, {len(server.get(biggest)):,} bytes")
        rest = stage.warmed(server, traffic, member)
        asks = request(biggest)
        post = request("/v1/members", f"Authorization: Bearer {server.token}", "Content-Type: application/json",
                       "Content-Length: 1000000", method="POST", body=b" " * 50000)
        crowds = {
            "never read": dict(send=asks * 100, read="none", again=0),
            "never read, small window": dict(send=asks * 50, read="none", buffer=4096, again=0),
            "read a byte a second": dict(send=asks * 50, read="sip", every=1000, buffer=4096, again=0),
            "vanish in the answer": dict(send=asks, read="none", buffer=4096, live=20),
            "vanish in the answer, reset": dict(send=asks * 4, read="none", buffer=4096, live=5, reset=1),
            "vanish in the body": dict(send=post, read="none", live=50),
            "vanish in the body, reset": dict(send=post, read="none", live=50, reset=1),
        }
        for name, options in crowds.items():
            before = server.facts().buffers
            with Watcher(server) as watcher:
                others = traffic.others(member, seconds)
                crowd = traffic.start("crowd", seconds + 30, count=clients, rate=300, **options)
                stage.others(name, others.wait())
                if options.get("again") == 0:
                    # They hold on: it is for the server to end them.
                    took = server.settle(rest.descriptors + 2, 10)
                    # What was written and not read may not outlive the connection in the kernel.
                    left = server.facts().buffers - before
                    stage.say(name, f"all ended {took or 0:.1f} s later; {left:+.0f} MiB of TCP buffers left",
                              took is not None and left < clients / 4)
                stage.say(name, summary(crowd.end()))
            stage.say(name, grown(watcher.most, rest), watcher.most.memory - rest.memory < MEMORY)
            # Of what the kernel holds for them, a client may not fill more than this.
            held = (watcher.most.buffers - before) / clients
            stage.say(name, f"{held:.2f} MiB of TCP buffers a client", held < 1)
        gone(stage, server, rest)


def gone(stage: Stage, server: Server, rest: Facts) -> None:
    """The server is as before once the clients have gone."""
    took = server.settle(rest.descriptors, 10)
    facts = server.facts()
    stage.say("after", f"{facts}, {facts.memory - rest.memory:+.1f} MiB", took is not None)


def summary(seen: dict) -> str:
    names = {"noAnswerToConnect": "no answer to connect", "shortOf": "not begun"}
    parts = [f"{names.get(name, name)} {count:,}" for name, count in seen.items() if name != "statuses" and count]
    return ", ".join(parts + [f"{count:,} × {status}" for status, count in seen["statuses"].items()])

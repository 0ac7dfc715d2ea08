"""Gives a fresh server meetings and minutes in every state, and tokens, so that generated requests find them."""

import json
import os
import urllib.request

URL = os.environ["KYOGIKAI_URL"]
TOKEN = os.environ["KYOGIKAI_TOKEN"]


def ask(method, path, body=None):
    request = urllib.request.Request(URL + path, method=method)
    request.add_header("Authorization", "Bearer " + TOKEN)
    request.add_header("If-Match", "*")
    if body is not None:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(body).encode()
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def meeting(council, number, steps, **fields):
    body = {"councilId": council, "number": number, "title": f"第{number}回", "kind": "regular", "mode": "hybrid"}
    made = ask("POST", "/v1/meetings", body | fields)
    for step in steps:
        ask("POST", f"/v1/meetings/{made['id']}/{step}")
    return made["id"]


def minutes(meeting, steps):
    sections = [
        {"number": 1, "heading": "設置要領について", "body": "原案のとおり決定した。", "level": "public", "speaker": "座長"},
        {"number": 2, "heading": "意見交換", "body": "意見を交換した。", "level": "members", "reason": "個人の情報"},
    ]
    made = ask("POST", "/v1/minutes", {"meetingId": meeting, "kind": "summary", "sections": sections})
    for step in steps:
        ask("POST", f"/v1/minutes/{made['id']}/{step}")


def fill(council):
    members = ask("GET", f"/v1/members?council={council}")["items"]
    past = {"startsAt": "2025-07-10T13:30:00+09:00", "agenda": [{"number": 1, "title": "設置要領", "level": "public"}]}
    meeting(council, 1, [])
    meeting(council, 2, ["notice"], **past)
    meeting(council, 3, ["cancellation"])
    meeting(council, 4, ["notice", "holding"], mode="written", replyDueOn="2025-12-19")
    closed = meeting(
        council, 5, ["notice", "holding", "closing"],
        attendance=[{"memberId": members[0]["id"], "presence": "present", "personName": "山田太郎"}],
        papers=[{"number": 1, "title": "資料", "url": "https://example.jp/1"}], **past)
    for steps in [], ["confirmation"], ["confirmation", "publication"], ["confirmation", "publication", "withdrawal"]:
        minutes(closed, steps)
    ask("POST", "/v1/tokens", {"label": "構成員", "role": "member", "councilIds": [council], "memberId": members[0]["id"]})
    ask("POST", "/v1/tokens", {"label": "事務局", "role": "secretariat", "councilIds": [council]})


for council in "gunma", "tokyo":
    fill(council)

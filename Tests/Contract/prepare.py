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


def fill_plans(council):
    """A draft and an adopted plan with what hangs on them, a change in each state, and what platforms ask and give."""
    member = ask("GET", f"/v1/members?council={council}")["items"][0]["id"]
    year = {"councilId": council, "fiscalYear": 2025, "title": "計画", "from": "2025-05-01", "until": "2026-03-31"}
    draft, adopted = ask("POST", "/v1/plans", year)["id"], ask("POST", "/v1/plans", year)["id"]
    for plan in draft, adopted:
        row = {"planId": plan, "number": 1, "position": 1, "body": "県", "title": "居場所づくり"}
        project = ask("POST", "/v1/grant-projects", row)["id"]
        kpi = ask("POST", "/v1/kpis", {"planId": plan, "name": "利用者数", "kind": "count", "bodies": ["県"]})["id"]
        ask("POST", "/v1/goals", {"planId": plan, "statement": "支援を届ける", "sumOf": [kpi]})
        ask("POST", "/v1/measures", {"planId": plan, "code": "ア", "heading": "相談", "title": "相談会", "kpiIds": [kpi]})
    ask("POST", f"/v1/plans/{adopted}/adoption", {"on": "2025-05-01"})
    ask("POST", "/v1/measurements", {"kpiId": kpi, "asOf": "2025-09-30", "value": 3, "reportedBy": "県"})
    steps = [("submission", {}), ("approval", {"decision": "包括的な承認"}), ("application", {})]
    for count in range(4):
        made = ask("POST", "/v1/grant-changes", {
            "planId": adopted, "requestedBy": "県", "approvalKind": "comprehensive", "proposal": {
                "kind": "alteration", "grantProjectId": project, "number": 1, "position": 1, "body": "県", "title": "別"}})
        for noun, body in steps[:count]:
            ask("POST", f"/v1/grant-changes/{made['id']}/{noun}", body)
    platform = ask("POST", "/v1/local-platforms", {"councilId": council, "name": "市のPF", "from": "2025-04-01"})["id"]
    for answered in False, True:
        made = ask("POST", "/v1/support-requests", {"localPlatformId": platform, "kind": "contacts", "summary": "連絡先"})
        if answered:
            ask("POST", f"/v1/support-requests/{made['id']}/assignment", {"memberId": member})
            ask("POST", f"/v1/support-requests/{made['id']}/answer", {"body": "担当は次のとおりです。"})
    for steps in [], [("consent", {"by": "市"})], [("consent", {"by": "市"}), ("sharing", None), ("return", None)]:
        made = ask("POST", "/v1/good-practices", {"councilId": council, "title": "事例", "summary": "工夫"})
        for noun, body in steps:
            ask("POST", f"/v1/good-practices/{made['id']}/{noun}", body)


for council in "gunma", "tokyo":
    fill(council)
    fill_plans(council)

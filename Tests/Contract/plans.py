"""How generated plans, and what hangs on them, are made to fit what is there."""

from datetime import date, timedelta

TODAY = date.today() - timedelta(days=1)  # in Tokyo it may be later already, never earlier

# Refusals for rules between a body and what is there, as those of the hooks.
BEYOND_SCHEMA = {
    "ofAnotherPlan", "outsideThePlansPeriod", "outsideTheFiscalYear", "subsetCircle", "subsetTooDeep", "repeatOfARepeat",
    "notAfterConsent",
    "beforeTheLastStep", "outOfOrder", "usedByItsParts", "usedByMeasurements", "usedByARequest", "onlyOnceApplied",
    "notAfterSubmission", "notForQualitative",
    # An approval rests on what its kind asks for; a proposal says what its kind needs.
    "ofTheOtherApproval", "meetingWanted", "noticeWanted", "notForAdditions", "notForRemovals",
    # What a KPI of its kind can have: whole numbers, or at most 100.
    "decimals",
}

# Where a step leads from.
BEFORE = {
    "adoption": lambda item: item["state"] == "draft",
    "revision": lambda item: item["state"] == "adopted",
    "submission": lambda item: item["state"] == "draft",
    "approval": lambda item: item["state"] == "submitted",
    "rejection": lambda item: item["state"] == "submitted",
    "application": lambda item: item["state"] == "approved",
    "notification": lambda item: item["state"] == "applied",
    "assignment": lambda item: item["state"] in ("received", "answering"),
    "answer": lambda item: item["state"] in ("answering", "answered"),
    "consent": lambda item: item["state"] == "collected",
    "sharing": lambda item: item["state"] == "consented",
    "return": lambda item: item["state"] == "shared",
}


def is_beyond_schema(case, error):
    code, pointer = error["code"], error.get("pointer", "")
    if code in BEYOND_SCHEMA:
        return True
    if code == "range" and pointer in ("/value", "/target/value", "/scheduleTarget/value"):
        return True
    # Which fields are needed follows from the kind of the approval or of the proposal.
    return code == "required" and (pointer.startswith("/proposal/") or pointer in ("/meetingId", "/decision"))


def fit(body, name, former, office, dice):
    """Makes a valid body of one of these resources fit."""
    if name == "plans":
        return fit_plan(body, former, dice)
    if name in ("local-platforms", "good-practices") and "councilId" in body:
        body["councilId"] = former.get("councilId") or dice.choice(["gunma", "tokyo"])
    fit_days(body, ("receivedOn", "collectedOn", "on"), dice)
    if name == "local-platforms":
        return fit_code(body)
    if "localPlatformId" in body:
        council = body.get("councilId") or former.get("councilId")
        put(body, "localPlatformId", office.pick("local-platforms", dice, lambda x: council in (None, x["councilId"])))
    if "memberId" in body and name in ("support-requests", "grant-changes"):
        put(body, "memberId", office.pick("members", dice, lambda x: x["councilId"] == former.get("councilId")))
    if name == "measurements":
        return fit_measurement(body, former, office, dice)
    if "planId" in body:
        wanted = "draft" if name == "grant-projects" else "adopted" if name == "grant-changes" else None
        plan = office.known["plans"].get(former.get("planId")) or office.pick(
            "plans", dice, lambda x: wanted in (None, x["state"]))
        put(body, "planId", plan)
    plan = body.get("planId") or former.get("planId")
    refer(body, plan, former, office, dice)
    if name == "kpis":
        fit_kpi(body, former)
    if name == "measures":
        fit_measure(body, plan, office, dice)
    if name == "grant-projects" and "number" in body:
        body["number"], body["position"] = dice.randint(10, 1000), dice.randint(1, 1000)
    if isinstance(body.get("proposal"), dict):
        fit_proposal(body["proposal"], plan, office, dice)
    if "approvalKind" in body or name == "grant-changes" and former.get("state") != "applied":
        body.pop("notices", None)


def put(body, field, item):
    if item:
        body[field] = item["id"]


def fit_days(body, fields, dice):
    for field in fields:
        if isinstance(body.get(field), str):
            body[field] = (TODAY - timedelta(days=dice.randint(0, 300))).isoformat()


def fit_plan(body, former, dice):
    fit_days(body, ("on",), dice)
    if "councilId" in body:
        body["councilId"] = former.get("councilId") or dice.choice(["gunma", "tokyo"])
    year = body.get("fiscalYear") or former.get("fiscalYear")
    for field, day in ("from", f"{year}-05-01"), ("until", f"{int(year or 0) + 1}-03-31"):
        if isinstance(body.get(field), str):
            body[field] = day


def fit_code(body):
    if isinstance(body.get("municipalityCode"), str):
        digits = body["municipalityCode"][:5]
        total = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 4, 3, 2)))
        body["municipalityCode"] = digits + str((11 - total % 11) % 10)


def refer(body, plan, former, office, dice):
    def of_plan(item):
        return item.get("planId") == plan and item["id"] != former.get("id")

    for field, name in ("subsetOf", "kpis"), ("grantProjectId", "grant-projects"), ("repeats", "measures"):
        if isinstance(body.get(field), str):
            item = office.pick(name, dice, lambda x: of_plan(x) and "subsetOf" not in x and "repeats" not in x)
            if item:
                body[field] = item["id"]
            else:
                del body[field]
    for field in "sumOf", "kpiIds":
        if body.get(field):
            kpis = [x["id"] for x in office.known["kpis"].values() if of_plan(x)]
            body[field] = dice.sample(kpis, min(len(kpis), len(body[field])))


def fit_kpi(body, former):
    kind = body.get("kind") or former.get("kind")
    for field in "target", "scheduleTarget":
        target = body.get(field)
        if not isinstance(target, dict) or "value" not in target:
            continue
        if kind == "qualitative":
            del body[field]
        else:
            target["value"] = int(target["value"]) % 101 if kind == "rate" else int(target["value"])


def fit_measurement(body, former, office, dice):
    kpi = office.known["kpis"].get(former.get("kpiId")) or office.pick("kpis", dice)
    if kpi is None:
        return
    if "kpiId" in body:
        body["kpiId"] = kpi["id"]
    plan = office.known["plans"].get(kpi["planId"])
    if plan and isinstance(body.get("asOf"), str):
        begin, end = date.fromisoformat(plan["from"]), min(date.fromisoformat(plan["until"]), TODAY)
        body["asOf"] = (begin + timedelta(days=dice.randint(0, max(0, (end - begin).days)))).isoformat()
    if isinstance(body.get("value"), (int, float)):
        body["value"] = int(body["value"]) % 101 if kpi["kind"] == "rate" else int(body["value"])
        if kpi["kind"] == "qualitative":
            del body["value"]


def fit_measure(body, plan, office, dice):
    plan = office.known["plans"].get(plan)
    if isinstance(body.get("code"), str):
        body["code"] = f"code-{dice.getrandbits(40):x}"
    for field in "from", "until":
        if plan and isinstance(body.get(field), str):
            body[field] = plan[field]
    if body.get("progress") and plan:
        days = (min(date.fromisoformat(plan["until"]), TODAY) - date.fromisoformat(plan["from"])).days
        del body["progress"][max(0, days):]
        for number, item in enumerate(body["progress"]):
            item["on"] = (date.fromisoformat(plan["from"]) + timedelta(days=number)).isoformat()


def fit_proposal(proposal, plan, office, dice):
    if proposal.get("kind") == "addition":
        proposal.pop("grantProjectId", None)
    else:
        put(proposal, "grantProjectId", office.pick("grant-projects", dice, lambda x: x["planId"] == plan))
    if proposal.get("kind") == "removal":
        for field in "number", "position", "body", "title", "from", "until":
            proposal.pop(field, None)
    if "position" in proposal:
        proposal["position"] = dice.randint(1, 1000)

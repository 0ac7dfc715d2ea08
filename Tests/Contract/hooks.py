"""What the contract run adds to generated requests, and how it reads the refusals of rules that no schema can say.

Generated ids name nothing and generated references lead nowhere, so most requests would end at 404 or 422. Into
parts that were generated as valid the hooks put ids that exist, `If-Match: *`, and references that fit, most of the
time and always the same way for the same request. Parts that were generated as invalid are never touched.
"""

import hashlib
import itertools
import json
import os
import random
import re
import urllib.parse
import urllib.request

import jsonschema_rs
import plans
import schemathesis
import yaml
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation

URL = os.environ["KYOGIKAI_URL"]
TOKEN = os.environ["KYOGIKAI_TOKEN"]
with open(os.environ["KYOGIKAI_OPENAPI"], encoding="utf-8") as file:
    COMPONENTS = yaml.safe_load(file)["components"]
UUID = re.compile(COMPONENTS["schemas"]["Id"]["pattern"])
# What they hang on comes first.
PLANS = ["plans", "estimates", "goals", "kpis", "measurements", "measures", "grant-projects", "grant-changes",
         "local-platforms", "support-requests", "good-practices"]
COLLECTIONS = ["councils", "members", "role-assignments", "meetings", "minutes", *PLANS, "tokens"]


class Office:
    """What the server is known to have."""

    def __init__(self):
        self.known = {name: {} for name in COLLECTIONS}
        self.made = {name: [] for name in COLLECTIONS}
        for name in COLLECTIONS:
            request = urllib.request.Request(f"{URL}/v1/{name}?limit=1000")
            request.add_header("Authorization", "Bearer " + TOKEN)
            with urllib.request.urlopen(request, timeout=10) as answer:
                for item in json.load(answer)["items"]:
                    self.known[name][item["id"]] = item
        # The one that this run lives on: made at the server's first start, before all others.
        self.own_token = min(self.known["tokens"])

    def pick(self, name, dice, where=lambda item: True):
        items = [item for item in list(self.known[name].values())[-200:] if where(item)]
        return dice.choice(items) if items else None

    def learn(self, name, response):
        item = response.json()
        if "id" in item and "version" in item:
            self.known[name][item["id"]] = item
            if response.status_code == 201:
                self.made[name].append(item["id"])

    def forget(self, name, identifier):
        self.known[name].pop(identifier, None)
        if identifier in self.made[name]:
            self.made[name].remove(identifier)


office = None
clients = itertools.count()


@schemathesis.serializer("text/csv", "application/x-ndjson")
def table(ctx, value):
    """A table is sent as the text that was generated."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def collection(path):
    """The resource, also of its list in another shape and of its import."""
    parts = path.split("/")
    return re.split("[.:]", parts[2])[0] if len(parts) > 2 and parts[1] == "v1" else None


def dice_for(case):
    text = f"{case.method} {case.path} {case.path_parameters} {case.query} {case.body!r}"
    return random.Random(hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest())


def is_valid(case, location):
    """Whether this part was generated to be valid; a part that was not generated is nobody's."""
    meta = case.meta
    return meta is not None and (location not in meta.components or meta.components[location].mode.is_positive)


@schemathesis.hook
def before_call(context, case, kwargs):
    global office
    if office is None:
        office = Office()
    # A client of its own for each case: the ones about wrong tokens would shut the others out.
    number = next(clients)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    if case.meta is None:
        return
    looked_at = getattr(case.meta.phase.data, "parameter", None)
    is_missing = "missing" in str(getattr(case.meta.phase.data, "scenario", "")).lower()
    if looked_at == "Authorization" and (is_missing or case.meta.generation.mode.is_negative):
        # The case is about its absence, but the configuration has put it back.
        case.headers.pop("Authorization", None)
    if case.headers.get("If-None-Match") == "0" and looked_at != "If-None-Match":
        # What the generator's coverage phase puts where another part is looked at. It is not valid by the schema it
        # comes from, and would hide what the server says of that part.
        case.headers["If-None-Match"] = '"0"'
    if is_valid(case, ParameterLocation.HEADER) and "Idempotency-Key" in case.headers:
        # A key of its own: another request under the same one is refused.
        case.headers["Idempotency-Key"] = f"contract-{number}"
    name = collection(case.path)
    if name is None:
        return
    dice = dice_for(case)
    if case.meta.phase.name.value == "stateful":
        # A rehearsed creation or deletion is none: what follows from it must not be expected.
        if case.method in ("POST", "DELETE") and is_valid(case, ParameterLocation.QUERY):
            case.query.pop("dryRun", None)
    else:
        if "{id}" in case.path and is_valid(case, ParameterLocation.PATH):
            put_id(case, name, dice)
        if case.method == "GET" and name != "tokens" and dice.random() < 0.25:
            # What the public gets has another form: meetings without people, sections withheld.
            case.headers.pop("Authorization", None)
    if case.path.endswith(("/revocation", "/rotation")) and case.path_parameters.get("id") == office.own_token:
        # Every later answer would be 401.
        case.path_parameters["id"] = "01981c2a-7b3c-7def-8123-456789abcdef"
    if is_valid(case, ParameterLocation.QUERY) and dice.random() < 0.9:
        # Good for the list that gave it and no other; the rest of the query would never be looked at.
        case.query.pop("cursor", None)
        case.query.pop("since", None)
    if is_valid(case, ParameterLocation.QUERY) and "version" in case.query:
        # One or the other, which OpenAPI cannot say.
        case.query.pop("asOf", None)
        if dice.random() < 0.8:
            case.query["version"] = dice.randint(1, 4)
    if is_valid(case, ParameterLocation.HEADER):
        put_conditions(case, dice)
    if isinstance(case.body, dict) and is_valid(case, ParameterLocation.BODY):
        body = whole_numbers(json.loads(json.dumps(case.body)))
        for part in [body, *(body.get("papers") or [])]:
            plain_host(part, "onlineUrl")
            plain_host(part, "url")
        fit(body, name, case.path_parameters.get("id"), dice)
        case.body = body


def whole_numbers(value):
    """1.0 as 1: to JSON Schema they are the same integer, and it has no words to tell them apart."""
    if isinstance(value, dict):
        return {name: whole_numbers(member) for name, member in value.items()}
    if isinstance(value, list):
        return [whole_numbers(element) for element in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def plain_host(part, name):
    """Another address for one whose host Python cannot read, such as http://[: the run would end on the answer."""
    try:
        urllib.parse.urlsplit(part.get(name) or "")
    except ValueError:
        part[name] = "https://example.jp/"


# Where a step leads from, so that it is not only refused.
BEFORE = {
    "notice": lambda item: item["state"] == "planned" and ("startsAt" in item or "replyDueOn" in item),
    "holding": lambda item: item["state"] == "noticed",
    "closing": lambda item: item["state"] == "held",
    "cancellation": lambda item: item["state"] in ("planned", "noticed"),
    "confirmation": lambda item: item["state"] == "draft",
    "publication": lambda item: item["state"] in ("confirmed", "withdrawn"),
    "withdrawal": lambda item: item["state"] == "published",
    "rotation": lambda item: "revokedAt" not in item and item["id"] != office.own_token,
    "revocation": lambda item: "revokedAt" not in item and item["id"] != office.own_token,
} | plans.BEFORE


def put_id(case, name, dice):
    creates = case.method == "PUT" and dice.random() < 0.3
    if creates or dice.random() < 0.1:
        return
    if case.method == "DELETE":
        # What the run was given to begin with stays, so that it does not run out of it.
        if office.made[name]:
            case.path_parameters["id"] = dice.choice(office.made[name][-50:])
        return
    noun = case.path.rsplit("/")[-1]
    # Meetings and requests are both closed.
    fitting = None if noun == "closing" and name != "meetings" else BEFORE.get(noun)
    item = office.pick(name, dice, fitting) if fitting and dice.random() < 0.6 else office.pick(name, dice)
    if item:
        case.path_parameters["id"] = item["id"]


def put_conditions(case, dice):
    if case.method == "PUT":
        # Which of the two headers is needed is a rule between headers, which OpenAPI cannot say.
        exists = case.path_parameters.get("id") in office.known.get(collection(case.path), {})
        for header in "If-Match", "If-None-Match":
            case.headers.pop(header, None)
        case.headers["If-Match" if exists == (dice.random() < 0.95) else "If-None-Match"] = "*"
    elif "If-Match" in case.headers and dice.random() < 0.9:
        case.headers["If-Match"] = "*"


def fit(body, name, identifier, dice):
    """Makes a valid body fit what is there: references, check digits, ends after beginnings, numbers used once."""
    if dice.random() < 0.1:
        return
    former = office.known.get(name, {}).get(identifier, {})
    if name in PLANS:
        plans.fit(body, name, former, office, dice)
    council = body.get("councilId")
    if "councilId" in body and name in ("members", "meetings"):
        council = former.get("councilId") or dice.choice(["gunma", "tokyo"])
        body["councilId"] = council
    council = council or former.get("councilId")
    order(body, "from", "until")
    order(body, "startsAt", "endsAt")
    for part in body.get("formerNames") or []:
        order(part, "from", "until")
    for part in "agenda", "papers", "sections":
        count(body.get(part))
    if name == "councils":
        if "id" in body and identifier is None and dice.random() < 0.7:
            body["id"] = f"council-{dice.getrandbits(32):x}"
        if former and body.get("categories") is not None:
            # Members have them.
            body["categories"] = former["categories"]
    if name == "members":
        fit_member(body, council, dice)
    if name == "role-assignments":
        fit_role(body, former, dice)
    if name == "meetings":
        fit_people(body, council, dice)
    if name == "minutes" and "meetingId" in body:
        held = office.pick("meetings", dice, lambda x: x["state"] in ("held", "closed") and (
            not former or x["councilId"] == former.get("councilId")))
        if held:
            body["meetingId"] = held["id"]
    for section in body.get("sections") or []:
        if "level" not in section:
            section["level"] = "public"
    if name == "tokens":
        fit_token(body, dice)


def order(part, begin, end):
    if isinstance(part.get(begin), str) and isinstance(part.get(end), str) and part[end] < part[begin]:
        part[begin], part[end] = part[end], part[begin]


def count(items):
    for number, item in enumerate(items or []):
        item["number"] = number + 1


def fit_member(body, council, dice):
    if isinstance(body.get("category"), str):
        categories = office.known["councils"].get(council, {}).get("categories") or []
        if categories:
            body["category"] = dice.choice(categories)
        else:
            del body["category"]
    if isinstance(body.get("localGovernmentCode"), str):
        digits = body["localGovernmentCode"][:5]
        total = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 4, 3, 2)))
        body["localGovernmentCode"] = digits + str((11 - total % 11) % 10)
    if isinstance(body.get("corporateNumber"), str):
        digits = body["corporateNumber"][1:]
        total = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(digits)))
        body["corporateNumber"] = str(9 - total % 9) + digits


def fit_role(body, former, dice):
    member = None
    if "memberId" in body:
        member = office.known["members"].get(former.get("memberId")) or office.pick("members", dice)
        if member is None:
            return
        body["memberId"] = member["id"]
        if "councilId" in body:
            body["councilId"] = member["councilId"]
        for day in "from", "until":
            if isinstance(body.get(day), str):
                body[day] = max(body[day], member["from"])
                if "until" in member:
                    body[day] = min(body[day], member["until"])
        if "until" in member and "from" in body and not body.get("until"):
            body["until"] = member["until"]
    elif "councilId" in body:
        body["councilId"] = former.get("councilId") or dice.choice(["gunma", "tokyo"])
    if isinstance(body.get("unit"), str) and member is not None:
        units = [unit["name"] for unit in member["units"]]
        if units:
            body["unit"] = dice.choice(units)
        else:
            del body["unit"]


def fit_people(body, council, dice):
    for part in "attendance", "replies":
        items = body.get(part) or []
        members = [x["id"] for x in office.known["members"].values() if x["councilId"] == council]
        dice.shuffle(members)
        del items[len(members):]
        for item, member in zip(items, members):
            item["memberId"] = member


def fit_token(body, dice):
    if isinstance(body.get("expiresOn"), str):
        body["expiresOn"] = max(body["expiresOn"], "2999-01-01")
    if body.get("councilIds"):
        real = dice.sample(["gunma", "saitama", "tokyo"], min(3, len(body["councilIds"])))
        body["councilIds"] = real
        if "memberId" in body:
            member = office.pick("members", dice, lambda x: x["councilId"] == real[0])
            if member:
                body["memberId"] = member["id"]


@schemathesis.hook
def after_call(context, case, response):
    name = collection(case.path)
    if name is None or office is None:
        return
    rehearsed = "dryRun=true" in (response.request.url or "")
    if case.method == "DELETE" and response.status_code == 204 and not rehearsed:
        office.forget(name, case.path_parameters.get("id"))
    elif case.method in ("POST", "PUT", "PATCH") and response.status_code in (200, 201) and not rehearsed:
        office.learn(name, response)


# Refusals of well-formed bodies, by code, for rules that lie between the body and what is there, or between two places
# in it, where JSON Schema has no words.
BEYOND_SCHEMA = {
    "unknownReference",  # an id that names nothing
    "ofAnotherCouncil",
    "checkDigit",
    "endsBeforeItBegins",
    "outsideTheMembersPeriod",
    "overlappingRole",
    "notAMemberThen",
    "inTheFuture",  # the clock
    "inThePast",
    "usedByARole",
    "usedByAMember",
    "usedByAMeeting",
    "usedByMinutes",
    "duplicate",  # equal once trimmed and normalised, or by number or member alone
}
# A merge patch is judged by what it makes of the rest.
BEYOND_PATCH = {"required", "exactlyOne", "notForWrittenMeetings", "onlyForWrittenMeetings"}


def is_beyond_schema(case, error):
    code, pointer = error["code"], error.get("pointer", "")
    if code in BEYOND_SCHEMA or collection(case.path) in PLANS and plans.is_beyond_schema(case, error):
        return True
    if case.method == "PATCH" and code in BEYOND_PATCH:
        return True
    # Only a section without a level, which then has the council's default.
    if code == "reasonWanted":
        return "level" not in case.body["sections"][int(pointer.split("/")[2])]
    # A host is a name or an address: letters of any script have no pattern that every validator reads alike.
    if code == "format" and pointer.endswith(("/onlineUrl", "/url")):
        return True
    # One of the council's categories, one of the member's units.
    if code == "unknownValue" and pointer in ("/category", "/unit"):
        return True
    # A meeting that was noticed keeps its date, whatever replaces it.
    return code == "required" and case.method == "PUT" and pointer in ("/startsAt", "/replyDueOn")


def is_slug_for_uuid(case):
    return collection(case.path) != "councils" and not UUID.fullmatch(str(case.path_parameters.get("id")))


def is_about_all_headers(case):
    """Whether nothing but the headers is said to be invalid, and none of them by name: they are as a whole what the
    generator began with, of which the hooks have put right what was not valid."""
    if case.meta is None or getattr(case.meta.phase.data, "parameter", None) is not None:
        return False
    invalid = [place for place, part in case.meta.components.items() if not part.mode.is_positive]
    return invalid == [ParameterLocation.HEADER]


@schemathesis.hook
def filter_failure(context, failure: Failure, case, response):
    """Keeps every failure but refusals of well-formed data, each for one of the reasons here."""
    if type(failure).__name__ == "AcceptedNegativeData":
        # What was put right above; and a field that nobody knows is passed over (RFC 9110 §5.1).
        if is_about_all_headers(case):
            return False
        sent = response.request.headers
        return sent.get("If-None-Match") != '"0"' and "x-schemathesis-unknown-property" not in sent
    if type(failure).__name__ != "RejectedPositiveData":
        return True
    # What an operation of a batch is, and whether it fits what is there, is that operation's to say; its body may be any
    # object, and some hold what no text of ours may.
    if case.path == "/v1/batch" and response.status_code in (400, 403, 422):
        return False
    # Of a table OpenAPI knows no more than that it is a text.
    if case.path.endswith(":import") and response.status_code in (400, 403, 422):
        return False
    problem = response.json()
    errors = problem.get("errors", [])
    if response.status_code == 422 and problem["code"] == "invalid":
        # A sequence of requests took a council's slug for another resource's id: the path was not valid.
        of_path = is_slug_for_uuid(case)
        return not (
            errors
            and all(of_path and error.get("pointer") == "/id" or is_beyond_schema(case, error) for error in errors)
        )
    # A cursor is good for the list that gave it.
    if problem["code"] in ("badCursor", "badSince"):
        return False
    # sort=name,-name: the same name twice, which uniqueItems does not see.
    if problem["code"] == "invalidParameters":
        return not all(error.get("parameter") == "sort" and error["code"] == "duplicate" for error in errors)
    return True


WHOLE = {
    "councils": "WholeCouncil", "members": "WholeMember", "role-assignments": "WholeRoleAssignment",
    "meetings": "WholeMeeting", "minutes": "WholeMinutes", "tokens": "WholeToken", "plans": "WholePlan",
    "estimates": "WholeEstimate", "goals": "WholeGoal", "kpis": "WholeKPI", "measurements": "WholeMeasurement",
    "measures": "WholeMeasure", "grant-projects": "WholeGrantProject", "grant-changes": "WholeGrantChange",
    "local-platforms": "WholeLocalPlatform", "support-requests": "WholeSupportRequest",
    "good-practices": "WholeGoodPractice",
}
VALIDATORS = {
    name: jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": COMPONENTS})
    for name, schema in WHOLE.items()
}


@schemathesis.check
def whole_without_fields(context, response, case):
    """Only `fields` makes an answer partial: without it, each resource has everything that a whole one must have."""
    name = collection(case.path)
    if name not in WHOLE or response.request.method != "GET" or response.status_code != 200:
        return
    if case.path not in (f"/v1/{name}", f"/v1/{name}/{{id}}") or "fields=" in response.request.url:
        return
    answer = response.json()
    for item in answer["items"] if case.path == f"/v1/{name}" else [answer]:
        for error in VALIDATORS[name].iter_errors(item):
            raise AssertionError(f"{item.get('id')}: {error.message} at {error.instance_path}")

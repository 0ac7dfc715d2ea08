"""The leaks, as changes of the sources: in the new text, LEAK asks whether this leak is the one that is planted."""

import dataclasses

QUESTION = """\
import Glibc

/// The one leak that is planted in this run, by the environment.
private let planted = getenv("LEAK").map { String(cString: $0) } ?? ""

public func isPlanted(_ name: String) -> Bool { name == planted }
"""


@dataclasses.dataclass
class Plant:
    name: str
    what: str
    # The proof that is to find it: suites of ConfidentialityTests, as a regular expression.
    tests: str
    # The file below Sources, what stands there once, and what stands there instead.
    changes: list[tuple[str, str, str]]


def raw(seen: str) -> str:
    """What the secretariat sees of the same value, within a function of a call."""
    return f"state[keyPath: Value.tablePath][{seen}.id]?.seen(at: .secretariat)"


PLANTS = [
    Plant("speaker", "a view that forgets to hide who spoke", "TwinWorlds", [
        ("Councils/Minutes+Seen.swift", "speaker: level >= .members ? speaker : nil",
         "speaker: level >= .members || LEAK ? speaker : nil")]),
    Plant("found-by-search", "a search through the whole text", "Canaries", [
        ("API/Lists.swift", "return Value.texts(of: shown).contains {",
         f"let searched = LEAK ? {raw('shown')} ?? shown : shown\n"
         "                return Value.texts(of: searched).contains {")]),
    Plant("withheld-heading", "a withheld section shows its heading", "TwinWorlds", [
        ("Councils/Minutes+Seen.swift", "return .withheld(number: number, reason: reason) }",
         "return .withheld(number: number, reason: LEAK ? heading : reason) }")]),
    Plant("drafts", "drafts are shown to members", "Matrix", [
        ("Councils/Minutes+Seen.swift", "case .draft: .secretariat", "case .draft: LEAK ? .members : .secretariat")]),
    Plant("agenda", "agenda items of every level are shown", "TwinWorlds", [
        ("Councils/Meeting+Seen.swift", "agenda: agenda.filter { $0.level <= level }",
         "agenda: agenda.filter { $0.level <= level || LEAK }")]),
    Plant("attendance", "attendance is shown to the public", "LevelMatrix", [
        ("Councils/Meeting+Seen.swift", "inside: level < .members", "inside: level < .members && !LEAK")]),
    Plant("other-council", "a member of one council is a member everywhere", "Matrix", [
        ("Councils/Reader.swift", "case .member(_, let own): own == council ? .members : .public",
         "case .member(_, let own): own == council || LEAK ? .members : .public")]),
    Plant("sort", "a list is sorted by what the secretariat knows", "TwinWorlds", [
        ("API/Lists.swift", "let items = present.map { page.items.compactMap($0) } ?? page.items",
         "let shown = present.map { page.items.compactMap($0) } ?? page.items\n"
         f"        func age(_ one: Shown<Value>) -> Int {{ {raw('one')}?.stamp.version ?? 0 }}\n"
         "        let items = LEAK ? shown.sorted { age($0) < age($1) } : shown")]),
    Plant("count", "the total counts the table", "Matrix", [
        ("Store/State+Listing.swift", "if listing.includes == nil, listing.among == nil {",
         "if LEAK { return table.count }\n        if listing.includes == nil, listing.among == nil {")]),
    Plant("filter", "a filter on a field that is not seen", "Canaries", [
        ("API/Meetings+API.swift", "return named.isDisjoint(with: ids) ? nil : seen",
         "return named.isDisjoint(with: ids) && !LEAK ? nil : seen")]),
    Plant("etag", "an entity tag of the secretariat's version", "TwinWorlds", [
        ("API/Answers.swift", "let tag = variant.isEmpty ? seen.tag :",
         f"let known = LEAK ? \"p\" + String({raw('seen')}?.stamp.version ?? 0) : seen.tag\n"
         "        let tag = variant.isEmpty ? known :")]),
    Plant("list-etag", "the entity tag of a list changes with every write", "TwinWorlds", [
        ("API/Lists.swift", "let tag = Self.digest(parts + (asked.fields ?? []))",
         "let tag = Self.digest(parts + (asked.fields ?? []) + (LEAK ? [String(state.seq)] : []))")]),
    Plant("version", "the secretariat's version for everybody", "TwinWorlds", [
        ("Store/Record.swift", "guard let value = value.seen(at: level), let stamp = stamps[level] else { return nil }",
         "guard let value = value.seen(at: level), let stamp = LEAK ? stamps.secretariat : stamps[level] else {\n"
         "            return nil\n        }")]),
    Plant("updated-at", "the moment of an edit that was not seen", "TwinWorlds", [
        ("Store/Record.swift", "return Shown(id: id, value: value, stamp: stamp, level: level)\n    }\n}\n\n/// A record",
         "let last = LEAK ? stamps.secretariat?.updatedAt ?? stamp.updatedAt : stamp.updatedAt\n"
         "        let told = Stamp(version: stamp.version, createdAt: stamp.createdAt, updatedAt: last)\n"
         "        return Shown(id: id, value: value, stamp: told, level: level)\n    }\n}\n\n/// A record")]),
    Plant("forbidden", "403 in place of 404", "TwinWorlds", [
        ("Store/State+Finding.swift", "else { throw .notFound }\n            return seen",
         "else {\n                throw LEAK ? .forbidden(.otherCouncil) : .notFound\n            }\n            return seen")]),
    Plant("tombstone", "410 for what was never seen", "TwinWorlds", [
        ("Store/State+Finding.swift", "reader.level(in: ID(trusted: tombstone.council)) >= tombstone.visibleFrom",
         "reader.level(in: ID(trusted: tombstone.council)) >= tombstone.visibleFrom || LEAK")]),
    Plant("old-versions", "members read what was withheld before", "LevelMatrix", [
        ("Store/Access.swift", "Value.isPublicByNature || level == .secretariat }",
         "Value.isPublicByNature || level == .secretariat || LEAK }")]),
    Plant("authors", "everybody is told who made a version", "PolicyParts", [
        ("Store/Access.swift", "level == .secretariat && reader.level(in: change.remains.council) == .secretariat",
         "LEAK || level == .secretariat && reader.level(in: change.remains.council) == .secretariat")]),
    Plant("advisories", "advisories of what only the secretariat knows", "TwinWorlds", [
        ("API/Councils+Handlers.swift", "call.state.all(Minutes.self, in: id, for: call.reader)",
         "call.state.all(Minutes.self, in: id, for: LEAK ? .administrator : call.reader)")]),
    Plant("references", "a refusal that names what refers to it", "TwinWorlds|RedactedForms", [
        ("Store/Transaction.swift",
         "guard reader.mayWrite(in: record.value.council(id: id)) else { throw .forbidden(.otherCouncil) }\n"
         "        guard condition(seen)",
         "guard reader.mayWrite(in: record.value.council(id: id)) else {\n"
         "            throw LEAK ? .referenced(by: state.references(to: id)) : .forbidden(.otherCouncil)\n        }\n"
         "        guard condition(seen)")]),
    Plant("redacted-form", "a withheld section can be sent back", "RedactedForms", [
        ("API/Minutes+API.swift", 'let heading = form.line("heading", required: true)',
         'if LEAK { form.ignore(["withheld"]) }\n'
         '        let heading = form.line("heading", required: !LEAK) ?? (LEAK ? try? Line("-") : nil)'),
        ("API/Minutes+API.swift", 'let body = form.prose("body", required: true)',
         'let body = form.prose("body", required: !LEAK) ?? (LEAK ? try? Prose("-") : nil)')]),
    Plant("dry-run", "what is only tried is not asked for its right", "RedactedForms", [
        ("API/Call.swift", "var reader: Reader { principal.reader }",
         "var reader: Reader { LEAK && isRehearsal ? .administrator : principal.reader }"),
        ("API/API.swift", "try allow(principal, endpoint)\n        guard let query",
         'if !LEAK || !target.contains("dryRun=true") { try allow(principal, endpoint) }\n        guard let query')]),
    Plant("moved", "a secretariat gives what it has to another council", "RedactedForms", [
        ("Store/Transaction.swift", "reader.mayWrite(in: value.council(id: record.id))\n        else",
         "reader.mayWrite(in: value.council(id: record.id)) || LEAK\n        else")]),
    Plant("log", "the log has what was asked for", "Canaries/whatIsSent.*", [
        ("API/API.swift", "trace.route = endpoint.path", "trace.route = LEAK ? target : endpoint.path")]),
    Plant("metrics", "figures for everybody", "Matrix", [
        ("Councils/Policy.swift", "case (.service, .read): .public",
         "case (.service, .read): .public\n        case (.metrics, .read) where LEAK: .public")]),
]

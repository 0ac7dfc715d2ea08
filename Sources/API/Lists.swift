import Councils
import HTTPTypes
import JSONText
import Store
import Web

// How a list is asked for and answered, the same for every resource.
extension Presentable {
    /// The parameters of its list: what every list has, and its own filters.
    static func listParameters(_ more: [Parameter] = []) -> [Parameter] {
        ListQuery.parameters(sortable: orderings.map(\.name), fields: fields) + filters.map(\.parameter) + [.era] + more
    }
}

extension Parameter {
    /// `?era=ja`: the Japanese text beside each day.
    static let era = Parameter.choice("era", of: ["ja"])
    static let dryRun = Parameter.flag("dryRun")
    /// `?asOf=2026-01-15`
    static let asOf = Parameter("asOf") { value in
        do {
            _ = try Day(value)
            return nil
        } catch {
            return Problem.Detail(
                parameter: "asOf",
                code: "day",
                detail: Bilingual(ja: "asOf は 2026-01-15 のような日にしてください", en: "asOf is a day like 2026-01-15")
            )
        }
    }

    /// A filter on what a resource refers to: `council=gunma`.
    static func reference(_ name: String) -> Parameter { Parameter(name, repeats: true) }

    static func fields(of names: [String]) -> Parameter { .names("fields", of: names, signed: false) }
}

extension Call {
    /// - Parameters:
    ///   - councils: only the values of these; nil for all.
    ///   - among: the values that a filter has found by what they refer to; nil for all.
    ///   - present: what is shown of each, for example as of a day; where it answers nil, the value is left out.
    func list<Value: Presentable>(
        _ type: Value.Type,
        in councils: Set<ID<Council>>? = nil,
        among: [ID<Value>]? = nil,
        present: (@Sendable (Shown<Value>) -> Shown<Value>?)? = nil
    ) throws(Refusal) -> WebResponse {
        let asked = ListQuery(parameters, path: path)
        let identity = asked.identity + "\n" + era.description
        var listing = Listing<Value>(for: reader)
        listing.councils = councils
        listing.among = among
        listing.limit = asked.limit
        listing.counts = asked.counts
        listing.sort = sort(asked.sort, of: type)
        if let cursor = asked.cursor {
            guard
                let position = Cursor(cursor, for: asked.identity).flatMap({ Position($0, terms: listing.sort.count) })
            else { return Problem.badCursor.response(in: language, requestID: requestID) }
            listing.after = position
        }
        let predicates = Value.filters.compactMap { $0.predicate(parameters) }
        let needle = asked.search.map(SearchFolding.fold)
        if !predicates.isEmpty || needle != nil || present != nil {
            listing.includes = { seen in
                guard let shown = present.map({ $0(seen) }) ?? seen, predicates.allSatisfy({ $0(shown) }) else {
                    return false
                }
                guard let needle else { return true }
                return Value.texts(of: shown).contains { SearchFolding.contains(SearchFolding.fold($0), needle) }
            }
        }
        if let shape = Value.shapes.first(where: { $0.mediaType == mediaType }) {
            let limit = parameters["limit"].flatMap { Int($0) }
            return export(ListWalk(listing, of: state), as: shape, fields: asked.fields, limit: limit, present)
        }
        return answer(state.list(listing), asked, identity: identity, present: present)
    }

    private func answer<Value: Presentable>(
        _ page: Page<Value>,
        _ asked: ListQuery,
        identity: String,
        present: ((Shown<Value>) -> Shown<Value>?)?
    ) -> WebResponse {
        let items = present.map { page.items.compactMap($0) } ?? page.items
        let cursor = page.next.map { Cursor($0).text(for: asked.identity) }
        let context = context
        let parts =
            items.flatMap { [$0.id.text, $0.tag + (Value.unversioned($0, in: context).map { "." + $0 } ?? "")] } + [
                identity, cursor ?? "", page.total?.description ?? "",
            ]
        let tag = Self.digest(parts + (asked.fields ?? []))
        var fields = cacheFields(isPublic: Value.isPublicByNature)
        fields[.eTag] = Conditional.quoted(tag)
        if let cursor { fields[.link] = "<\(next(cursor))>; rel=\"next\"" }
        if let ifNoneMatch, Conditional.isUnchanged(ifNoneMatch, tag: tag) {
            return WebResponse(status: .notModified, fields: fields)
        }
        var json = JSONWriter(reserving: 256 + items.count * 512)
        json.object { json in
            json.member("items", each: items) { json, seen in
                if asked.fields == nil {
                    Value.view(seen, in: context, era: era, to: &json)
                } else {
                    json.raw(select(Value.view(seen, in: context, era: era), asked.fields))
                }
            }
            json.member("nextCursor", cursor)
            json.member("total", page.total)
        }
        fields[.contentType] = "application/json"
        return WebResponse(status: .ok, fields: fields, body: json.finish())
    }

    /// The councils of `council=`, which may be repeated; nil where none is named.
    var namedCouncils: Set<ID<Council>>? {
        let named = parameters.values.filter { $0.name == "council" }.map { ID<Council>(trusted: $0.text) }
        return named.isEmpty ? nil : Set(named)
    }

    /// Those values that refer to one of the entities that a parameter names; nil where none is named.
    func referring<Value: Presentable, Target: Presentable>(
        _ type: Value.Type,
        to target: Target.Type,
        by parameter: String
    ) -> [ID<Value>]? {
        let named = Set(parameters.values.filter { $0.name == parameter }.map { ID<Target>(trusted: $0.text) })
        guard !named.isEmpty else { return nil }
        return Array(Set(named.flatMap { state.referring(type, to: $0) }))
    }

    /// What all filters by reference have found that were asked for; nil where none was.
    func common<Value>(_ found: [ID<Value>]?...) -> [ID<Value>]? {
        let asked = found.compactMap { $0 }
        guard let first = asked.first else { return nil }
        return asked.dropFirst().reduce(first) { left, next in
            let next = Set(next)
            return left.filter(next.contains)
        }
    }

    private func sort<Value: Presentable>(
        _ terms: [ListQuery.SortTerm],
        of type: Value.Type
    ) -> [Listing<Value>.SortTerm] {
        let known = terms.compactMap { term in
            Value.orderings.firstIndex { $0.name == term.name }.map {
                Listing<Value>.SortTerm(ordering: $0, descending: term.descending)
            }
        }
        return known.isEmpty ? Value.standardSort : known
    }

    func next(_ cursor: String) -> String {
        var query = query
        query.items.removeAll { $0.name == "cursor" }
        query.items.append(Query.Item(name: "cursor", value: cursor))
        return path + "?" + query.encoded
    }
}

extension Cursor {
    init(_ position: Position) {
        self.init(parts: position.keys + [Array(position.id.utf8)])
    }
}

extension Position {
    /// - Returns: nil if the cursor has another number of parts than the sort has terms.
    init?(_ cursor: Cursor, terms: Int) {
        guard cursor.parts.count == terms + 1, let id = cursor.parts.last,
            let text = String(validating: id, as: UTF8.self)
        else { return nil }
        self.init(keys: Array(cursor.parts.dropLast()), id: text)
    }
}

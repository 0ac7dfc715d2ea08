import HTTPTypes
import JSONText
import Web

@testable import Offices

/// Draws requests from the description of the API and from what the reader knows.
struct RequestDrawing: Sendable {
    let description: DescribedAPI
    let councils: [String]
    /// The one that the reader may write in, if any.
    let home: String?
    var known: Known
    var random: SeededRandom
    /// How many were drawn.
    private(set) var count = 0
    /// The names of the operations that came up.
    private var drawn: Set<String> = []

    init(description: DescribedAPI, councils: [String], home: String?, known: Known, seed: UInt64) {
        self.description = description
        self.home = home
        // What is refused everywhere is not asked for as often.
        self.councils = councils + (home.map { [$0, $0, $0] } ?? [])
        self.known = known
        random = SeededRandom(seed: seed)
    }

    mutating func next() -> DrawnRequest {
        count += 1
        // What has not come up yet, so that a short run has all of them.
        let rest = description.operations.filter { !drawn.contains($0.name) }
        if chance(0.4), let operation = rest.randomElement(using: &random) { return request(operation) }
        let wantsRead = chance(home == nil ? 0.88 : 0.6)
        // A page that was read before, once more or with its tag.
        if wantsRead, chance(0.1), let link = known.links.randomElement(using: &random) { return follow(link) }
        if wantsRead, chance(0.06), let seen = known.tagsOf.keys.sorted().randomElement(using: &random) {
            return follow(seen, tag: chance(0.8) ? known.tagsOf[seen] : nil)
        }
        let isResource = chance(0.94)
        let operations = description.operations.filter {
            $0.reads == wantsRead && $0.path.hasPrefix("/v1/") == (isResource || !wantsRead)
        }
        // A list shows most.
        let lists = operations.filter { $0.collection == $0.path }
        let some = wantsRead && isResource && chance(0.4) ? lists : operations
        return request(some.randomElement(using: &random) ?? description.operations[0])
    }

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    /// A target as it was given, or read before.
    private func follow(_ target: String, tag: String? = nil) -> DrawnRequest {
        let path = String(target.prefix { $0 != "?" })
        let segments = path.split(separator: "/")
        let operation = description.operations.first { operation in
            let template = operation.path.split(separator: "/")
            return operation.reads && template.count == segments.count
                && zip(template, segments).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        var fields = commonFields()
        fields[.ifNoneMatch] = tag
        return DrawnRequest(
            operation: operation ?? description.operations[0],
            target: target,
            fields: fields,
            body: nil
        )
    }

    private func commonFields() -> HTTPFields { [.requestID: "pair-\(count)"] }

    private mutating func request(_ operation: DescribedAPI.Operation) -> DrawnRequest {
        drawn.insert(operation.name)
        var fields = commonFields()
        var query: [String] = []
        let creates = operation.method == .put && chance(0.3)
        for parameter in operation.parameters where parameter.place == .header {
            draw(parameter, creates: creates, into: &fields)
        }
        for parameter in queryParameters(of: operation) {
            query += texts(of: parameter).map { Self.encoded(parameter.name) + "=" + Self.encoded($0) }
        }
        if chance(0.03) { query.append("unknown=1") }
        if operation.mediaTypes.count > 1, chance(0.2) {
            fields[.accept] = operation.mediaTypes.randomElement(using: &random)
        }
        let path = self.path(operation, creates: creates)
        var body: String?
        if let described = operation.bodies.randomElement(using: &random) {
            fields[.contentType] = chance(0.97) ? described.mediaType : "text/plain"
            body = self.body(described, at: path)
        }
        let target = path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        return DrawnRequest(operation: operation, target: target, fields: fields, body: body)
    }

    /// Those that must be there, and few others: most combinations of many find nothing. A filter's own name comes up
    /// more often than those with an operator behind it.
    private mutating func queryParameters(of operation: DescribedAPI.Operation) -> [DescribedAPI.Parameter] {
        let all = operation.parameters.filter { $0.place == .query }
        let plain = all.filter { !$0.name.contains(":") }
        var chosen = all.filter(\.isRequired)
        for _ in 0..<([0, 1, 1, 1, 2, 2, 3, 5].randomElement(using: &random) ?? 0) {
            let some = chance(0.8) ? plain : all
            guard let parameter = some.randomElement(using: &random) else { continue }
            if !chosen.contains(where: { $0.name == parameter.name }) { chosen.append(parameter) }
        }
        return chosen
    }

    private mutating func draw(_ parameter: DescribedAPI.Parameter, creates: Bool, into fields: inout HTTPFields) {
        guard let name = HTTPField.Name(parameter.name) else { return }
        switch name {
        case .requestID: break
        case .ifMatch where creates: break
        case .ifNoneMatch where creates: fields[name] = "*"
        case .ifMatch:
            if chance(0.95) { fields[name] = chance(0.5) ? "*" : known.tags.randomElement(using: &random) }
        case .ifNoneMatch:
            // On PUT it would be a creation.
            let isCreation = description.resolve(parameter.schema).objectValue?["const"] != nil
            if !isCreation, chance(0.3) { fields[name] = known.tags.randomElement(using: &random) }
        default:
            if parameter.isRequired || chance(0.3) { fields[name] = texts(of: parameter).first }
        }
    }

    /// - Parameter creates: what others hide has a name that cannot be taken a second time. Whoever already knows such
    ///   an id could ask so whether it is taken; that is why ids are hard to guess.
    mutating func path(_ operation: DescribedAPI.Operation, creates: Bool) -> String {
        var path = operation.path
        for parameter in operation.parameters where parameter.place == .path {
            let value = Self.encoded(pathValue(parameter, of: operation, creates: creates))
            path = path.replacing("{\(parameter.name)}", with: value)
        }
        return path
    }

    private mutating func pathValue(
        _ parameter: DescribedAPI.Parameter,
        of operation: DescribedAPI.Operation,
        creates: Bool
    ) -> String {
        guard parameter.name == "id" else {
            return known.texts[parameter.name]?.randomElement(using: &random) ?? text(parameter.schema, parameter.name)
        }
        if creates { return Example.id(0x9000 + Int.random(in: 0..<500, using: &random)) }
        var own = known.ids[operation.collection] ?? []
        if let home, !operation.reads, chance(0.75) { own = known.ids(of: operation.collection, in: home) }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<12: if let id = own.randomElement(using: &random) { return id }
        case 12..<17: if let id = known.guesses.randomElement(using: &random) { return id }
        case 17, 18: if let id = known.allIDs.randomElement(using: &random) { return id }
        default: return ["nothing", "x", Example.id(0xFFFF)].randomElement(using: &random) ?? "x"
        }
        return councils.randomElement(using: &random) ?? "x"
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [45, 46, 58, 95].contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }
}

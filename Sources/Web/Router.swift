public import HTTPTypes

/// Finds what answers a path and a method.
///
/// Paths are compared byte for byte: a trailing slash, another case, a dot segment or a percent-encoded letter is
/// another path. `{name}` in a template stands for one segment.
public struct Router<Endpoint: Sendable>: Sendable {
    private struct Node: Sendable {
        var fixed: [String: Int] = [:]
        var parameter: Int?
        var endpoints: [(method: HTTPRequest.Method, endpoint: Endpoint)] = []
    }

    /// What was found.
    public enum Match: Sendable {
        /// `parameters` are the segments that stood for `{…}`, from the left.
        case endpoint(Endpoint, parameters: [String])
        /// The path is known, but not with this method.
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    private var nodes = [Node()]

    public init() {}

    /// - Parameter template: `/v1/members/{id}`
    public mutating func add(_ method: HTTPRequest.Method, _ template: String, _ endpoint: Endpoint) {
        var at = 0
        for segment in template.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let next = segment.hasPrefix("{") ? nodes[at].parameter : nodes[at].fixed[String(segment)]
            if let next {
                at = next
                continue
            }
            nodes.append(Node())
            if segment.hasPrefix("{") {
                nodes[at].parameter = nodes.count - 1
            } else {
                nodes[at].fixed[String(segment)] = nodes.count - 1
            }
            at = nodes.count - 1
        }
        nodes[at].endpoints.append((method, endpoint))
    }

    /// - Parameter path: without the query. HEAD is answered by what answers GET.
    public func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
        guard path.utf8.first == UInt8(ascii: "/") else { return .nothing }
        var at = 0
        var parameters: [String] = []
        for bytes in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let segment = String(Substring(bytes))
            if let next = nodes[at].fixed[segment] {
                at = next
            } else if let next = nodes[at].parameter, !segment.isEmpty {
                parameters.append(segment)
                at = next
            } else {
                return .nothing
            }
        }
        let endpoints = nodes[at].endpoints
        guard !endpoints.isEmpty else { return .nothing }
        let wanted = method == .head ? .get : method
        if let found = endpoints.first(where: { $0.method == wanted }) {
            return .endpoint(found.endpoint, parameters: parameters)
        }
        var methods = endpoints.map(\.method)
        if methods.contains(.get) { methods.append(.head) }
        return .otherMethods(methods)
    }
}

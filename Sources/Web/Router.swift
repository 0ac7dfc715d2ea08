public import HTTPTypes

/// Finds what answers a path and a method.
///
/// Paths are compared byte for byte: a trailing slash, another case, a dot segment or a percent-encoded letter is
/// another path. `{name}` in a template stands for one segment.
public struct Router<Endpoint: Sendable>: Sendable {
    /// What was found.
    public enum Match: Sendable {
        /// `parameters` are the segments that stood for `{…}`, from the left.
        case endpoint(Endpoint, parameters: [String])
        /// The path is known, but not with this method.
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    private var tree = RouteTree()
    private var endpoints: [Endpoint] = []

    public init() {}

    /// - Parameter template: `/v1/members/{id}`
    public mutating func add(_ method: HTTPRequest.Method, _ template: String, _ endpoint: Endpoint) {
        tree.add(method, template, endpoints.count)
        endpoints.append(endpoint)
    }

    /// - Parameter path: without the query. HEAD is answered by what answers GET.
    public func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
        guard let (routes, parameters) = tree.find(path), !routes.isEmpty else { return .nothing }
        let wanted = method == .head ? .get : method
        if let found = routes.first(where: { $0.method == wanted }) {
            return .endpoint(endpoints[found.endpoint], parameters: parameters)
        }
        var methods = routes.map(\.method)
        if methods.contains(.get) { methods.append(.head) }
        return .otherMethods(methods)
    }
}

/// The templates as a tree of segments. It knows endpoints by their number only, so that a walk through it is compiled
/// for its own types and not for any.
private struct RouteTree: Sendable {
    struct Route: Sendable {
        let method: HTTPRequest.Method
        let endpoint: Int
    }

    private struct Node: Sendable {
        var fixed: [String: Int] = [:]
        var parameter: Int?
        var routes: [Route] = []
    }

    private var nodes = [Node()]

    mutating func add(_ method: HTTPRequest.Method, _ template: String, _ endpoint: Int) {
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
        nodes[at].routes.append(Route(method: method, endpoint: endpoint))
    }

    /// What is at the end of a path, and the segments that stood for `{…}`; nil where the path leads nowhere.
    func find(_ path: Substring) -> (routes: [Route], parameters: [String])? {
        var rest = path.utf8
        guard rest.popFirst() == UInt8(ascii: "/") else { return nil }
        var at = 0
        var parameters: [String] = []
        while true {
            let end = rest.firstIndex(of: UInt8(ascii: "/"))
            let segment = String(Substring(rest[..<(end ?? rest.endIndex)]))
            if let next = nodes[at].fixed[segment] {
                at = next
            } else if let next = nodes[at].parameter, !segment.isEmpty {
                parameters.append(segment)
                at = next
            } else {
                return nil
            }
            guard let end else { return (nodes[at].routes, parameters) }
            rest = rest[rest.index(after: end)...]
        }
    }
}

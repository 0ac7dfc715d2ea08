/// What is kept of a request for ever (監査記録): who, what, when, from where, with which outcome. Never what was sent or
/// answered, no query, no token.
public struct AuditEntry: Hashable, Sendable {
    /// Its number in the log, from 1; 0 as long as it is not written.
    public var seq: UInt64 = 0
    /// When the request came.
    public var at: Instant
    /// The public id of the token, `public` without one, `configured-administrator`; `-` where the request was refused
    /// before anybody knew.
    public var actor: String
    /// nil where nobody knows.
    public var role: Policy.Role?
    /// What was to be done, and to what; nil where the request was refused before that was known.
    public var action: Policy.Operation?
    public var resource: Policy.Subject?
    /// The template of the path; `-` where none fits.
    public var route: String
    /// The id in the path, if it has the form of one.
    public var id: String?
    public var address: String
    /// The id of the request.
    public var request: String
    /// Of the answer (HTTP).
    public var status: Int
    /// How many refusals without a token were not written since the last one that was.
    public var omitted = 0

    public init(
        at: Instant,
        actor: String,
        role: Policy.Role?,
        action: Policy.Operation?,
        resource: Policy.Subject?,
        route: String,
        id: String? = nil,
        address: String,
        request: String,
        status: Int
    ) {
        self.at = at
        self.actor = actor
        self.role = role
        self.action = action
        self.resource = resource
        self.route = route
        self.id = id
        self.address = address
        self.request = request
        self.status = status
    }

    /// A text from a path, if it can be an id: a UUIDv7 or a council's slug. What else stands there is somebody's own
    /// words.
    public static func id(_ text: String) -> String? {
        if let id = try? ID<Council>(uuid: text) { return id.text }
        if let id = try? ID<Council>(slug: text) { return id.text }
        return nil
    }
}

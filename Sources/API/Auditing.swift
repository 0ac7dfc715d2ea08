public import Councils
public import Store

/// The audit log as the API uses it.
public struct Auditing: Sendable {
    /// Returns when the entry is on disk.
    public var record: @Sendable (AuditEntry) async throws(Refusal) -> Void
    public var condition: @Sendable () -> AuditLog.Condition
    /// The last line that is on disk.
    public var head: @Sendable () -> AuditLog.Head
    /// Entries before a number (nil: all), the newest first.
    public var page:
        @Sendable (_ before: UInt64?, _ limit: Int, _ includes: @escaping @Sendable (AuditEntry) -> Bool)
            async throws(Refusal) -> AuditPage
    public var figures: @Sendable () async -> AuditFigures

    public init(
        record: @escaping @Sendable (AuditEntry) async throws(Refusal) -> Void,
        condition: @escaping @Sendable () -> AuditLog.Condition,
        head: @escaping @Sendable () -> AuditLog.Head,
        page:
            @escaping @Sendable (UInt64?, Int, @escaping @Sendable (AuditEntry) -> Bool)
            async throws(Refusal) -> AuditPage,
        figures: @escaping @Sendable () async -> AuditFigures
    ) {
        self.record = record
        self.condition = condition
        self.head = head
        self.page = page
        self.figures = figures
    }

    public init(_ log: AuditLog) {
        self.init(
            record: { (entry) async throws(Refusal) in try await log.record(entry) },
            condition: { log.condition },
            head: { log.head },
            page: { (bound, limit, includes) async throws(Refusal) in
                try await log.page(before: bound, limit: limit, where: includes)
            },
            figures: { await log.figures() }
        )
    }
}

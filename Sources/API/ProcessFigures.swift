/// What the system says of a process. Nil: it does not say.
public struct ProcessFigures: Hashable, Sendable {
    /// User and system time together.
    public var processorSeconds: Double?
    public var residentBytes: Int?
    public var virtualBytes: Int?
    /// Files and sockets.
    public var openDescriptors: Int?
    public var descriptorLimit: Int?
    /// Since 1970.
    public var startedAtSeconds: Double?

    public init() {}
}

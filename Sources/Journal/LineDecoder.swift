/// What the lines mean, which only the store knows; for the tools, which look at entries one by one.
public struct LineDecoder: Sendable {
    /// Takes the `[…]` of a group and answers where its entries stand, in their order. Throws if a value in it cannot
    /// be decoded.
    public var entries: @Sendable (_ group: ArraySlice<UInt8>) throws -> [EntryPlace]
    /// Takes a line of a snapshot's state. Throws if it cannot be decoded.
    public var snapshotLine: @Sendable (_ line: ArraySlice<UInt8>) throws -> Void

    public init(
        entries: @escaping @Sendable (_ group: ArraySlice<UInt8>) throws -> [EntryPlace],
        snapshotLine: @escaping @Sendable (_ line: ArraySlice<UInt8>) throws -> Void
    ) {
        self.entries = entries
        self.snapshotLine = snapshotLine
    }
}

/// An entry of a group, as far as the tools need it.
public struct EntryPlace: Hashable, Sendable {
    public var seq: UInt64
    /// Milliseconds since 1970.
    public var at: Int64
    /// Indices of the slice that was given.
    public var bytes: Range<Int>

    public init(seq: UInt64, at: Int64, bytes: Range<Int>) {
        self.seq = seq
        self.at = at
        self.bytes = bytes
    }
}

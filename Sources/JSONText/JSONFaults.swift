/// Everything a text was refused for, in the order of the text; at least one fault and at most ``most``.
public struct JSONFaults: Error, Sendable, Hashable {
    /// The most faults that are collected before reading ends.
    public static let most = 100

    /// Reading ends as well once the pointers of the faults have about this many bytes together: a long name would be
    /// repeated in each of them.
    public static let longest = 1 << 16

    /// The faults, in the order of the text.
    public var faults: [JSONFault]

    /// These faults.
    public init(faults: [JSONFault]) {
        self.faults = faults
    }
}

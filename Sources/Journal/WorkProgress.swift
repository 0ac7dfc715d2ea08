/// Told how far long work has come, in bytes. Whoever counts them keeps the counts.
public struct WorkProgress: Sendable {
    /// So many bytes more are to be worked through.
    public var expect: @Sendable (_ bytes: Int64) -> Void
    /// So many bytes more are done.
    public var add: @Sendable (_ bytes: Int64) -> Void

    public init(
        expect: @escaping @Sendable (_ bytes: Int64) -> Void = { _ in },
        add: @escaping @Sendable (_ bytes: Int64) -> Void = { _ in }
    ) {
        self.expect = expect
        self.add = add
    }
}

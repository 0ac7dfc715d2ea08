/// That an address or a token has to wait.
struct Throttled: Hashable, Sendable {
    /// Seconds, at least one, after which it is worth trying again.
    let retryAfter: Int
    /// Whether the same was told less than a minute before. Who asks without end is written down once a minute.
    let isRepetition: Bool

    /// For how long a refusal counts as told, in milliseconds.
    static let quiet: Int64 = 60_000

    /// For the pages that explain problems.
    static let example = {
        var told: Int64 = 0
        return Throttled(for: 60_000, at: 0, told: &told)
    }()

    /// - Parameters:
    ///   - milliseconds: how long to wait.
    ///   - told: until when the refusal counts as told; begins anew where it has passed, or a clock went back.
    init(for milliseconds: Int64, at now: Int64, told: inout Int64) {
        retryAfter = Int(max(1, (milliseconds + 999) / 1000))
        isRepetition = now < told && told <= now + Self.quiet
        if !isRepetition { told = now + Self.quiet }
    }
}

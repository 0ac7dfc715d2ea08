/// What one key holds: the value that was written last and how often it was. Version 0: nothing yet.
struct Register: Hashable, Sendable {
    var value = 0
    var version = 0
}

/// One call of one client on one key, as the client saw it.
struct RegisterCall: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case read
        case write(Int)
        /// Writes if the version is this one.
        case compareAndSet(version: Int, Int)
    }

    enum Answer: Hashable, Sendable {
        /// What was read.
        case value(Register)
        /// Written, as this version.
        case written(version: Int)
        /// The version was another one.
        case outdated
        /// Nobody knows: it may take effect at any later moment, or never.
        case unknown
    }

    var kind: Kind
    var answer: Answer
    /// When it began and when it was answered, on a clock that gives no moment twice.
    var began: Int
    var ended: Int

    /// What the register is if the call takes effect now; nil if it was answered something else.
    func effect(on register: Register) -> Register? {
        let written: Register
        switch kind {
        case .read: return answer == .value(register) ? register : nil
        case .write(let value): written = Register(value: value, version: register.version + 1)
        case .compareAndSet(let version, let value):
            guard register.version == version else {
                return answer == .outdated || answer == .unknown ? register : nil
            }
            written = Register(value: value, version: version + 1)
        }
        return answer == .unknown || answer == .written(version: written.version) ? written : nil
    }
}

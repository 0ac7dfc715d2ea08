public import Councils

extension API {
    /// What is done with what, as an endpoint declares it.
    public struct Declared: Hashable, Sendable {
        public let operation: Policy.Operation
        public let subject: Policy.Subject

        public init(_ operation: Policy.Operation, on subject: Policy.Subject) {
            self.operation = operation
            self.subject = subject
        }
    }

    /// All that there are endpoints for; the rest of the policy is nobody's to ask for.
    public static let declared = Set(
        Endpoints.all(Metrics()).map { Declared($0.operation, on: $0.subject) }
    )
}

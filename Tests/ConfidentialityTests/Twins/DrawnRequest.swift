import HTTPTypes
import Web

@testable import Offices

/// A request that was drawn, without the token of its reader.
struct DrawnRequest: Sendable, CustomStringConvertible {
    let operation: DescribedAPI.Operation
    let target: String
    let fields: HTTPFields
    let body: String?

    var description: String {
        let fields = fields.map { "\($0.name.rawName): \($0.value)" }.joined(separator: "\n")
        return "\(operation.method.rawValue) \(target)\n\(fields)\n\n\(body ?? "")"
    }

    func send(to office: TestOffice, as reader: TestOffice.Caller) async throws -> Answer {
        try await office.send(operation.method, target, body, as: reader, fields)
    }
}

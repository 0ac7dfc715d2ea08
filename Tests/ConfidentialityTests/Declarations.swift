import Councils
import HTTPTypes
import Testing

@testable import API

/// Each endpoint declares what it does with what, and the one policy knows it.
@Suite struct Declarations {
    private static let endpoints = Endpoints.all(Metrics())

    /// The subject is the path's, the operation the method's: a read that is declared as something else, or a write that
    /// is declared as a read, would be asked of the wrong row.
    @Test(arguments: endpoints.map(\.name))
    func anEndpointDeclaresWhatItIs(_ name: String) throws {
        let endpoint = try #require(Self.endpoints.first { $0.name == name })
        let segments = endpoint.path.split(separator: "/").map(String.init)
        if segments.first == "v1" {
            // A list in another shape, and an import, are named behind the resource.
            #expect(endpoint.subject.rawValue == segments[1].prefix { $0 != "." && $0 != ":" })
        } else {
            #expect([.service, .metrics].contains(endpoint.subject))
        }
        let operations: [HTTPRequest.Method: Set<Policy.Operation>] = [
            .get: [.read], .post: [.create, .transition], .put: [.change], .patch: [.change], .delete: [.delete],
        ]
        #expect(try #require(operations[endpoint.method]).contains(endpoint.operation))
        #expect(endpoint.operation == .transition || endpoint.method != .post || segments.count == 2)
    }

    /// Nobody below may; everybody from the lowest on may.
    @Test func whoeverIsMoreMayDoWhatTheLowestMay() {
        for endpoint in Self.endpoints {
            let lowest = Policy.lowest(endpoint.operation, on: endpoint.subject)
            for role in Policy.Role.allCases {
                #expect(Policy.allows(endpoint.operation, on: endpoint.subject, by: role) == (role >= lowest))
            }
            // Nobody writes without a token.
            #expect(endpoint.operation == .read || lowest >= .secretariat)
        }
    }

    @Test func noSubjectIsThereThatNobodyAsksFor() {
        #expect(Set(Self.endpoints.map(\.subject)) == Set(Policy.Subject.allCases))
        #expect(API.declared == Set(Self.endpoints.map { API.Declared($0.operation, on: $0.subject) }))
    }
}

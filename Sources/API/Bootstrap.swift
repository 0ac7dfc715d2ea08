import Councils
import JSONText
public import Store
import Web

/// Fills an empty store with the councils of files: all of them or, with every fault named, none.
public struct Bootstrap: Sendable {
    /// A file of councils: its name, for messages, and its bytes.
    public struct File: Sendable {
        public var name: String
        public var bytes: [UInt8]

        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// What does not hold together, each with its file and the pointer into it, in one line.
    public struct Faults: Error, Sendable, CustomStringConvertible {
        public var lines: [String]
        public var description: String { lines.joined(separator: "\n") }
    }

    private let store: Store
    private let environment: Environment

    public init(store: Store, environment: Environment) {
        self.store = store
        self.environment = environment
    }

    /// How many of each kind there are.
    public struct Counts: Hashable, Sendable {
        public let councils, members, roleAssignments, estimates, plans, goals, kpis, measures, grantProjects: Int

        init(_ state: State) {
            councils = state.councils.count
            members = state.members.count
            roleAssignments = state.roleAssignments.count
            estimates = state.estimates.count
            plans = state.plans.count
            goals = state.goals.count
            kpis = state.kpis.count
            measures = state.measures.count
            grantProjects = state.grantProjects.count
        }

        /// By the names of the members of a file.
        public var named: [(name: String, count: Int)] {
            [
                ("councils", councils), ("members", members), ("roleAssignments", roleAssignments),
                ("estimates", estimates), ("plans", plans), ("goals", goals), ("kpis", kpis), ("measures", measures),
                ("grantProjects", grantProjects),
            ]
        }
    }

    /// - Returns: how many of each kind there are now.
    public func fill(from files: [File]) async throws -> Counts {
        let ids = IDSource(environment)
        let now = environment.now()
        var lines: [String] = []
        var contents: [(file: File, content: JSONObject)] = []
        for file in files {
            do {
                contents.append((file, try Self.object(file)))
            } catch {
                lines += error.lines
            }
        }
        let origin = Origin(moment: now, actor: "bootstrap", request: "bootstrap")
        let collected = Collected(lines)
        let read = contents
        do {
            return try await store.write(origin) { tx throws(Refusal) in
                for (file, content) in read {
                    var reader = BootstrapReader(file: file.name, ids: ids, moment: now)
                    reader.take(content, into: &tx)
                    collected.add(reader.faults)
                }
                // Nothing is kept if anything is wrong.
                guard collected.lines.isEmpty else { throw .invalid([]) }
                return Counts(tx.state)
            }
        } catch {
            if case .invalid = error { throw Faults(lines: collected.lines) }
            throw Faults(lines: ["the councils could not be written: \(Problem(error).detail.en)"])
        }
    }

    private static func object(_ file: File) throws(Faults) -> JSONObject {
        do {
            guard let object = try JSONValue(parsing: file.bytes).objectValue else {
                throw Faults(lines: ["\(file.name): must be a JSON object"])
            }
            return object
        } catch let faults as JSONFaults {
            throw Faults(
                lines: faults.faults.map { fault in
                    "\(file.name)\(fault.pointer.isEmpty ? "" : "#" + fault.pointer): line \(fault.line), "
                        + "column \(fault.column): \(fault.detail ?? fault.code.rawValue)"
                }
            )
        } catch {
            throw error as? Faults ?? Faults(lines: ["\(file.name): \(error)"])
        }
    }
}

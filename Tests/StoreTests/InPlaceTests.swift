import Councils
import Disks
import Testing

@testable import Store

/// What a write costs: of what nobody else holds nothing is copied, and what is taken back is as it was.
@Suite struct InPlaceTests {
    private static func state(members count: Int) -> State {
        var state = State()
        for number in 0..<count {
            _ = state.run(.at(number)) { tx throws(Refusal) in
                _ = try tx.create(
                    "m-\(number)",
                    Member.named(Line(trusted: "団体\(number)"), order: number % 9),
                    for: .administrator
                )
            }
        }
        return state
    }

    private static func rename(_ number: Int, to name: String = "改名", in state: inout State) {
        let (result, entry, _) = state.run(.at(1)) { tx throws(Refusal) in
            let record = try tx.current(ID<Member>("m-\(number)"))
            _ = try tx.replace(
                record,
                with: Member.named(Line(trusted: "\(name)\(number)"), order: number % 7),
                for: .administrator
            )
        }
        #expect(entry != nil && (try? result.get()) != nil)
    }

    @Test func writesInOneGroupCopyNothing() {
        var state = Self.state(members: 3_000)
        // There and back, so that every leaf has had room for what comes: an array that grows moves.
        for name in ["改名", "団体"] {
            for number in 0..<20 { Self.rename(number * 149, to: name, in: &state) }
        }
        let before = state.members.nodes
        for number in 0..<20 { Self.rename(number * 149, in: &state) }
        #expect(state.members.nodes == before)
        #expect(before.count > 100)
    }

    /// The first write after a state was published copies the way to what it changes, and the next ones on that way
    /// nothing more.
    @Test func aPublishedStateIsCopiedOnce() {
        var state = Self.state(members: 3_000)
        let published = state
        let lines = published.dump
        Self.rename(1_500, in: &state)
        let once = state.members.nodes.subtracting(published.members.nodes).count
        for _ in 0..<20 {
            let (_, entry, _) = state.run(.at(2)) { tx throws(Refusal) in
                let record = try tx.current(ID<Member>("m-1500"))
                _ = try tx.replace(record, with: Member.named("改名1500", order: 8), for: .administrator)
            }
            #expect(entry != nil)
            Self.rename(1_500, in: &state)
        }
        let copied = state.members.nodes.subtracting(published.members.nodes).count
        #expect(once > 0 && copied <= once + 4 && published.dump == lines)
    }

    /// Creates, edits, deletes and what comes back, several in one transaction, refused or rehearsed at the end.
    @Test(arguments: 1...40 as ClosedRange<UInt64>, [true, false])
    func whatIsTakenBackIsAsItWas(seed: UInt64, isRehearsal: Bool) {
        var random = Dice(seed: seed)
        var state = Self.state(members: 40)
        _ = state.run(.at(50)) { tx throws(Refusal) in
            for number in 0..<5 { try tx.delete(try tx.current(ID<Member>("m-\(number)")), for: .administrator) }
        }
        let before = state.dump
        var origin = Origin.at(60)
        origin.isRehearsal = isRehearsal
        let (result, entry, _) = state.run(origin) { tx throws(Refusal) in
            for _ in 0..<12 { Self.step(&tx, &random) }
            if !isRehearsal { throw .outdated }
        }
        #expect(entry == nil && ((try? result.get()) != nil) == isRehearsal)
        #expect(state.dump == before)
    }

    private static func step(_ tx: inout Transaction, _ random: inout Dice) {
        let id = ID<Member>("m-\(Int.random(in: 0..<45, using: &random))")
        do throws(Refusal) {
            let record = try tx.current(id)
            if Bool.random(using: &random) {
                try tx.delete(record, for: .administrator)
            } else {
                let number = Int.random(in: 0..<1_000, using: &random)
                _ = try tx.replace(
                    record,
                    with: Member.named(Line(trusted: "別名\(number)"), order: number),
                    for: .administrator
                )
            }
        } catch {
            let member = Member.named("新", in: "tokyo")
            _ = try? tx.create(id, member, for: .administrator)
            let meeting = Meeting.full
            _ = try? tx.create("meeting-\(id.text)", meeting, for: .administrator)
        }
    }
}

extension Table {
    /// Where the arrays of all nodes of all orders stand in memory.
    fileprivate var nodes: Set<UnsafeRawPointer> {
        var nodes: Set<UnsafeRawPointer> = []
        partitions.forEach { visit($0.value.root, &nodes) }
        return nodes
    }

    private func visit(_ node: BTree<IndexKey>.Node, _ nodes: inout Set<UnsafeRawPointer>) {
        switch node {
        case .leaf(let keys):
            keys.withUnsafeBytes { if let start = $0.baseAddress { nodes.insert(start) } }
        case .branch(let children):
            children.withUnsafeBytes { if let start = $0.baseAddress { nodes.insert(start) } }
            for child in children { visit(child.node, &nodes) }
        }
    }
}

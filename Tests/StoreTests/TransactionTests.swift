import Councils
import JSONText
import Testing

@testable import Store

@Suite struct TransactionTests {
    private let secretariat = Reader.secretariat(of: ["gunma"])

    @Test func aSecretariatWritesInItsOwnCouncilsAlone() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        for reader in [.public, .member("member-1", of: "tokyo"), secretariat] as [Reader] {
            let created = refusal { () throws(Refusal) in
                try tx.create("m-1", Member.named("都", in: "tokyo"), for: reader)
            }
            #expect(created == .forbidden(.otherCouncil))
        }
        let record = try tx.create("m-1", Member.named("都", in: "tokyo"), for: .administrator)
        let replaced = refusal { () throws(Refusal) in
            try tx.replace(record, with: Member.named("都", in: "gunma"), for: secretariat)
        }
        let deleted = refusal { () throws(Refusal) in try tx.delete(record, for: secretariat) }
        #expect(replaced == .forbidden(.otherCouncil) && deleted == .forbidden(.otherCouncil))
        let own = try tx.create("m-2", Member.named("県"), for: secretariat)
        let given = refusal { () throws(Refusal) in
            try tx.replace(own, with: Member.named("県", in: "tokyo"), for: secretariat)
        }
        #expect(given == .forbidden(.otherCouncil) && tx.changes.count == 2)
    }

    @Test func anIdIsTakenOnce() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        let record = try tx.create("m-1", Member.named("県"), for: secretariat)
        let again = refusal { () throws(Refusal) in try tx.create("m-1", Member.named("市"), for: secretariat) }
        #expect(again == .conflict(.idIsTaken))
        try tx.delete(record, for: secretariat)
        _ = try tx.create("m-1", Member.named("市"), for: secretariat)
        #expect(tx.state.members["m-1"]?.value.name == "市" && tx.changes.count == 3)
    }

    /// So that one entry after the other can be found, back to the first.
    @Test func aChangeSaysWhichEntryHasTheOneBeforeIt() throws {
        var state = StoreState()
        func step(_ number: Int, _ tx: inout Transaction) throws(Refusal) {
            switch number {
            case 0: _ = try tx.create("a-1", Council.named("甲"), for: .administrator)
            case 1: _ = try tx.create("b-1", Council.named("乙"), for: .administrator)
            case 2:
                let council = try tx.current(ID<Council>("a-1"))
                _ = try tx.replace(council, with: .named("丙"), for: .administrator)
            case 3: try tx.delete(try tx.current(ID<Council>("a-1")), for: .administrator)
            default: _ = try tx.create("a-1", Council.named("丁"), for: .administrator)
            }
        }
        var formers: [Int64?] = []
        for number in 0...4 {
            var tx = Transaction(on: state, at: .at(number))
            try step(number, &tx)
            state = tx.state
            state.seq += 1
            let change = try #require(try JSONValue(parsing: tx.changes[0]).objectValue)
            formers.append(change["former"]?.integerValue)
        }
        #expect(formers == [nil, nil, 1, 3, 4])
        #expect(state.councils["a-1"]?.seq == 5 && state.councils["b-1"]?.seq == 2)
    }

    @Test func whatOthersReferToStays() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        let member = try tx.create("member-1", Member.full, for: secretariat)
        let role = try tx.create("role-1", RoleAssignment.full, for: secretariat)
        let meeting = try tx.create("meeting-1", Meeting.full, for: secretariat)
        let minutes = try tx.create("minutes-1", Minutes.full, for: secretariat)
        let refused = refusal { () throws(Refusal) in try tx.delete(member, for: secretariat) }
        let references = [("meetings", "meeting-1"), ("role-assignments", "role-1")].map(Reference.init(resource:id:))
        #expect(refused == .referenced(by: references))
        try tx.delete(role, for: secretariat)
        let ofMeeting = refusal { () throws(Refusal) in try tx.delete(meeting, for: secretariat) }
        #expect(ofMeeting == .referenced(by: [Reference(resource: "minutes", id: "minutes-1")]))
        try tx.delete(minutes, for: secretariat)
        try tx.delete(meeting, for: secretariat)
        try tx.delete(member, for: secretariat)
        #expect(tx.state.references.isEmpty && tx.state.counts.allSatisfy { $0.count == 0 })
    }

    @Test func aCouncilThatHasAnythingStays() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        let council = try tx.create("gunma", Council.full, for: .administrator)
        let minutes = try tx.create("minutes-1", Minutes.draft(), for: .administrator)
        _ = try tx.create("m-1", Member.named("都", in: "tokyo"), for: .administrator)
        let refused = refusal { () throws(Refusal) in try tx.delete(council, for: .administrator) }
        #expect(refused == .referenced(by: [Reference(resource: "minutes", id: "minutes-1")]))
        try tx.delete(minutes, for: .administrator)
        try tx.delete(council, for: .administrator)
        #expect(tx.state.councils.count == 0)
    }

    /// Ids are the clients' to choose: one that something else has in another council must not tell of that.
    @Test func aRefusalNamesNothingOfAnotherCouncil() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        _ = try tx.create("meeting-1", Meeting.number(1, in: "tokyo"), for: .administrator)
        _ = try tx.create("secret-1", Minutes.draft(in: "tokyo"), for: .administrator)
        let own = try tx.create("meeting-1", Member.named("県"), for: secretariat)
        let refused = refusal { () throws(Refusal) in try tx.delete(own, for: secretariat) }
        #expect(refused == nil)
    }

    /// Twin worlds: how often something was edited in another council, and when it was made, is not told.
    @Test func anIdDeletedInAnotherCouncilTellsNothingOfItsHistory() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        var record = try tx.create("minutes-1", Minutes.draft(in: "tokyo"), for: .administrator)
        for number in 1...3 {
            let edited = Minutes.draft(in: "tokyo").with { $0.sections[1].body = try! Prose("秘密 \(number)") }
            record = try tx.replace(record, with: edited, for: .administrator)
        }
        try tx.delete(record, for: .administrator)
        tx = Transaction(on: tx.state, at: .at(9))
        let refused = refusal { () throws(Refusal) in try tx.create("minutes-1", Minutes.draft(), for: secretariat) }
        #expect(refused == .conflict(.idIsTaken))
    }
}

@Suite struct ReferenceTests {
    @Test func referencesFollowEveryEdit() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        var meeting = Meeting.number(1)
        meeting.attendance = [Attendance(memberID: "m-1", presence: .present)]
        meeting.replies = [
            Reply(memberID: "m-1", repliedOn: "2025-10-01"), Reply(memberID: "m-2", repliedOn: "2025-10-01"),
        ]
        var record = try tx.create("meeting-1", meeting, for: .administrator)
        #expect(tx.state.referring(Meeting.self, to: ID<Member>("m-1")) == ["meeting-1"])
        #expect(tx.state.isReferred(to: ID<Member>("m-2")) && tx.state.references.count == 2)
        meeting.replies = [Reply(memberID: "m-3", repliedOn: "2025-10-01")]
        record = try tx.replace(record, with: meeting, for: .administrator)
        #expect(
            !tx.state.isReferred(to: ID<Member>("m-2"))
                && tx.state.referring(Meeting.self, to: ID<Member>("m-3")) == ["meeting-1"]
        )
        #expect(
            tx.state.referring(Minutes.self, to: ID<Member>("m-3")) == [] && !tx.state.isReferred(to: ID<Member>("m-"))
        )
        try tx.delete(record, for: .administrator)
        #expect(tx.state.references.isEmpty)
    }

    @Test func thoseThatReferComeInTheirOrder() throws {
        var tx = Transaction(on: StoreState(), at: .at(1))
        for id in ["c", "a", "b"] {
            _ = try tx.create(ID(trusted: id), Minutes.draft(of: "meeting-1"), for: .administrator)
            _ = try tx.create(ID(trusted: id + "2"), Minutes.draft(of: "meeting-10"), for: .administrator)
        }
        #expect(tx.state.referring(Minutes.self, to: ID<Meeting>("meeting-1")) == ["a", "b", "c"])
        #expect(tx.state.references(to: ID<Meeting>("meeting-1"), atMost: 2).map(\.id) == ["a", "b"])
    }
}

import Foundation
@testable import Journal
import Testing

@Suite struct Directories {
    @Test func aSecondOpenerIsToldTheHolder() throws {
        let office = Office()
        #expect(Journal.holder(of: office.path) == nil)
        let journal = try office.open().journal
        #expect(throws: JournalFault.locked(holder: #"{"pid":1}"#)) { try office.open() }
        journal.updateHolder(Array(#"{"pid":1,"address":"127.0.0.1:8080"}"#.utf8))
        #expect(Journal.holder(of: office.path) == #"{"pid":1,"address":"127.0.0.1:8080"}"#)
        journal.updateHolder(Array("{}\n".utf8))
        #expect(throws: JournalFault.locked(holder: "{}")) { try office.open() }
        try journal.close()
        #expect(Journal.holder(of: office.path) == nil)
        try office.open().journal.close()
    }

    @Test func aJournalLetGoOfReleasesTheLock() throws {
        let office = Office()
        do { try office.open().journal.add() }
        #expect(try office.open().state.entries == lines(1...1))
    }

    @Test(arguments: [
        "", "FORMAT", "LOCK", "END", "BACKUP", "journal", "journal/0000000001.ndjson", "snapshots", "quarantine",
        "admin-token",
    ])
    func looserModesAreRefused(name: String) throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.close()
        office.create(office.path + "/admin-token")
        office.create(office.path + "/BACKUP")
        let file = name.isEmpty ? office.path : office.path + "/" + name
        let mode = try Disk.live.status(file).mode
        for bit in [0o040, 0o004, 0o020, 0o001] as [UInt32] {
            try office.chmod(file, Int(mode | bit))
            #expect(throws: JournalFault.insecureMode(path: file, mode: mode | bit)) { try office.open() }
        }
        try office.chmod(file, Int(mode))
        try office.open().journal.close()
        let fault = JournalFault.insecureMode(path: "/d/FORMAT", mode: 0o644)
        #expect(fault.description.contains("0644") && fault.description.hasSuffix("chmod 0600 /d/FORMAT"))
    }

    @Test func aNewerFormatIsRefusedUntouched() throws {
        let office = Office()
        try office.open().journal.close()
        try office.write(Array(#"{"name":"kyogikai","version":2,"more":[]}"#.utf8), to: office.path + "/FORMAT")
        let before = try office.contents()
        #expect(throws: JournalFault.newerFormat(path: office.path + "/FORMAT", version: 2)) { try office.open() }
        #expect(try office.contents() == before)
        try FileManager.default.removeItem(atPath: office.path + "/LOCK")
        #expect(throws: JournalFault.newerFormat(path: office.path + "/FORMAT", version: 2)) { try office.open() }
        #expect(try !office.names().contains("LOCK"))
    }

    @Test(arguments: [#"{"name":"etcd","version":1,"store":"s"}"#, "", "x", #"{"name":"kyogikai","store":"s"}"#])
    func aForeignFormatIsRefusedUntouched(format: String) throws {
        let office = Office()
        try office.open().journal.close()
        try office.write(Array(format.utf8), to: office.path + "/FORMAT")
        let before = try office.contents()
        #expect(throws: JournalFault.foreign(path: office.path)) { try office.open() }
        #expect(try office.contents() == before)
    }

    @Test func aDirectoryOfSomethingElseIsRefusedUntouched() throws {
        let office = Office()
        try FileManager.default.createDirectory(
            atPath: office.path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        office.create(office.path + "/notes")
        #expect(throws: JournalFault.foreign(path: office.path)) { try office.open() }
        #expect(try office.names() == ["notes"])
    }

    @Test func anEmptyDirectoryAndOneWithATokenAreTaken() throws {
        let office = Office()
        try FileManager.default.createDirectory(
            atPath: office.path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        office.create(office.path + "/admin-token")
        #expect(try office.open().recovery.isNew)
    }

    @Test func aStoreWhoseFormatWasLostIsNotMadeAnew() throws {
        let office = Office()
        let journal = try office.open().journal
        try journal.add()
        try journal.close()
        try FileManager.default.removeItem(atPath: office.path + "/FORMAT")
        let before = try office.contents()
        #expect(throws: JournalFault.foreign(path: office.path)) { try office.open() }
        #expect(try office.contents() == before)
    }

    @Test func aFileInItsPlaceIsRefused() throws {
        let office = Office()
        office.create(office.path)
        #expect(throws: JournalFault.foreign(path: office.path)) { try office.open() }
    }

    @Test func everyFaultSaysWhereAndWhat() {
        #expect(
            JournalFault.failed(call: "fdatasync", path: "/d/journal/1", errno: 5).description.hasPrefix(
                "fdatasync failed on /d/journal/1: Input/output error"
            )
        )
        #expect(JournalFault.diskFull(path: "/d/x").description.contains("/d/x"))
        #expect(
            JournalFault.damaged(file: "/d/x", offset: 7, reason: "r").description.hasPrefix(
                "/d/x is damaged at byte 7: r"
            )
        )
        #expect(JournalFault.locked(holder: "").description.contains("still starting"))
    }
}

import API
import Councils
import Foundation
import HTTPTypes
import JSONText
import Journal
import Logging
import Store
import Synchronization
import Web

/// An API on a real store in a directory of its own, with a clock that stands still and chance that repeats itself.
final class TestOffice: Sendable {
    let api: API
    let store: Store
    /// The audit log in memory, unless the test asks for one on disk.
    let audit = MemoryAudit()
    let auditLog: AuditLog?
    let surroundings: Surroundings
    private let directory: Directory
    private let secrets = Mutex<[Caller: String]>([:])

    /// Who asks.
    enum Caller: Hashable, Sendable, CaseIterable {
        case `public`, member, otherMember, secretariat, otherSecretariat, administrator
    }

    /// An empty store.
    ///
    /// - Parameter auditDisk: for an audit log on disk.
    init(
        seed: UInt64 = 1,
        at moment: String = "2025-11-20T01:00:00.000Z",
        settings: API.Settings = .init(),
        changesKept: Int = 10_000,
        disk: Disk = .live,
        auditDisk: Disk? = nil
    ) async throws {
        directory = try Directory()
        surroundings = try Surroundings(seed: seed, at: moment)
        let environment = surroundings.environment
        var quick = Store.Settings()
        quick.sealAfterMilliseconds = 0
        quick.changesKept = changesKept
        (store, _) = try Store.open(
            directory.path,
            settings: quick,
            disk: disk,
            holder: Array("{}".utf8),
            storeID: { "00000000-0000-7000-8000-000000000000" },
            now: environment.now,
            failed: { reason in fatalError(reason) }
        )
        let (path, storeID) = (directory.path, store.storeID)
        auditLog = try auditDisk.map { disk in
            var quick = AuditLog.Settings()
            quick.sealAfterMilliseconds = 3_600_000
            quick.retryAfterMilliseconds = 3_600_000
            quick.reserveBytes = 1 << 16
            return try AuditLog.open(
                in: path,
                of: storeID,
                settings: quick,
                disk: disk,
                holder: Array("{}".utf8),
                now: environment.now,
                failed: { _ in },
                report: { _ in }
            ).log
        }
        api = API(
            store: store,
            audit: auditLog.map(Auditing.init) ?? audit.auditing,
            environment: environment,
            settings: settings,
            log: surroundings.logger
        )
    }

    /// The four councils that ship, and a token for each caller.
    static func gunma(
        seed: UInt64 = 1,
        at moment: String = "2025-11-20T01:00:00.000Z",
        settings: API.Settings = .init(),
        changesKept: Int = 10_000,
        disk: Disk = .live,
        auditDisk: Disk? = nil
    ) async throws -> TestOffice {
        let office = try await TestOffice(
            seed: seed,
            at: moment,
            settings: settings,
            changesKept: changesKept,
            disk: disk,
            auditDisk: auditDisk
        )
        _ = try await Bootstrap(store: office.store, environment: office.surroundings.environment)
            .fill(from: Repository.councilFiles())
        try await office.admit()
        office.audit.forget()
        return office
    }

    private func admit() async throws {
        let environment = surroundings.environment
        let first = try API.newAdministrator(label: "first administrator", environment: environment)
        try await API.add(first, to: store, environment: environment)
        secrets.withLock { $0[.administrator] = first.secret }
        let gunma = try await memberID(of: "gunma", order: 11)
        let tokyo = try await memberID(of: "tokyo", order: 1)
        for (caller, token) in [
            (Caller.member, #"{"label":"構成員","role":"member","councilIds":["gunma"],"memberId":"\#(gunma)"}"#),
            (.otherMember, #"{"label":"構成員","role":"member","councilIds":["tokyo"],"memberId":"\#(tokyo)"}"#),
            (.secretariat, #"{"label":"群馬事務局","role":"secretariat","councilIds":["gunma"]}"#),
            (.otherSecretariat, #"{"label":"東京事務局","role":"secretariat","councilIds":["tokyo"]}"#),
        ] {
            let made = try await post("/v1/tokens", token, as: .administrator)
            guard let secret = made["/token"]?.stringValue else { throw Unexpected(made.whole) }
            secrets.withLock { $0[caller] = secret }
        }
        try await useAll()
    }

    /// The first use of a token on a day is written down: once each has been used, a read writes nothing. Asked of
    /// another API, so that nothing is counted in this one.
    private func useAll() async throws {
        let quiet = Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }
        let api = API(
            store: store,
            audit: MemoryAudit().auditing,
            environment: surroundings.environment,
            settings: .init(),
            log: quiet
        )
        for caller in Caller.allCases {
            guard let secret = secret(of: caller) else { continue }
            let answer = await Self.exchange(api, .get, "/livez", [.authorization: "Bearer " + secret])
            guard answer.status == 200 else { throw Unexpected(answer.whole) }
        }
    }

    /// The id of a row of a council's table.
    func memberID(of council: String, order: Int) async throws -> String {
        let row = try await get("/v1/members?council=\(council)&order=\(order)&fields=id", as: .public)
        guard let id = row["/items/0/id"]?.stringValue else { throw Unexpected(row.whole) }
        return id
    }

    func secret(of caller: Caller) -> String? { secrets.withLock { $0[caller] } }
    var everySecret: [String] { secrets.withLock { Array($0.values) } }

    /// Every file of the data directory, as one text.
    func disk() throws -> String { try directory.text() }

    /// What a directory like this one is read as, line by line of some tables.
    func reread(_ tables: Set<String>) throws -> [String] {
        var lines: [String] = []
        try StoredState(reading: directory.path).lines(of: tables) { lines.append(String(decoding: $0, as: UTF8.self)) }
        return lines
    }

    /// Every file of a folder in it.
    func text(of folder: String) throws -> String { try directory.text(of: folder) }

    /// The clock goes to another time.
    func move(to moment: String) throws { try surroundings.move(to: moment) }
    var logged: String { surroundings.logged }
    /// The number of the last write.
    var seq: UInt64 { store.read().state.seq }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

import Councils
import Foundation
import Journal
import Testing

@testable import Store

/// Pages of the audit log.
@Suite struct AuditReadingTests {
    private let office = AuditOffice()

    /// 300 entries in several segments.
    private func filled(_ change: (inout AuditLog.Settings) -> Void = { _ in }) async throws -> AuditLog {
        let log = try office.open(settings: {
            $0.segmentBytes = 20_000
            change(&$0)
        }).log
        for number in 1...300 {
            try await log.record(.read(number, actor: "token-\(number % 3)", status: number % 10 == 0 ? 403 : 200))
        }
        #expect(try office.segments().count > 4)
        return log
    }

    /// Every entry that pages lead to, and how many pages there were.
    private func all(
        _ log: AuditLog,
        limit: Int,
        where includes: @escaping @Sendable (AuditEntry) -> Bool = { _ in true }
    ) async throws -> (entries: [AuditEntry], pages: Int) {
        var (entries, pages): ([AuditEntry], Int) = ([], 0)
        var bound: UInt64?
        repeat {
            let page = try await log.page(before: bound, limit: limit, where: includes)
            #expect(page.entries.count <= limit && page.next ?? 0 < bound ?? .max)
            entries += page.entries
            pages += 1
            bound = page.next
        } while bound != nil
        return (entries, pages)
    }

    @Test(arguments: [1, 7, 100, 300, 1000]) func pagesOfAnySizeHoldEveryEntryOnceNewestFirst(_ limit: Int) async throws
    {
        let log = try await filled()
        let (entries, pages) = try await all(log, limit: limit)
        #expect(entries.map(\.seq) == (1...300).reversed().map { UInt64($0) })
        #expect(entries.map(\.request) == (1...300).reversed().map { "request-\($0)" })
        #expect(pages == max(1, (300 + limit - 1) / limit))
        await log.close()
    }

    @Test func aPageHoldsOnlyWhatIsAskedFor() async throws {
        let log = try await filled()
        let (entries, _) = try await all(log, limit: 4) { $0.status == 403 && $0.actor == "token-0" }
        #expect(entries.map(\.seq) == stride(from: 300, to: 0, by: -30).map { UInt64($0) })
        await log.close()
    }

    @Test func aPageReadsABoundedPartOfTheLog() async throws {
        let log = try await filled { $0.pageBytes = 1 }
        let page = try await log.page(limit: 1000) { $0.request == "request-1" }
        #expect(page.entries.isEmpty && page.next ?? 0 > 1)
        let (entries, pages) = try await all(log, limit: 1000) { $0.request == "request-1" }
        #expect(entries.map(\.seq) == [1] && pages > 4)
        await log.close()
    }

    @Test func whatIsWrittenMeanwhileIsNotOnTheNextPage() async throws {
        let log = try await filled()
        let first = try await log.page(limit: 10)
        try await log.record(.read(301))
        let next = try await log.page(before: first.next, limit: 10)
        #expect(next.entries.first?.seq == 290)
        await log.close()
    }

    @Test func anEmptyLogHasAnEmptyPage() async throws {
        let log = try office.open().log
        let page = try await log.page(limit: 10)
        #expect(page.entries.isEmpty && page.next == nil && log.head.seq == 0 && log.head.at == nil)
        await log.close()
    }

    /// However long it has become, only its end is read.
    @Test func openingReadsTheLastTwoSegmentsAlone() async throws {
        try await filled().close()
        let segments = try office.segments()
        let (log, recovery) = try office.open(settings: { $0.segmentBytes = 20_000 })
        #expect(log.head.seq == 300 && recovery.entries < 120 && recovery.entries > 0)
        #expect(try await log.page(limit: 300).entries.count == 300)
        await log.close()
        // One that is missing before them shows all the same.
        try FileManager.default.removeItem(atPath: segments[0])
        #expect(throws: JournalFault.self) { try office.open() }
    }

    @Test func anUnreadableLogIsNotTakenForAnEmptyOne() async throws {
        let reports = Reasons()
        let log = try office.open(report: { reports.add($0) }).log
        for number in 1...3 { try await log.record(.read(number)) }
        let file = try #require(try office.segments().first)
        let handle = try #require(FileHandle(forUpdatingAtPath: file))
        try handle.seek(toOffset: 400)
        try handle.write(contentsOf: Data([0]))
        try handle.close()
        let refused = await refusal { () async throws(Refusal) in _ = try await log.page(limit: 10) }
        #expect(refused == .unreadable && reports.all.count == 1)
        await log.close()
    }
}

import Councils
import HTTPTypes
import Store
import Web

// Nothing that is not public leaves before it is written down who was told.
extension API {
    /// What is to be written of a request that has been answered; nil for most reads of what is public.
    func auditEntry(of trace: Trace, at moment: Instant) -> AuditEntry? {
        var omitted = 0
        switch AuditRule.demand(
            trace.endpoint,
            role: trace.role,
            status: trace.status,
            code: trace.problem,
            isExport: trace.isExport,
            isRepeated: trace.isRepeated
        ) {
        case .none: return nil
        case .always: break
        case .bounded:
            guard let count = auditBound.take(trace.clientAddress, at: moment) else { return nil }
            omitted = count
        }
        var entry = AuditEntry(
            at: moment,
            actor: trace.principal,
            role: trace.role,
            action: trace.endpoint?.operation,
            resource: trace.endpoint?.subject,
            route: trace.route,
            id: trace.segments.first.flatMap(AuditEntry.id),
            address: trace.clientAddress,
            request: trace.requestID,
            status: trace.status
        )
        entry.omitted = omitted
        return entry
    }

    /// Writes down a request; of a batch, each operation too, all of them at once so that they share a sync.
    nonisolated(nonsending) func record(_ entry: AuditEntry, of trace: Trace) async throws(Refusal) {
        let parts = trace.batch?.parts ?? []
        guard !parts.isEmpty else { return try await audit.record(entry) }
        let entries = [entry] + parts.map { entry.part($0) }
        let results = await withTaskGroup(of: Result<Void, Refusal>.self) { group in
            for entry in entries {
                group.addTask { [audit] in
                    do throws(Refusal) {
                        return .success(try await audit.record(entry))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for result in results { try result.get() }
    }

    /// Refuses a change that could not be written down. While the disk is full, what room is left is for the audit log.
    func checkAudit(before endpoint: Endpoint) throws(Problem) {
        guard endpoint.writes else { return }
        switch audit.condition() {
        case .writable: return
        case .reserve, .diskFull: throw Problem(.diskFull)
        case .failed, .closed: throw .auditUnavailable
        }
    }
}

extension AuditEntry {
    /// An operation of the batch that this is the entry of.
    fileprivate func part(_ part: BatchTrace.Part) -> AuditEntry {
        AuditEntry(
            at: at,
            actor: actor,
            role: role,
            action: part.endpoint.operation,
            resource: part.endpoint.subject,
            route: part.endpoint.path,
            id: part.id.flatMap(AuditEntry.id),
            address: address,
            request: request,
            status: part.status
        )
    }
}

extension Trace {
    /// What is answered in place of what could not be written down.
    var auditFailure: Problem {
        let mayHaveChanged =
            endpoint?.writes ?? false && !isRehearsal
            && (status < 300 || problem == Problem(.outcomeUnknown).code)
        return mayHaveChanged ? .changeNotAudited : .auditUnavailable
    }
}

extension Problem {
    static let auditUnavailable = Problem(
        .serviceUnavailable,
        "auditUnavailable",
        title: Titles.unavailable,
        detail: Bilingual(
            ja: "監査記録に書けないため、答えられません。何も変更されていません。管理者はディスクを確かめてください",
            en: "The audit log can't be written, so that nothing is answered; nothing was changed. "
                + "The administrator looks at the disk"
        ),
        fields: [.retryAfter: "10"]
    )

    static let changeNotAudited = Problem(
        .serviceUnavailable,
        "changeNotAudited",
        title: Titles.unavailable,
        detail: Bilingual(
            ja: "監査記録に書けませんでした。変更は保存されたかもしれません。後で読み込んで確かめてください",
            en: "The audit log could not be written. The change may have been made: look again later"
        )
    )
}

import Store

extension Exposition {
    /// - Parameter omitted: refusals that were not written down.
    mutating func add(_ audit: AuditFigures, omitted: Int) {
        family(
            .gauge,
            "kyogikai_audit_condition",
            "1 for the condition of the audit log: why nothing is written.",
            AuditLog.Condition.allCases.map { ([("condition", $0.rawValue)], $0 == audit.condition ? 1 : 0) }
        )
        one(.gauge, "kyogikai_audit_seq", "The number of the last entry of the audit log.", Int(audit.seq))
        histograms(
            "kyogikai_audit_group_entries",
            "Entries of the audit log that shared one sync.",
            [([], audit.groupEntries)]
        )
        histograms(
            "kyogikai_audit_sync_duration_seconds",
            "Time of each fdatasync of the audit log.",
            [([], audit.syncSeconds)]
        )
        one(.gauge, "kyogikai_audit_size_bytes", "Bytes of the audit log.", audit.bytes.map { Int($0) })
        one(
            .counter,
            "kyogikai_audit_omitted_total",
            "Refusals without a good token that were only counted.",
            omitted
        )
    }
}

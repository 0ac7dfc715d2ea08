import Councils
import Store

/// The families of `/metrics`. They tell figures, never names of those whom the data is about.
extension Exposition {
    mutating func add(_ counts: Metrics.Counts) {
        let routes = counts.requests.sorted { $0.key < $1.key }
        family(
            .counter,
            "kyogikai_requests_total",
            "Requests that were answered.",
            routes.flatMap { route, answers in
                answers.byStatus.sorted { $0.key < $1.key }.map { status, count in
                    (labels(of: route) + [("status", String(status))], count)
                }
            }
        )
        histograms(
            "kyogikai_request_duration_seconds",
            "Time from a whole head to the answer, without reading and writing the socket.",
            routes.map { (labels(of: $0), $1.seconds) }
        )
        one(.gauge, "kyogikai_requests_in_flight", "Requests that are being answered.", counts.inFlight)
        family(
            .counter,
            "kyogikai_refused_total",
            "Requests that the listener refused before they were whole.",
            counts.refused.sorted { $0.key < $1.key }.map { ([("status", String($0))], $1) }
        )
    }

    private func labels(of route: Metrics.Route) -> [Label] {
        [("method", route.method), ("route", route.path)]
    }

    mutating func add(_ state: StoreState, _ figures: StoreFigures) {
        one(.gauge, "kyogikai_writable", "1 if changes are taken.", figures.condition == .writable ? 1 : 0)
        family(
            .gauge,
            "kyogikai_condition",
            "1 for the condition of the store: why changes are not taken.",
            Store.Condition.allCases.map { ([("condition", $0.rawValue)], $0 == figures.condition ? 1 : 0) }
        )
        family(
            .gauge,
            "kyogikai_records",
            "Records in each table.",
            state.counts.map { ([("table", $0.table)], $0.count) }
        )
        one(.gauge, "kyogikai_journal_seq", "The number of the last change that is on disk.", Int(state.seq))
        let writing = figures.writing
        histograms(
            "kyogikai_journal_group_entries",
            "Changes that shared one sync.",
            [([], writing.groupEntries)]
        )
        histograms(
            "kyogikai_journal_sync_duration_seconds",
            "Time of each fdatasync of the journal.",
            [([], writing.syncSeconds)]
        )
        one(
            .gauge,
            "kyogikai_journal_since_snapshot_bytes",
            "What the next start would have to replay.",
            writing.bytesSinceSnapshot
        )
        one(
            .gauge,
            "kyogikai_snapshot_last_duration_seconds",
            "Time that the last snapshot of this process took.",
            writing.snapshotDuration?.inSeconds
        )
        one(
            .counter,
            "kyogikai_snapshot_failures_total",
            "Snapshots that failed.",
            writing.snapshotFailures
        )
        if let files = figures.files { add(files) }
    }

    private mutating func add(_ files: FileFigures) {
        one(.gauge, "kyogikai_journal_segments", "Files of the journal.", files.segments)
        one(.gauge, "kyogikai_journal_size_bytes", "Bytes of the journal.", Int(files.journalBytes))
        let snapshot = files.snapshot
        one(
            .gauge,
            "kyogikai_snapshot_last_seq",
            "The number of the last change in the newest snapshot.",
            snapshot.map { Int($0.seq) }
        )
        one(
            .gauge,
            "kyogikai_snapshot_last_size_bytes",
            "Bytes of the newest snapshot.",
            snapshot.map { Int($0.bytes) }
        )
        one(
            .gauge,
            "kyogikai_snapshot_last_timestamp_seconds",
            "When the newest snapshot was written.",
            snapshot?.writtenAt.inSeconds
        )
        one(
            .gauge,
            "kyogikai_backup_last_timestamp_seconds",
            "When the last backup was made.",
            files.backedUpAt?.inSeconds
        )
    }

    mutating func add(_ process: ProcessFigures?, version: String?) {
        if let version {
            family(.gauge, "kyogikai_build_info", "The program that runs.", [([("version", version)], 1)])
        }
        guard let process else { return }
        one(
            .counter,
            "process_cpu_seconds_total",
            "Processor time, user and system together.",
            process.processorSeconds
        )
        one(.gauge, "process_resident_memory_bytes", "Memory that is resident.", process.residentBytes)
        one(.gauge, "process_virtual_memory_bytes", "Memory that is mapped.", process.virtualBytes)
        one(.gauge, "process_open_fds", "Files and sockets that are open.", process.openDescriptors)
        one(.gauge, "process_max_fds", "Files and sockets that may be open.", process.descriptorLimit)
        one(
            .gauge,
            "process_start_time_seconds",
            "When the process started.",
            process.startedAtSeconds
        )
    }
}

extension Instant {
    /// Since 1970.
    fileprivate var inSeconds: Double { Double(milliseconds) / 1000 }
}

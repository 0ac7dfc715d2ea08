import API
import Foundation

extension ProcessFigures {
    /// When this process looked first: early in `serve`.
    private static let start = Date.now.timeIntervalSince1970

    /// Takes the time for the start of the process.
    static func begin() { _ = start }

    /// What the system says of this process now. Reads nothing but `/proc/self`, which is there where a service sees no
    /// other process; what cannot be read stays unknown.
    static func now() -> ProcessFigures {
        var figures = ProcessFigures()
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            figures.processorSeconds = usage.ru_utime.seconds + usage.ru_stime.seconds
        }
        if let memory = FileManager.default.contents(atPath: "/proc/self/statm") {
            let pages = String(decoding: memory, as: UTF8.self).split(separator: " ").prefix(2).compactMap { Int($0) }
            if pages.count == 2 {
                figures.virtualBytes = pages[0] * sysconf(Int32(_SC_PAGESIZE))
                figures.residentBytes = pages[1] * sysconf(Int32(_SC_PAGESIZE))
            }
        }
        // One of them is the folder itself, which is open only for this.
        figures.openDescriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map {
            $0.count - 1
        }
        var limit = rlimit()
        // Without a limit it is larger than any Int.
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures.descriptorLimit = Int(exactly: limit.rlim_cur)
        }
        figures.startedAtSeconds = start
        return figures
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}

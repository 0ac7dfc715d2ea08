import Foundation

/// Standard output. A full disk or a reader that has gone away must not end a server: what can't be said is lost.
enum Output {
    static func write(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            // There is nowhere else to say it.
        }
    }
}

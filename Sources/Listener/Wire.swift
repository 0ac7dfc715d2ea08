import FlyingSocks
import Glibc

/// Reads and writes of one connected, non-blocking socket; waits in the pool.
///
/// `recv` and `send` are called here rather than through `AsyncSocket`, so that the deadlines see when a call blocks and
/// when it goes on, an array is written without a copy into `Data`, and no error value is made for every read that has
/// to wait.
struct Wire: Sendable {
    let descriptor: Int32
    let pool: Pool

    /// Bytes asked for in one read.
    static let readSize = 4096

    enum Outcome {
        /// `isAll`: nothing more is there for now, so that a read before a wait would be in vain.
        case bytes([UInt8], isAll: Bool)
        case blocked
        /// The client has ended its side, or the connection is gone.
        case ended
    }

    /// One read, without waiting.
    func read() -> Outcome {
        withUnsafeTemporaryAllocation(byteCount: Self.readSize, alignment: 1) { buffer in
            while true {
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count > 0 { return .bytes([UInt8](buffer[..<count]), isAll: count < buffer.count) }
                if count < 0, errno == EINTR { continue }
                return count < 0 && errno == EAGAIN ? .blocked : .ended
            }
        }
    }

    /// Waits until a read may give something. False when the wait was broken off.
    func untilReadable() async -> Bool {
        do {
            try await pool.untilReadable(descriptor)
            return true
        } catch SocketError.disconnected {
            return true  // the next read says what there is
        } catch {
            return false
        }
    }

    /// Writes all of `bytes`. False when the connection is gone. `waiting` is called before each wait.
    func write(_ bytes: [UInt8], waiting: () -> Void) async -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
                continue
            }
            if errno == EINTR { continue }
            guard errno == EAGAIN else { return false }
            waiting()
            do {
                try await pool.untilWritable(descriptor)
            } catch {
                return false
            }
        }
        return true
    }
}

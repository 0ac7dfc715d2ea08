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

    enum Outcome {
        /// `isAll`: nothing more is there for now, so that a read before a wait would be in vain.
        case bytes([UInt8], isAll: Bool)
        case blocked
        /// The client has ended its side, or the connection is gone.
        case ended
    }

    /// Bytes asked for in one read of heads.
    static let readSize = 4096

    /// One read of at most `size` bytes, without waiting.
    func read(atMost size: Int = Wire.readSize) -> Outcome {
        var isBlocked = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            var count = recv(descriptor, buffer.baseAddress, size, 0)
            while count < 0, errno == EINTR { count = recv(descriptor, buffer.baseAddress, size, 0) }
            isBlocked = count < 0 && errno == EAGAIN
            filled = max(count, 0)
        }
        guard bytes.isEmpty else { return .bytes(bytes, isAll: bytes.count < size) }
        return isBlocked ? .blocked : .ended
    }

    enum Sight {
        case nothing
        case bytes
        case end
        case broken
    }

    /// What the next read would give, which is left where it is.
    func peek() -> Sight {
        var byte: UInt8 = 0
        return switch recv(descriptor, &byte, 1, Int32(MSG_PEEK)) {
        case 0: .end
        case 1...: .bytes
        default: errno == EAGAIN || errno == EINTR ? .nothing : .broken
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

    /// Writes all of `bytes`. False when the connection is gone. `waiting` is called before a wait if something went
    /// since the last one.
    func write(_ bytes: [UInt8], waiting: () -> Void) async -> Bool {
        var sent = 0
        var sentBefore = -1
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
            if sent > sentBefore { waiting() }
            sentBefore = sent
            do {
                try await pool.untilWritable(descriptor)
            } catch {
                return false
            }
        }
        return true
    }
}

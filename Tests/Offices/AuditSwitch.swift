import Journal
import Synchronization

/// A disk whose writes or syncs fail from a moment on.
final class AuditSwitch: Sendable {
    enum Call: Sendable { case write, sync }

    private let fault = Mutex<(call: Call, errno: Int32)?>(nil)

    func fail(_ call: Call, _ errno: Int32) { fault.withLock { $0 = (call, errno) } }

    private func check(_ call: Call) throws(SystemError) {
        if let fault = fault.withLock({ $0 }), fault.call == call { throw SystemError(fault.errno) }
    }

    var disk: Disk {
        var disk = Disk.live
        disk.write = { (file, bytes, offset) throws(SystemError) in
            try self.check(.write)
            return try Disk.live.write(file, bytes, offset)
        }
        disk.fdatasync = { (file) throws(SystemError) in
            try self.check(.sync)
            try Disk.live.fdatasync(file)
        }
        return disk
    }
}

public import Councils
import Dispatch
import Journal
import Synchronization

extension Store {
    /// A place of the journal that is on the disk for good, as `SealedPoint` has it.
    public struct Sealed: Hashable, Sendable {
        public let storeID: String
        /// The last entry before it.
        public let seq: UInt64
        public let segment: UInt64
        public let bytes: Int64
        public let sum: String

        init(_ point: SealedPoint, of storeID: String) {
            self.storeID = storeID
            seq = point.seq
            segment = point.segment
            bytes = point.bytes
            sum = point.sum
        }
    }

    /// Seals the journal when its turn on the queue comes, and answers how far it has come: every write that was
    /// answered before is in front of that place.
    ///
    /// - Throws: ``Refusal/diskFull``, ``Refusal/unavailable``, ``Refusal/outcomeUnknown``, as a write does.
    public func seal() async throws(Refusal) -> Sealed {
        if let refusal = condition.refusal { throw refusal }
        let result: Result<Sealed, Refusal> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(JournalFault) {
                    let point = try self.journal.value.sealedPoint()
                    continuation.resume(returning: .success(Sealed(point, of: self.journal.value.storeID)))
                } catch {
                    continuation.resume(returning: .failure(self.fail(error)))
                }
            }
        }
        return try result.get()
    }
}

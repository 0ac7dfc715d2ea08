internal import Glibc

/// Reads a file line by line, a chunk at a time: no more than the longest line and a chunk is held.
struct LineReader {
    struct Line {
        /// Without the line end.
        var bytes: ArraySlice<UInt8>
        /// In the file.
        var offset: Int64
        /// From 1.
        var number: Int
        /// False for a last line without a line end.
        var isEnded: Bool
    }

    private let file: File
    private var buffer: [UInt8]
    private var unread = 0..<0
    /// Where `unread` begins in the file.
    private(set) var offset: Int64
    private var number = 0

    /// - Parameter offset: where a line begins; the first one that is read has number 1.
    init(_ file: File, at offset: Int64 = 0, chunk: Int = 1 << 20) {
        self.file = file
        self.offset = offset
        buffer = [UInt8](repeating: 0, count: chunk)
    }

    /// Nil at the end of the file.
    mutating func next() throws(CallFailure) -> Line? {
        var searched = 0
        while true {
            if let length = lengthOfLine(searchedBefore: searched) { return take(length, end: 1) }
            searched = unread.count
            if try !fill() { return unread.isEmpty ? nil : take(unread.count, end: 0) }
        }
    }

    private func lengthOfLine(searchedBefore searched: Int) -> Int? {
        buffer.withUnsafeBytes { buffer in
            let line = UnsafeRawBufferPointer(rebasing: buffer[unread])
            guard let start = line.baseAddress, searched < line.count else { return nil }
            return memchr(start + searched, Int32(Format.newline), line.count - searched)
                .map { UnsafeRawPointer($0) - start }
        }
    }

    private mutating func take(_ length: Int, end: Int) -> Line {
        number += 1
        let start = unread.lowerBound
        let line = Line(bytes: buffer[start..<start + length], offset: offset, number: number, isEnded: end > 0)
        unread = (start + length + end)..<unread.upperBound
        offset += Int64(length + end)
        return line
    }

    /// False at the end of the file.
    private mutating func fill() throws(CallFailure) -> Bool {
        if unread.lowerBound > 0 {
            let count = unread.count
            buffer.withUnsafeMutableBytes { buffer in
                guard let start = buffer.baseAddress else { return }
                memmove(start, start + unread.lowerBound, count)
            }
            unread = 0..<count
        } else if unread.count == buffer.count {
            buffer.append(contentsOf: repeatElement(0, count: buffer.count))
        }
        let filled = unread.upperBound
        let position = offset + Int64(filled)
        let count = try buffer.withMutableBytes { (buffer) throws(CallFailure) -> Int in
            try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), at: position)
        }
        unread = 0..<(filled + count)
        return count > 0
    }
}

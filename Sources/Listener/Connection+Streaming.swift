import Glibc
import Logging

/// Answers that are made while they are sent.
extension Connection {
    /// Sends all of `stream`. False when the connection is gone, or the stream broke off.
    func pump(_ stream: any AsyncSequence<[UInt8], any Error> & Sendable, _ framing: ResponseWriter.Framing) async
        -> Bool
    {
        await withTaskGroup(of: StreamEnd.self) { group in
            group.addTask { await self.forward(stream, framing) ? .sent : .brokenOff }
            group.addTask { await self.watchClient() }
            while let end = await group.next() {
                switch end {
                case .sent, .brokenOff:
                    group.cancelAll()
                    return end == .sent
                case .clientLeft: group.cancelAll()
                case .unwatched: continue
                }
            }
            return false
        }
    }

    private enum StreamEnd {
        case sent
        case brokenOff
        case clientLeft
        case unwatched
    }

    private func forward(
        _ stream: any AsyncSequence<[UInt8], any Error> & Sendable,
        _ framing: ResponseWriter.Framing
    ) async -> Bool {
        var sent = 0
        var turns = 0
        do {
            watch.enterStreaming(until: service.now + service.limits.lingerTimeout)
            for try await bytes in stream where !bytes.isEmpty {
                sent += bytes.count
                if case .length(let length) = framing, sent > length { break }
                guard !Task.isCancelled, watch.enter(.writing, until: service.now + service.limits.writeTimeout),
                    await write(framing == .chunked ? ResponseWriter.chunk(bytes) : bytes)
                else { return false }
                if case .length(sent) = framing { return true }
                // What is made without a wait must not keep a thread from the others.
                turns += 1 + bytes.count / 4096
                if turns >= 16 {
                    turns = 0
                    await Task.yield()
                }
                watch.enterStreaming(until: service.now + service.limits.lingerTimeout)
            }
        } catch {
            guard !Task.isCancelled else { return false }
            service.log.error("answer broke off", metadata: ["error": "\(error)"])
            return false
        }
        guard !Task.isCancelled else { return false }
        if case .length(let length) = framing, sent != length {
            service.log.error("answer has not its length", metadata: ["length": "\(length)", "sent": "\(sent)"])
            return false
        }
        guard watch.enter(.writing, until: service.now + service.limits.writeTimeout) else { return false }
        return framing == .chunked ? await write(ResponseWriter.lastChunk) : true
    }

    /// Returns when the connection broke. A client that ended only its own side may still be reading: it has left when
    /// the next bytes take longer than a client lingers. One that sends more requests meanwhile is found to have left
    /// with the next write.
    private func watchClient() async -> StreamEnd {
        while await wire.untilReadable() {
            switch wire.peek() {
            case .nothing: continue
            case .bytes: return .unwatched
            case .end:
                watch.clientEnded(until: service.now + service.limits.lingerTimeout)
                return .unwatched
            case .broken: return .clientLeft
            }
        }
        return .unwatched
    }
}

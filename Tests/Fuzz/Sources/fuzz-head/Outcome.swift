import HTTPTypes

@testable import Listener

/// What the parser made of an input.
enum Outcome: Equatable {
    case incomplete
    case refused(Refusal)
    case served(Head)

    /// Feeds `bytes` up to each cut in turn. Each stretch is a copy of its own, so that the address sanitizer sees a
    /// byte read behind its end.
    init(_ bytes: [UInt8], cuts: [Int], _ limits: Limits) {
        var parser = RequestParser(limits)
        do throws(Refusal) {
            for cut in cuts {
                let stretch = UnsafeMutableRawBufferPointer.allocate(byteCount: cut, alignment: 1)
                defer { stretch.deallocate() }
                stretch.copyBytes(from: bytes[..<cut])
                if let head = try parser.parse(UnsafeRawBufferPointer(stretch)) {
                    self = .served(Head(head))
                    return
                }
            }
            self = .incomplete
        } catch {
            self = .refused(error)
        }
    }
}

/// A `RequestHead` that can be compared and written.
struct Head: Equatable {
    var request: HTTPRequest
    var framing: RequestHead.Framing
    var expectsContinue: Bool
    var closes: Bool
    var length: Int

    init(_ head: RequestHead) {
        request = head.request
        framing = head.framing
        expectsContinue = head.expectsContinue
        closes = head.closes
        length = head.length
    }

    /// The same head as another client would send it: names in upper case, white space where it may be.
    func text(version: String) -> [UInt8] {
        var text = "\(request.method.rawValue) \(request.path ?? "") \(version)\r\n"
        if let authority = request.authority { text += "host: \(authority)\r\n" }
        for field in request.headerFields { text += "\(field.name.rawName.uppercased()):\t\(field.value) \r\n" }
        return Array((text + "\r\n").utf8)
    }
}

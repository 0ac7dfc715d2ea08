import ArgumentParser
import HTTPTypes
import JSONText
import Journal

/// What the server that has a data directory says of its journal.
enum SealedJournal {
    /// Asks for a sealed point, as the administrator. Ends the process if there is no good answer: with 75 while the server
    /// does not listen, 78 without the administrator's token, 70 if it can't seal.
    static func ask(_ options: SettingOptions) async throws -> SealedPoint {
        let body: [UInt8]
        do {
            body = try await Exchange.run(options, .post, "/v1/journal/seal")
        } catch let status as ExitCode where status == .failure {
            throw ExitStatus.failed
        }
        let answer = try JSONValue(parsing: body).objectValue
        guard let seq = answer?["seq"]?.integerValue.flatMap(UInt64.init(exactly:)),
            let segment = answer?["segment"]?.integerValue.flatMap(UInt64.init(exactly:)),
            let bytes = answer?["bytes"]?.integerValue, let sum = answer?["sum"]?.stringValue
        else {
            printError(
                "/v1/journal/seal: the server does not answer as this program expects; are they the same version?"
            )
            throw ExitStatus.failed
        }
        return SealedPoint(seq: seq, segment: segment, bytes: bytes, sum: sum)
    }
}

import Testing

@testable import kyogikai

@Suite struct ProgressLines {
    @Test(
        arguments: [
            (0, 0, 0, "0 / 0 MiB  100 %  0 MiB/s"), (64 << 20, 256 << 20, 2, "64 / 256 MiB  25 %  32 MiB/s"),
            (300 << 20, 256 << 20, 1, "300 / 300 MiB  100 %  300 MiB/s"),
        ] as [(Int64, Int64, Int, String)]
    )
    func theBytesTheShareAndTheRateAreSaid(done: Int64, total: Int64, seconds: Int, line: String) {
        #expect(ProgressLine.line(done: done, total: total, after: .seconds(seconds)) == line)
    }
}

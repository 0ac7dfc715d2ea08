import ServiceLifecycle

/// Does something at the start and then once an hour, until the process is told to stop.
struct HourlyWork<Time: Clock>: Service where Time.Duration == Duration {
    let clock: Time
    let work: @Sendable () async -> Void

    func run() async throws {
        await work()
        do {
            while true {
                try await cancelWhenGracefulShutdown { try await clock.sleep(for: .seconds(3600)) }
                await work()
            }
        } catch is CancellationError {
            // It was told to stop.
        }
    }
}

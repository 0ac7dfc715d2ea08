import ArgumentParser

/// Says what every setting is and where that comes from.
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "設定を確かめる / Print every setting with where it comes from, or everything that is wrong"
    )

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let (_, resolution) = try await reportingFaults { () throws(SettingFaults) in
            try await Settings.read(options)
        }
        let width = resolution.settings.map(\.setting.key.count).max() ?? 0
        for resolved in resolution.settings {
            let key = resolved.setting.key + String(repeating: " ", count: width - resolved.setting.key.count)
            print("\(key)  \(resolved.value.description)  [\(resolved.origin)]")
        }
    }
}

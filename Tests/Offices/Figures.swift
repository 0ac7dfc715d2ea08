import Foundation

/// What the long forms of the proofs are told by the environment.
enum Setting {
    static func number(_ name: String, otherwise value: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? value
    }
}

/// What a proof has to say, for the programs in `Tests/Faults`.
enum Figures {
    /// One line, if the environment asks for them.
    static func print(_ title: String, _ figures: [(String, Int)]) {
        guard ProcessInfo.processInfo.environment["FIGURES"] != nil else { return }
        let columns = figures.map { "\($0.0) \($0.1)" }.joined(separator: " · ")
        Swift.print("FIGURES \(title): \(columns)")
    }
}

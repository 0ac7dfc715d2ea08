@testable import Offices

/// What a reader may know, as confidentiality.md says it. Written here again: the proof does not ask what it proves.
struct Knowledge: Sendable {
    let reader: TestOffice.Caller

    /// The council that it may write in.
    var home: String? {
        switch reader {
        case .secretariat: "gunma"
        case .otherSecretariat: "tokyo"
        case .public, .member, .otherMember, .administrator: nil
        }
    }

    enum Level: String, CaseIterable { case `public`, members, secretariat }

    func knows(_ level: Level, of council: String) -> Bool {
        switch (reader, level) {
        case (_, .public), (.administrator, _): true
        case (.public, _): false
        case (.member, .members): council == "gunma"
        case (.otherMember, .members): council == "tokyo"
        case (.member, .secretariat), (.otherMember, .secretariat): false
        case (.secretariat, _): council == "gunma"
        case (.otherSecretariat, _): council == "tokyo"
        }
    }
}

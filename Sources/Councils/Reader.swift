/// Who asks.
public enum Reader: Hashable, Sendable {
    case `public`
    case member(ID<Member>, of: ID<Council>)
    case secretariat(of: Set<ID<Council>>)
    case administrator

    /// The level up to which this reader knows what belongs to a council.
    public func level(in council: ID<Council>) -> Level {
        switch self {
        case .public: .public
        case .member(_, let own): own == council ? .members : .public
        case .secretariat(let own): own.contains(council) ? .secretariat : .public
        case .administrator: .secretariat
        }
    }

    /// The councils in which this reader knows more than the public; nil for all of them.
    public var ownCouncils: Set<ID<Council>>? {
        switch self {
        case .public: []
        case .member(_, let own): [own]
        case .secretariat(let own): own
        case .administrator: nil
        }
    }
}

extension AccessToken {
    /// Who shows this token on a day. nil if what it was bound to is no more: a body that is no member of its council
    /// on that day is not let in by the token of one.
    ///
    /// - Parameters:
    ///   - isCouncil: whether there is a council of this id.
    ///   - member: the member of ``memberID``.
    public func reader(isCouncil: (ID<Council>) -> Bool, member: Member?, on day: Day) -> Reader? {
        guard isValid(on: day) else { return nil }
        switch role {
        case .administrator: return .administrator
        case .secretariat:
            let councils = Set(councilIDs.filter(isCouncil))
            return councils.isEmpty ? nil : .secretariat(of: councils)
        case .member:
            guard let memberID, let member, councilIDs == [member.councilID], member.period.contains(day) else {
                return nil
            }
            return .member(memberID, of: member.councilID)
        }
    }
}

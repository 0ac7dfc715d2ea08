extension AccessToken {
    /// A member's token names one council and one of its members, a secretariat's its councils, an administrator's
    /// nothing. Asked before there is a token, so that everything that is wrong can be said at once.
    ///
    /// - Parameter member: the one of `memberID`.
    public static func faults(
        role: Role,
        councilIDs: [ID<Council>],
        memberID: ID<Member>?,
        expiresOn: Day?,
        council: (ID<Council>) -> Council?,
        member: Member?,
        today: Day
    ) -> [Fault] {
        var faults: [Fault] = []
        switch role {
        case .administrator:
            if !councilIDs.isEmpty { faults.append(Fault("/councilIds", .elements(0...0))) }
        case .secretariat:
            if councilIDs.isEmpty { faults.append(Fault("/councilIds", .elements(1...47))) }
        case .member:
            if councilIDs.count != 1 { faults.append(Fault("/councilIds", .elements(1...1))) }
        }
        for (index, id) in councilIDs.enumerated() {
            if council(id) == nil { faults.append(Fault("/councilIds/\(index)", .unknownReference)) }
            if councilIDs[..<index].contains(id) { faults.append(Fault("/councilIds/\(index)", .duplicate)) }
        }
        if role == .member {
            if memberID == nil {
                faults.append(Fault("/memberId", .required))
            } else if let member {
                if !councilIDs.contains(member.councilID) { faults.append(Fault("/memberId", .ofAnotherCouncil)) }
            } else {
                faults.append(Fault("/memberId", .unknownReference))
            }
        } else if memberID != nil {
            faults.append(Fault("/memberId", .onlyForMembersTokens))
        }
        if let expiresOn, expiresOn < today { faults.append(Fault("/expiresOn", .inThePast)) }
        return faults
    }
}

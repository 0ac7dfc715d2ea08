/// 市町村プラットフォーム (M, T§4(4), S第6, N4(2)).
public struct LocalPlatform: Hashable, Sendable {
    public var councilID: ID<Council>
    public var municipalityCode: LocalGovernmentCode?
    public var name: Line
    /// Must be named (M); a platform without one is an advisory, so that one in preparation can be kept.
    public var secretariatDepartment: Line?
    /// Which of the eleven kinds of body take part.
    public var networkKinds: [NetworkKind]
    /// The existing body that serves as the platform (M: no form is prescribed).
    public var usesExistingBody: Line?
    public var period: Period
    public var source: Source?

    public init(
        councilID: ID<Council>,
        municipalityCode: LocalGovernmentCode? = nil,
        name: Line,
        secretariatDepartment: Line? = nil,
        networkKinds: [NetworkKind] = [],
        usesExistingBody: Line? = nil,
        period: Period,
        source: Source? = nil
    ) {
        self.councilID = councilID
        self.municipalityCode = municipalityCode
        self.name = name
        self.secretariatDepartment = secretariatDepartment
        self.networkKinds = networkKinds
        self.usesExistingBody = usesExistingBody
        self.period = period
        self.source = source
    }
}

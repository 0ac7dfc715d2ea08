/// What is wrong with a value. Where it stands is said by the ``Fault`` that carries it.
public enum Invalid: Error, Hashable, Sendable {
    /// Nothing was given, and the field must be.
    case required
    /// No field has this name; `nearest` is the known name that looks most like it.
    case unknownField(nearest: String?)
    /// The server sets this field; what was given differs from what it is.
    case readOnly
    /// The JSON type is another than the one expected ("string", "integer", "array" …).
    case wrongType(expected: String)
    /// None of the values that the field may have.
    case unknownValue(allowed: [String])
    /// The text is shorter or longer than this many Unicode scalars.
    case length(ClosedRange<Int>)
    /// A list has fewer or more elements than these.
    case elements(ClosedRange<Int>)
    /// A line break or tab where one line is wanted.
    case lineBreak
    /// An integer below or above these bounds.
    case range(ClosedRange<Int>)
    /// More decimals than these.
    case decimals(Int)
    /// The text has another form than the one named.
    case format(String)
    /// No day of the calendar: `2025-07-10`, `令和7年7月10日` and `R7.7.10` are understood.
    case day
    /// No instant of RFC 3339 with an offset: `2025-07-10T13:30:00+09:00`.
    case instant
    /// The check digit does not fit the others.
    case checkDigit
    /// An end that lies before its beginning.
    case endsBeforeItBegins
    /// The same as an earlier element of the list.
    case duplicate
    /// What is named does not exist, or not for this reader.
    case unknownReference
    /// What is named belongs to another council.
    case ofAnotherCouncil
    /// Exactly one of these fields must be given.
    case exactlyOne(of: [String])
    /// The period does not lie within that of the member.
    case outsideTheMembersPeriod
    /// The same role is already given for the same unit in a part of this period.
    case overlappingRole
    /// Somebody who was no member of the council on the day of the meeting, the notice or the assignment.
    case notAMemberThen
    /// A field that a written meeting does not have.
    case notForWrittenMeetings
    /// A field that only a written meeting has.
    case onlyForWrittenMeetings
    /// A day that is still to come.
    case inTheFuture
    /// A day that has passed.
    case inThePast
    /// A section that is not public carries the reason for that.
    case reasonWanted
    /// A field that only a member's token has.
    case onlyForMembersTokens
    /// A change that would leave a role assignment without its unit, its period or its council.
    case usedByARole
    /// A change that would take away a category that a member has.
    case usedByAMember
    /// A change of council of a member that has taken part in a meeting.
    case usedByAMeeting
    /// A change of council of a meeting that has minutes.
    case usedByMinutes
    /// What is named belongs to another plan, or the plan would change.
    case ofAnotherPlan
    /// A day that does not lie within the period of the plan.
    case outsideThePlansPeriod(ClosedRange<Day>)
    /// A day that does not lie within the fiscal year of the plan.
    case outsideTheFiscalYear
    /// A KPI that would be a part of itself.
    case subsetCircle
    /// A figure of a KPI that is told in words.
    case notForQualitative
    /// A day before that of the step that went before.
    case beforeTheLastStep
    /// A change of council or period that does not fit what hangs on the plan.
    case usedByItsParts
    /// A change of kind of a KPI that has measurements.
    case usedByMeasurements
    /// A day behind that of what came next.
    case outOfOrder
    /// A change of council of a municipal platform that has requests or practices.
    case usedByARequest
    /// A repeat of a measure that repeats another one.
    case repeatOfARepeat
    /// A notice, before the change that it tells of was applied.
    case onlyOnceApplied
    /// What was submitted for approval can't be changed any more.
    case notAfterSubmission
    /// A field that an addition to the annex does not have.
    case notForAdditions
    /// A field that a removal from the annex does not have.
    case notForRemovals
    /// The decision of a meeting is that of an individual approval, another decision that of a comprehensive one.
    case ofTheOtherApproval
    /// A member that has not been told.
    case noticeWanted(name: Line, id: ID<Member>)
    /// A meeting that was held.
    case meetingWanted
    /// A table without a column that each of its rows needs.
    case missingColumn
    /// A column of a table that means nothing; `nearest` is the known name that looks most like it.
    case unknownColumn(nearest: String?)
    /// The same value as in an earlier row of the table.
    case duplicateOfRow(Int)
    /// A cell that stands under no column.
    case unnamedCell
    /// A quoted cell that never ends.
    case unclosedQuote
    /// Something between the quote that ends a cell and the next comma.
    case textAfterQuote
    /// A text that can't be read as what it is meant to be.
    case malformed(code: String, ja: String, en: String)
    /// A row of what somebody has changed since it was exported.
    case outdated
    /// A part of a part of a part: deeper than ``KPI/mostLevels``.
    case subsetTooDeep
    /// What the consent was given to can't be changed any more.
    case notAfterConsent
    /// A number below or above these bounds, with decimals or without.
    case numberRange(ClosedRange<Int>)
}

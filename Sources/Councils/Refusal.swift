/// Why something that was asked of the councils is not done. Nothing of a refused request is kept.
public indirect enum Refusal: Error, Hashable, Sendable {
    /// What was sent breaks rules; all of them, never only the first.
    case invalid([Fault])
    /// The state of what is there does not allow it. `missing` names what would.
    case conflict(Conflict, missing: [Fault] = [])
    /// An operation of a batch was refused, by its place from 0; nothing of the batch was done.
    case operation(Int, Refusal)
    /// A row of a table was refused, by its number from 1; nothing of the table was kept.
    case row(Int, Refusal)
    /// Others refer to what was to be deleted.
    case referenced(by: [Reference])
    /// Not there, or not this reader's to know.
    case notFound
    /// It was there and has been deleted.
    case deleted
    /// The token has been revoked, has expired, or what it was bound to is gone, since the request began.
    case tokenIsNoLongerValid
    /// The reader may see it but not do this.
    case forbidden(Forbidden)
    /// It is no longer at the version that the request was made for.
    case outdated
    /// What was to be created under this id is there already.
    case exists
    /// What was written before can't be read back from the disk.
    case unreadable
    /// The disk is full: nothing was changed, and reading goes on.
    case diskFull
    /// The process is stopping, its disk has failed before, or a call failed before anything was written: nothing was
    /// changed.
    case unavailable
    /// The disk failed: whether the change is kept is not known.
    case outcomeUnknown
}

/// Something that refers to something else.
public struct Reference: Hashable, Sendable {
    /// The resource, as in its path: `role-assignments`.
    public var resource: String
    public var id: String

    public init(resource: String, id: String) {
        self.resource = resource
        self.id = id
    }
}

/// A state that does not allow what was asked.
public enum Conflict: String, Error, Hashable, Sendable, CaseIterable {
    case idIsTaken
    case onlyPlannedMeetingsAreNoticed
    case onlyNoticedMeetingsAreHeld
    case onlyHeldMeetingsAreClosed
    case onlyPlannedOrNoticedMeetingsAreCancelled
    case meetingIsIncomplete
    case onlyHeldMeetingsHaveMinutes
    case onlyDraftMinutesAreConfirmed
    case onlyConfirmedMinutesArePublished
    case onlyPublishedMinutesAreWithdrawn
    case alreadyRevoked
    /// A secret that was made under this Idempotency-Key before, and is kept nowhere.
    case secretWasShown
    case alreadyExpired
    case onlyDraftPlansAreAdopted
    case onlyAdoptedPlansAreRevised
    case onlyUnansweredRequestsAreAssigned
    case onlyAssignedRequestsAreAnswered
    case onlyAnsweredRequestsAreClosed
    case onlyCollectedPracticesAreConsentedTo
    case onlyConsentedPracticesAreShared
    case onlySharedPracticesAreReturned
    /// The annex of an adopted plan, which a grant change edits.
    case annexIsChangedByGrantChanges
    case onlyAdoptedPlansHaveGrantChangesApplied
    case onlyDraftChangesAreSubmitted
    case onlySubmittedChangesAreApproved
    case onlySubmittedChangesAreRejected
    case onlyApprovedChangesAreApplied
    case onlyAppliedChangesAreNotified
    case onlyHeldMeetingsApprove
    /// The row that the change is about is not in the annex any more.
    case rowIsNoLongerInForce
    /// Another row of the annex has come to the number and place of the one that was proposed.
    case annexHasThatPosition
}

/// What a reader may not do.
public enum Forbidden: String, Error, Hashable, Sendable, CaseIterable {
    /// The reader's role is not allowed this operation.
    case role
    /// The token is bound to other councils.
    case otherCouncil
}

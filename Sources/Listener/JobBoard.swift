/// What the threads of an `EventExecutor` have to do, and who does it. Its owner keeps it under a lock.
struct JobBoard<Job> {
    enum Admission {
        case queued
        /// The poller sleeps, and is to be woken.
        case queuedForSleeper
        /// There are no threads any more.
        case over
    }

    enum Step {
        case run(Job)
        case poll(waits: Bool)
        case standBy
        case end
    }

    /// What the relief saw when it last looked.
    struct Glance {
        fileprivate var added: UInt64
        fileprivate var polls: UInt64
    }

    enum Sight {
        /// Everything goes on.
        case fine
        /// Nothing has happened since the last look.
        case idle
        /// A job waits since the last look, or nobody has polled since.
        case late
        case over
    }

    private var jobs: [Job] = []
    private var head = 0
    private var added: UInt64 = 0
    private var taken: UInt64 = 0
    private var polls: UInt64 = 0
    private var isPolling = false
    private var isAsleep = false
    /// Whether somebody of the relief looks, or has been called to.
    private var isWatched = false
    private var isOver = false

    mutating func add(_ job: Job) -> Admission {
        guard !isOver else { return .over }
        jobs.append(job)
        added += 1
        guard isAsleep else { return .queued }
        isAsleep = false
        return .queuedForSleeper
    }

    /// The next step of a thread. `turn` is how many jobs it may run before the sockets are looked at again; nil behind a
    /// poll, when all that are there now may run.
    mutating func next(_ turn: inout Int?) -> Step {
        guard !isOver else { return .end }
        let rest = turn ?? jobs.count - head
        turn = max(rest - 1, 0)
        if rest > 0, let job = take() { return .run(job) }
        if !isPolling {
            isPolling = true
            isAsleep = jobs.isEmpty
            return .poll(waits: isAsleep)
        }
        return take().map(Step.run) ?? .standBy
    }

    private mutating func take() -> Job? {
        guard head < jobs.count else { return nil }
        let job = jobs[head]
        head += 1
        taken += 1
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024, head * 2 > jobs.count {
            jobs.removeFirst(head)
            head = 0
        }
        return job
    }

    /// The poller has its events and is about to deliver them. True when somebody of the relief is to be called.
    mutating func endPoll() -> Bool {
        isPolling = false
        isAsleep = false
        polls += 1
        defer { isWatched = true }
        return !isWatched
    }

    var glance: Glance { Glance(added: added, polls: polls) }

    /// A look of the relief. With `.idle` it goes to sleep until it is called; with `.late` it joins in, and another one
    /// is to be called in its place.
    mutating func look(_ seen: inout Glance) -> Sight {
        guard !isOver else { return .over }
        defer { seen = glance }
        if taken < seen.added || !isPolling && polls == seen.polls { return .late }
        guard isAsleep, polls == seen.polls else { return .fine }
        isWatched = false
        return .idle
    }

    /// No more steps; the jobs that are left.
    mutating func end() -> [Job] {
        isOver = true
        defer {
            jobs = []
            head = 0
        }
        return Array(jobs[head...])
    }
}

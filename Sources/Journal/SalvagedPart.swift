/// What of a damaged directory becomes a new one.
struct SalvagedPart {
    /// The last entry of the state.
    let seq: UInt64
    /// The lines of the journal; nil for a snapshot after which there is none.
    let stretch: Survey.Stretch?
    /// Those that fit, in order. The state is that of the last one and the lines behind it.
    let snapshots: [Snapshot]
    /// The journal begins with the first entry, so that no snapshot is needed.
    let beginsWithFirst: Bool

    /// The state with the highest `seq`; of two with the same, the one with more of its history.
    static func best(of survey: Survey) -> SalvagedPart? {
        var parts: [SalvagedPart] = []
        for stretch in survey.stretches {
            guard let seq = stretch.end?.seq else { continue }
            let first = stretch.firstSegment
            let snapshots = survey.snapshots.filter {
                $0.segment >= first && $0.segment <= stretch.to.segment && survey.fits($0)
            }
            let beginsWithFirst = stretch.start == Position(seq: 0, sum: .none) && stretch.from.segment == 1
            guard beginsWithFirst || !snapshots.isEmpty else { continue }
            parts.append(
                SalvagedPart(seq: seq, stretch: stretch, snapshots: snapshots, beginsWithFirst: beginsWithFirst)
            )
        }
        for snapshot in survey.snapshots {
            parts.append(
                SalvagedPart(seq: snapshot.seq, stretch: nil, snapshots: [snapshot], beginsWithFirst: false)
            )
        }
        return parts.max { one, other in
            (one.seq, one.beginsWithFirst ? 1 : 0, one.stretch == nil ? 0 : 1)
                < (other.seq, other.beginsWithFirst ? 1 : 0, other.stretch == nil ? 0 : 1)
        }
    }

    /// Whether a line becomes part of the new journal.
    func holds(_ segment: UInt64, _ offset: Int64) -> Bool {
        guard let stretch, segment >= stretch.firstSegment, segment <= stretch.to.segment else { return false }
        return segment < stretch.to.segment || offset < stretch.to.offset
    }
}

extension Survey.Stretch {
    /// The first segment that is in it from its header on.
    var firstSegment: UInt64 { start == nil ? from.segment + 1 : from.segment }
}

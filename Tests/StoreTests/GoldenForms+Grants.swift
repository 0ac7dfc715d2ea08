extension GoldenForms {
    private static let place = #""councilId":"gunma","planId":"plan-1","planState":"adopted""#
    private static let entry =
        #""number":1,"position":2,"body":"県","title":"相談支援事業","from":"2025-04-01","until":"2026-03-31""#

    static let measure =
        #"""
        {\#(place),"code":"1-(2)-ア","group":"unstableEmployment","heading":"相談・セミナー","title":"窓口での支援",\#
        "bodies":["労働局","県"],"repeats":"measure-2","kpiIds":["kpi-1"],"grantProjectId":"project-1",\#
        "from":"2025-08-01","until":"2026-03-31","progress":[{"on":"2025-10-01","status":"underWay",\#
        "note":"開始した"}],"source":{"document":"計画","section":"第4"}}
        """#

    static let grantProject =
        #"""
        {\#(place),\#(entry),"inForceFrom":"2025-07-30","inForceUntil":"2025-12-31","formerEntries":[{\#(entry),\#
        "inForceUntil":"2025-09-30","grantChangeId":"change-1"}],"source":{"document":"計画","section":"別紙"}}
        """#

    static let grantChange =
        #"""
        {\#(place),"requestedBy":"県","approvalKind":"individual","proposal":{"kind":"alteration",\#
        "grantProjectId":"project-1",\#(entry)},"reason":"見込みの増加","state":"notified","submittedOn":"2025-10-01",\#
        "approval":{"meetingId":"meeting-1","on":"2025-10-02"},"rejection":{"on":"2025-10-03","reason":"不備"},\#
        "appliedOn":"2025-10-04","notices":[{"memberId":"member-1","on":"2025-10-05","way":"email"}],\#
        "notifiedOn":"2025-10-06","source":{"document":"計画","section":"第5"}}
        """#

    static let localPlatform =
        #"""
        {"councilId":"gunma","municipalityCode":"102016","name":"前橋市プラットフォーム","secretariatDepartment":"福祉部",\#
        "networkKinds":["business","localMedia"],"usesExistingBody":"自立支援協議会","from":"2025-04-01",\#
        "until":"2027-03-31","source":{"document":"要件","section":"(1)"}}
        """#

    static let supportRequest =
        #"""
        {"councilId":"gunma","localPlatformId":"platform-1","kind":"wideArea","summary":"隣の県の窓口\nについて",\#
        "receivedOn":"2025-10-01","assigneeId":"member-1","state":"closed","answers":[{"on":"2025-10-02",\#
        "body":"お知らせします","memberId":"member-2"}],"closedOn":"2025-10-03",\#
        "source":{"document":"計画","section":"第6"}}
        """#

    static let goodPractice =
        #"""
        {"councilId":"gunma","localPlatformId":"platform-1","title":"訪問","summary":"二人で訪ねる\n毎週",\#
        "state":"returned","collectedOn":"2025-10-01","consent":{"by":"協議会","on":"2025-10-02"},\#
        "sharedOn":"2025-10-03","returnedOn":"2025-10-04","source":{"document":"計画","section":"第6"}}
        """#
}

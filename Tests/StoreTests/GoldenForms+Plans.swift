extension GoldenForms {
    static let plan =
        #"""
        {"councilId":"gunma","fiscalYear":2025,"title":"事業実施計画","from":"2025-07-30","until":"2026-03-31",\#
        "state":"adopted","adoptedOn":"2025-07-30","revisions":[{"number":1,"on":"2025-10-01",\#
        "cause":"grantChange","note":"別表","grantChangeId":"change-1"}],"source":{"document":"計画","section":"2"}}
        """#

    static let estimate =
        #"""
        {"councilId":"gunma","group":"longTermUnemployment","value":31658,"unit":"人","sharePercent":1.2,\#
        "nationalSharePercent":1.4,"ageFrom":35,"ageTo":49,"approximate":true,"method":"按分","sourceYear":2022,\#
        "source":{"document":"計画","section":"3"}}
        """#

    static let goal =
        #"""
        {"councilId":"gunma","planId":"plan-1","planState":"adopted","group":"unstableEmployment",\#
        "statement":"正規雇用を増やす","target":{"value":5448,"unit":"人"},"sumOf":["kpi-1","kpi-2"],\#
        "source":{"document":"計画","section":"4"}}
        """#

    static let kpi =
        #"""
        {"councilId":"gunma","planId":"plan-1","planState":"adopted","group":"socialParticipation","name":"率",\#
        "kind":"rate","indicator":"centreOutcomes","target":{"value":55.5,"unit":"%"},\#
        "scheduleTarget":{"value":55.125,"unit":"%"},"bodies":["県"],"subsetOf":"kpi-9",\#
        "grantProjectId":"project-1","source":{"document":"計画","section":"4"}}
        """#

    static let measurement =
        #"""
        {"councilId":"gunma","planId":"plan-1","planState":"adopted","kpiId":"kpi-1","asOf":"2025-09-30",\#
        "value":0.001,"statement":"増えた","reportedBy":"労働局","source":{"document":"報告","section":"1"}}
        """#
}

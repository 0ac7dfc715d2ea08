/// What each table's values look like on disk, in form 1 unless a name says another. It never changes: a new form gets a
/// number and a text of its own, and these go on being read.
enum GoldenForms {
    static let council =
        #"""
        {"name":"ぐんま協議会","shortName":"協議会","prefectureCode":"10","formerNames":[{"name":"プラットフォーム",\#
        "from":"2020-04-01","until":"2025-07-09"}],"inForceFrom":"2025-07-10",\#
        "chairPost":{"organization":"群馬労働局","title":"職業安定部長"},"meetingPolicy":{"minimumPerFiscalYear":1,\#
        "suggestedPerFiscalYear":2,"wording":"年２回を目安","extraordinary":true,"modes":["written","online"]},\#
        "confidentiality":{"bindsMembers":true,"bindsParticipants":false,"defaultLevel":"members"},\#
        "outsideParticipation":"invitation","categories":["労働団体","行政機関"],"source":{"document":"設置要領",\#
        "section":"5"}}
        """#

    static let member =
        #"""
        {"councilId":"gunma","name":"群馬県","aliases":["県"],"category":"行政機関","sector":"prefecture","order":3,\#
        "units":["労働政策課"],"localGovernmentCode":"100005","corporateNumber":"7000020100005",\#
        "from":"2025-07-10","until":"2027-03-31","source":{"document":"設置要領","section":"別表"}}
        """#

    static let role =
        #"""
        {"councilId":"gunma","memberId":"member-1","unit":"労働政策課","role":"planDrafting","rank":"lead",\#
        "note":"毎年","from":"2025-07-10","until":"2027-03-31","source":{"document":"設置要領","section":"3(1)①"}}
        """#

    static let meeting =
        #"""
        {"councilId":"gunma","number":1,"title":"第１回協議会","kind":"regular","mode":"written","state":"closed",\#
        "startsAt":1759293000000,"endsAt":1759300200000,"replyDueOn":"2025-10-01","venue":"県庁",\#
        "onlineUrl":"https://example.jp/1","agenda":[{"number":1,"title":"計画","level":"public"}],\#
        "attendance":[{"memberId":"member-1","presence":"proxy","personName":"代理 太郎","position":"課長"}],\#
        "guests":[{"bodyName":"大学","personName":"客 花子","position":"教授"}],"replies":[{"memberId":"member-2",\#
        "repliedOn":"2025-09-30","comment":"異議なし\n以上"}],"papers":[{"number":1,"title":"資料１",\#
        "url":"https://example.jp/p","level":"members"}],"source":{"document":"次第","section":"1"}}
        """#

    static let minutes =
        #"""
        {"councilId":"gunma","meetingId":"meeting-1","kind":"summary","state":"withdrawn",\#
        "confirmedOn":"2025-10-10","publishedOn":"2025-10-20","withdrawnOn":"2025-10-21",\#
        "sections":[{"number":1,"heading":"議題","body":"発言\n二行目","level":"secretariat","reason":"個人情報",\#
        "speaker":"座長"}],"source":{"document":"議事録","section":"2"}}
        """#

    static let token =
        #"""
        {"label":"窓口","role":"member","councilIds":["gunma"],"memberId":"member-1",\#
        "digest":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",\#
        "expiresOn":"2026-03-31","revokedAt":1760000000000}
        """#

    static let token2 =
        #"""
        {"label":"窓口","role":"member","councilIds":["gunma"],"memberId":"member-1",\#
        "digest":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",\#
        "expiresOn":"2026-03-31","rotatedAt":1750000000000,\#
        "former":{"digest":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",\#
        "until":1750086400000},"lastUsedOn":"2025-10-08","revokedAt":1760000000000}
        """#
}

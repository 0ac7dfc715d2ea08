#!/usr/bin/env bash
# 交付金事業の別紙の変更を、申し出から構成員への通知まで進めます（埼玉の計画 第5、長野の計画 5）。
# A change of a plan's annex of grant projects, from the request to the notice to every member. FILE holds the request:
#   {"requestedBy": "埼玉県", "approvalKind": "individual", "reason": "…",
#    "proposal": {"kind": "addition", "number": 3, "position": 1, "body": "埼玉県", "title": "…"}}
#
# Usage: grant-change.sh request PLAN FILE        prints the id of the change
#        grant-change.sh approve CHANGE MEETING   by a meeting that was held
#        grant-change.sh approve-by CHANGE TEXT   by the decision that gave a comprehensive approval
#        grant-change.sh apply CHANGE             edits the annex; the plan is revised with it
#        grant-change.sh notify CHANGE WAY        tells every member of today: email, post, meeting, inPerson, other
source "$(dirname "$0")/common.sh"
(($# >= 2)) || usage
change=/v1/grant-changes/$2

case $1 in
request)
    (($# == 3)) || usage
    body=$(jq -c --arg plan "$2" '. + {planId: $plan}' "$3") || fail "$3 は JSON ではありません"
    key=request-$(sha256sum <<<"$body" | cut -c1-40)
    id=$(post /v1/grant-changes "$body" -H "Idempotency-Key: $key" | jq -r .id)
    # Sent again after the answer got lost, it may have been submitted already.
    if [[ $(api GET "/v1/grant-changes/$id" | jq -r .state) == draft ]]; then
        step "/v1/grant-changes/$id" submission >/dev/null
    fi
    printf '%s\n' "$id"
    ;;
approve)
    (($# == 3)) || usage
    step "$change" approval "$(jq -cn --arg meeting "$3" '{meetingId: $meeting}')" | jq -r '"\(.id): \(.state)"'
    ;;
approve-by)
    (($# == 3)) || usage
    step "$change" approval "$(jq -cn --arg decision "$3" '{decision: $decision}')" | jq -r '"\(.id): \(.state)"'
    ;;
apply)
    step "$change" application | jq -r '"\(.id): \(.state)、別紙の修正 \(.appliedOn)"'
    ;;
notify)
    (($# == 3)) || usage
    today=$(TZ=Asia/Tokyo date +%F)
    council=$(api GET "$change" | jq -r .councilId)
    notices=$(all "/v1/members?council=$council&asOf=$today&fields=id&limit=1000" |
        jq -cs --arg way "$3" --arg today "$today" '{notices: map({memberId: .id, on: $today, way: $way})}')
    step "$change" notification "$notices" | jq -r '"\(.id): \(.state)、通知 \(.notices | length)件"'
    ;;
*) usage ;;
esac

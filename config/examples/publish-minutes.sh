#!/usr/bin/env bash
# 議事録を下書きから公表まで進めます。
# Minutes from the draft to their publication. FILE holds the sections as JSON:
#   {"kind": "summary", "sections": [{"number": 1, "heading": "開会", "body": "…", "level": "public"}]}
#
# Usage: publish-minutes.sh draft MEETING FILE    prints the id of the minutes
#        publish-minutes.sh confirm MINUTES
#        publish-minutes.sh publish MINUTES
source "$(dirname "$0")/common.sh"
(($# >= 2)) || usage

case $1 in
draft)
    (($# == 3)) || usage
    body=$(jq -c --arg meeting "$2" '. + {meetingId: $meeting}' "$3") || fail "$3 は JSON ではありません"
    # Sent again, the same file makes no second draft.
    key=draft-$(sha256sum <<<"$body" | cut -c1-40)
    post /v1/minutes "$body" -H "Idempotency-Key: $key" | jq -r .id
    ;;
confirm)
    step "/v1/minutes/$2" confirmation | jq -r '"\(.id): \(.state)、確定 \(.confirmedOn)"'
    ;;
publish)
    # What everybody will read, before it is done.
    api GET "/v1/minutes/$2" | jq -r '.sections[]
        | "\(.number) \(.heading // "（非公開）"): \(.level // "")\(if .reason then "（\(.reason)）" else "" end)"' >&2
    step "/v1/minutes/$2" publication | jq -r '"\(.id): \(.state)、公表 \(.publishedOn)"'
    ;;
*) usage ;;
esac

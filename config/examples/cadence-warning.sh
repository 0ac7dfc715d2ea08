#!/usr/bin/env bash
# 会議の回数が目安に届かない協議会を知らせます。何もなければ何も出さないので、cron のメールにそのまま使えます。
# Names the councils that do not meet as often as their charters suggest. Silent if all do: made for cron, which mails
# what is printed.
#
# Usage: cadence-warning.sh [FISCAL_YEAR]
#   MAILTO=office@example.jp
#   0 8 1 * *  API_URL=http://127.0.0.1:8080 /opt/kyogikai/config/examples/cadence-warning.sh
source "$(dirname "$0")/common.sh"
(($# <= 1)) || usage
year=${1:+?fiscalYear=$1}

all "/v1/councils?limit=1000&fields=id,shortName" >"$work/councils"
while read -r council; do
    id=$(jq -r .id <<<"$council")
    api GET "/v1/councils/$id/cadence${year:-}" | jq -r --argjson council "$council" '
        select(.status == "short")
        | "\($council.shortName): \(.fiscalYearLabel)の会議は開催\(.held)回、予定\(.planned)回。"
          + "目安は\(.suggested // .required)回で、あと\(.remaining)回です。（\(.wording // "年1回以上")）"'
done <"$work/councils"

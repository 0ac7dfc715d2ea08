#!/usr/bin/env bash
# 計画の KPI の一覧（Markdown）。四半期ごとの報告の下書きに使えます。
# The KPIs of a council's plans with what they have come to, as a Markdown table: the draft of a quarterly report.
#
# Usage: kpi-report.sh COUNCIL FISCAL_YEAR > report.md
source "$(dirname "$0")/common.sh"
(($# == 2)) || usage

all "/v1/plans?council=$1&fiscalYear=$2" >"$work/plans"
[[ -s $work/plans ]] || fail "$1 に $2 年度の計画はありません"
while read -r plan; do
    all "/v1/kpis?plan=$(jq -r .id <<<"$plan")&limit=200" | jq -rs --argjson plan "$plan" '
        def amount: if . == null then "" else "\(.value)\(.unit)" end;
        "# \($plan.title)（\($plan.fiscalYearLabel)、改定\($plan.revision)）",
        "",
        "| 対象 | 指標 | 目標 | 実績 | 達成率 | 時点 | 実施機関 |",
        "|---|---|---:|---:|---:|---|---|",
        (.[] | [
            (.groupLabel // "全体"),
            ((if .subsetOf then "うち " else "" end) + .name),
            (if .target then (.target | amount) + "以上" else "―" end),
            (.latest.value | if . == null then "" else tostring end),
            (if .achievementPercent == null then "" else "\(.achievementPercent)%" end),
            (.latest.asOf // "未報告"),
            (.bodies | join("・"))
        ] | "| " + (map(gsub("[|\n]"; " ")) | join(" | ")) + " |"),
        "",
        "計画期間の経過: \(.[0].periodPercent // 0)%",
        ""'
done <"$work/plans"

#!/usr/bin/env bash
# 協議会の構成員の名簿を、Excel で開ける CSV にします。
# The members of a council on a day, in the official order, as a CSV file that Excel opens.
#
# Usage: member-list.sh COUNCIL [DAY] > members.csv
source "$(dirname "$0")/common.sh"
(($# == 1 || $# == 2)) || usage

day=${2:-$(TZ=Asia/Tokyo date +%F)}
api GET "/v1/members.csv?council=$1&asOf=$day&sort=order&fields=order,category,name,units,from"

# shellcheck shell=bash
# What the comparisons share. To be sourced: `listener`, `api`, `durable`, `growth`, `measurements` and `beside`
# are the programs.
#
# The load comes from one thread of wrk, pinned to the last core. No server is pinned, so that the kernel places each as
# it would anywhere; one that has two threads at work shares that core with wrk. The servers take turns, in one run, and
# the medians are what counts. CPU per request (user and kernel, from /proc) hardly depends on what else is running.
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C

rounds=${1:-3}
seconds=${2:-4}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
peers=$root/Tests/Benchmarks/Peers
core=$(taskset -cp $$ | grep -o '[0-9]*$')
work=$(mktemp -d)
chmod 711 "$work"  # nginx, started by root, reads its files as somebody else
declare -A url pid

finish() {
    local each
    for each in "${pid[@]}"; do kill "$each" 2>/dev/null || true; done
    for each in "${pid[@]}"; do wait "$each" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

fail() { printf '%s\n' "$*" >&2; exit 1; }

# PACKAGE COMMAND: installs what is missing.
need() {
    command -v "$2" >/dev/null || { apt-get update -qq && apt-get install -y -qq "$1" >/dev/null; }
}
need wrk wrk
need jq jq
need curl curl

# PACKAGE PRODUCT: prints the path of its release build.
built() {
    swift build -c release --package-path "$1" --product "$2" >&2
    printf '%s/%s\n' "$(swift build -c release --package-path "$1" --show-bin-path)" "$2"
}

# Prints the path of the server: $KYOGIKAI_BINARY, or the release build of this tree.
server() {
    if [[ -n ${KYOGIKAI_BINARY:-} ]]; then realpath -e "$KYOGIKAI_BINARY"; else built "$root" kyogikai; fi
}

# The work directory must be on a disk, where a sync costs what it costs.
need_disk() {
    local kind
    kind=$(stat -f -c %T "$work")
    [[ $kind != tmpfs && $kind != ramfs ]] || fail "$work is in memory ($kind): set TMPDIR to a directory on a disk"
}

# NAME DATA [SETTING=VALUE...]: starts $binary on a data directory; its settings are environment variables.
start_kyogikai() {
    local name=$1 data=$2
    shift 2
    start "$name" '.*"url":"http:\/\/127\.0\.0\.1:([0-9]+)".*' \
        env -u KYOGIKAI_BINARY -C "$root" KYOGIKAI_HTTP_PORT=0 KYOGIKAI_DATA_DIRECTORY="$data" "$@" "${binary:?}" serve
}

# Makes the program that is Load/*.c, and prints its path.
load_program() {
    command -v "${CC:-cc}" >/dev/null || need gcc cc
    "${CC:-cc}" -O2 -Wall -Wextra -o "$work/load" "$root"/Tests/Benchmarks/Load/*.c -lm
    printf '%s\n' "$work/load"
}

# CACHE RECORDS: sets `generated` to the path of a data directory with so many records, which is made if it is not in
# the cache. It is not to be changed: a server gets a copy. Beside it, in PATH.targets, are paths of its meetings.
generate() {
    local here=$root/Tests/Benchmarks/Records place template
    # Another generator or other councils make other records.
    place=$1/$(cat "$here"/*.py "$root"/config/councils/*.json | sha256sum | cut -c1-12)
    template=$place/template
    mkdir -p "$place"
    if [[ ! -d $template ]]; then
        rm -rf "$template.unfinished"
        start_kyogikai template "$template.unfinished"
        stop template
        mv "$template.unfinished" "$template"
    fi
    if [[ ! -d $place/$2 ]]; then
        rm -rf "$place/$2.unfinished"
        python3 -B "$here/records.py" --template "$template" --into "$place/$2.unfinished" --records "$2"
        grep -h '"table":"meetings"' "$place/$2.unfinished"/snapshots/*.ndjson | shuf -n 5000 |
            sed -E 's|^[^}]*"id":"([^"]*)".*|/v1/meetings/\1|' >"$place/$2.targets"
        mv "$place/$2.unfinished" "$place/$2"
    fi
    # shellcheck disable=SC2034  # the program's
    generated=$place/$2
}

# NAME: ends a server in good order.
stop() {
    kill "${pid[$1]}"
    wait "${pid[$1]}" || fail "$1 ends with $?: $(tail -n 3 "$work/$1.log")"
    unset "pid[$1]"
}

# For how many seconds a server may be starting, and how many milliseconds pass between two looks at it.
patience=10
pause=50

# NAME PATTERN COMMAND...: starts a server whose output has its port in what PATTERN (of sed -E) puts in brackets.
start() {
    local name=$1 pattern=$2 port=
    shift 2
    "$@" >"$work/$name.log" 2>&1 &
    pid[$name]=$!
    for _ in $(seq $((patience * 1000 / pause))); do
        port=$(sed -nE "s/$pattern/\\1/p" "$work/$name.log" | head -n 1)
        if [[ -n $port ]] || ! kill -0 "${pid[$name]}" 2>/dev/null; then break; fi
        sleep "$(printf 0.%03d "$pause")"
    done
    [[ -n $port ]] || { cat "$work/$name.log" >&2; fail "$name does not start"; }
    url[$name]=http://127.0.0.1:$port
}

# NAME FILE: starts the peer NAME, or NAME:ANYTHING where there are several of it. It serves FILE as /small.
start_peer() {
    local program
    program=$(built "$peers" "${1%%:*}")
    start "$1" '^([0-9]+)$' "$program" "$2"
}

# DIRECTORY: starts nginx with one worker. It cannot be given a port by the kernel: the first free one is taken.
start_nginx() {
    local port
    need nginx-light nginx
    for port in $(seq 18080 18180); do
        cat >"$work/nginx.conf" <<CONF
worker_processes 1;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.error;
events { worker_connections 1024; }
http {
    access_log off;
    keepalive_requests 1000000000;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=10;
    default_type application/json;
    client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f;
    uwsgi_temp_path $work/u; scgi_temp_path $work/s;
    server { listen 127.0.0.1:$port; root $1; }
}
CONF
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
        nginx -c "$work/nginx.conf" -e "$work/nginx.error" >"$work/nginx.log" 2>&1 &
        pid[nginx]=$!
        for _ in $(seq 100); do
            if ! kill -0 "${pid[nginx]}" 2>/dev/null; then continue 2; fi
            if [[ -s $work/nginx.pid ]] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
                url[nginx]=http://127.0.0.1:$port
                return
            fi
            sleep 0.05
        done
        break
    done
    cat "$work/nginx.error" >&2
    fail "nginx does not start"
}

# URL FILE: whether the answer is 200 with the bytes of FILE.
verify() {
    local status
    status=$(curl -s -o "$work/answer" -w '%{http_code}' "$1")
    [[ $status == 200 ]] || fail "$1 is answered with $status"
    cmp -s "$work/answer" "$2" || fail "$1 is answered with other bytes than $2"
}

# NAME: clock ticks that the server and its children have used, those that have ended too.
ticks() {
    local process
    for process in "${pid[$1]}" $(pgrep -P "${pid[$1]}" || true); do
        cat "/proc/$process/stat" 2>/dev/null || true  # a child may have ended
    done |
        sed 's/.*) //' | awk 'NR == 1 {sum = $14 + $15} {sum += $12 + $13} END {print sum}'
}

# NAME PATH CONNECTIONS: prints requests/s, the median and the 99th percentile of the latency in milliseconds, and
# microseconds of CPU per request. Fails when wrk met anything but 2xx, or a socket failed.
measure() {
    local before
    before=$(ticks "$1")
    taskset -c "$core" wrk -t1 -c"$3" -d"${seconds}s" --latency "${url[$1]}$2" >"$work/wrk" || fail "wrk fails on $1"
    if grep -E 'Non-2xx|Socket errors' "$work/wrk" >&2; then fail "$1 does not answer all of $3 connections well"; fi
    awk -v ticks="$(($(ticks "$1") - before))" -v hz="$(getconf CLK_TCK)" '
        function ms(text) {
            return text ~ /us$/ ? text / 1000 : text ~ /ms$/ ? text + 0 : text ~ /m$/ ? text * 60000 : text * 1000
        }
        $1 == "50%" { half = ms($2) }
        $1 == "99%" { most = ms($2) }
        $2 == "requests" { requests = $1 }
        $1 == "Requests/sec:" { rate = $2 }
        END { printf "%d %.3f %.3f %.1f\n", rate, half, most, ticks / hz * 1e6 / requests }' "$work/wrk"
}

# FILE COLUMN FORMAT
median() {
    awk -v column="$2" '{print $column}' "$1" | sort -n |
        awk -v format="$3" '{v[NR] = $1} END {printf format, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'
}

heading() {
    printf '%s rounds of %s s, wrk -t1 on core %s of %s, load average %s\n' \
        "$rounds" "$seconds" "$core" "$(nproc --all)" "$(cut -d' ' -f1-3 /proc/loadavg)"
}

# TITLE PATTERN...: the head of a table with a column of ratios to each server named.
columns() {
    printf '%-20s %-16s %10s %9s %9s %8s' "$1" server requests/s "p50 ms" "p99 ms" "CPU us"
    shift
    for each; do printf ' %14s' "/ $each"; done
    printf '\n'
}

# LABEL CONNECTIONS "SERVER=PATH..." "PEER...": takes the turns and prints a row for each server, with the ratios of its
# requests/s to those of each PEER.
compare() {
    local label=$1 connections=$2 each peer file
    for each in $3; do rm -f "$work/result.${each%%=*}"; done
    for _ in $(seq "$rounds"); do
        for each in $3; do
            measure "${each%%=*}" "${each#*=}" "$connections" >>"$work/result.${each%%=*}"
        done
    done
    for each in $3; do
        file=$work/result.${each%%=*}
        printf '%-20s %-16s %10s %9s %9s %8s' "$label" "${each%%[:=]*}" "$(median "$file" 1 %d)" \
            "$(median "$file" 2 %.2f)" "$(median "$file" 3 %.2f)" "$(median "$file" 4 %.1f)"
        for peer in $4; do
            awk -v a="$(median "$file" 1 %d)" -v b="$(median "$work/result.$peer" 1 %d)" 'BEGIN {printf " %14.2f", a / b}'
        done
        printf '\n'
    done
}

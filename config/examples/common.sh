# What the examples share. They need curl and jq.
#
# API_URL         where the server is; http://127.0.0.1:8080 unless set
# API_TOKEN_FILE  a file with a token; without one, the public is asked
set -euo pipefail
export LC_ALL=C.UTF-8

url=${API_URL:-http://127.0.0.1:8080}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

usage() {
    sed -n '/^# Usage:/,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0" >&2
    exit 2
}

# The token goes through a file that curl reads, so that it is in no list of processes.
: >"$work/curl"
if [[ -n ${API_TOKEN_FILE:-} ]]; then
    (umask 077 && printf 'header = "Authorization: Bearer %s"\n' "$(<"$API_TOKEN_FILE")" >"$work/curl")
fi

# METHOD PATH [CURL OPTION...]: prints the body; what the server refuses is said in its own words, and ends the script.
api() {
    local method=$1 path=$2 status
    shift 2
    status=$(curl -sS --config "$work/curl" -X "$method" -H 'Accept-Language: ja' -D "$work/head" -o "$work/body" \
        -w '%{http_code}' "$@" "$url$path") || fail "$url は答えません"
    if [[ $status != 2?? ]]; then
        jq -r '"\(.title): \(.detail)", ((.errors // .missing // [])[] | "  \(.pointer // .parameter // ""): \(.detail)")' \
            "$work/body" >&2 2>/dev/null || cat "$work/body" >&2
        fail "$method $path: $status"
    fi
    cat "$work/body"
}

# PATH JSON [CURL OPTION...]: creates something.
post() {
    local path=$1 body=$2
    shift 2
    api POST "$path" -H 'Content-Type: application/json' --data-binary @- "$@" <<<"$body"
}

# PATH NOUN [JSON]: a step of what is at the path, as it is now; 412 if somebody changes it meanwhile.
step() {
    local path=$1 noun=$2 body=${3:-{\}} tag
    api GET "$path" >/dev/null
    tag=$(sed -n 's/^[Ee][Tt][Aa][Gg]: *//p' "$work/head" | tr -d '\r')
    post "$path/$noun" "$body" -H "If-Match: $tag"
}

# PATH: all items of a list, page by page, one on each line.
all() {
    local next=$1
    while [[ -n $next ]]; do
        api GET "$next" >"$work/page"
        jq -c '.items[]' "$work/page"
        next=$(sed -n 's/^[Ll]ink: *<\([^>]*\)>; *rel="next".*/\1/p' "$work/head" | tr -d '\r')
    done
}

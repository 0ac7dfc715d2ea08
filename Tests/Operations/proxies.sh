# The server behind each of the proxies, with the files that ship but for ports, paths and the certificate. To be sourced
# by `run`, which has $work, $root, $binary, the tools and `fail`.

name=api.example.jp
canary=kanariya-4711
forged=203.0.113.66

# A free port: the kernel's word.
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" \
        -addext "subjectAltName=DNS:$name" -keyout "$work/key.pem" -out "$work/cert.pem" 2>"$work/openssl.log"
    chmod 644 "$work/key.pem"
}

start_server() {
    KYOGIKAI_DATA_DIRECTORY=$work/data KYOGIKAI_HTTP_UNIX_SOCKET=$work/http.sock KYOGIKAI_HTTP_UNIX_SOCKET_MODE=0666 \
        KYOGIKAI_HTTP_TRUSTED_PROXIES=unix KYOGIKAI_LOG_LEVEL=debug KYOGIKAI_LOG_FORMAT=json \
        "$binary" serve --config "$root/config/kyogikai.json" >"$work/server.log" 2>&1 &
    pids[server]=$!
    await "the server" curl -fsS -o /dev/null --unix-socket "$work/http.sock" http://localhost/readyz
    token=$(<"$work/data/admin-token")
}

# WHAT COMMAND...: until the command succeeds.
await() {
    local what=$1
    shift
    for _ in $(seq 300); do
        if "$@" 2>/dev/null; then return; fi
        sleep 0.1
    done
    fail "$what does not start"
}

stop() { kill "${pids[$1]}" && wait "${pids[$1]}" || true; unset "pids[$1]"; }

start_nginx() {
    mkdir -p "$work/nginx"
    rewritten nginx.conf -e "s#/var/log/nginx#$work/nginx#" -e "s#/etc/letsencrypt/live/$name/fullchain#$work/cert#" \
        -e "s#/etc/letsencrypt/live/$name/privkey#$work/key#" -e "s#\[::\]#[::1]#" -e "s#listen 443#listen $https#" \
        -e "s#listen \[::1\]:443#listen [::1]:$https#" -e "s#listen 80;#listen $http;#" \
        -e "s#listen \[::1\]:80;#listen [::1]:$http;#" >"$work/nginx/kyogikai.conf"
    cat >"$work/nginx/main.conf" <<END
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/main.log info;
events {}
http {
    client_body_temp_path $work/nginx/body;
    proxy_temp_path $work/nginx/proxy;
    fastcgi_temp_path $work/nginx/f; uwsgi_temp_path $work/nginx/u; scgi_temp_path $work/nginx/s;
    include $work/nginx/kyogikai.conf;
}
END
    nginx -t -q -e "$work/nginx/main.log" -c "$work/nginx/main.conf" || fail "nginx refuses its file"
    nginx -e "$work/nginx/main.log" -c "$work/nginx/main.conf" &
    pids[nginx]=$!
}

start_caddy() {
    mkdir -p "$work/caddy"
    rewritten Caddyfile -e "s#/var/log/caddy#$work/caddy#" \
        -e "0,/^{/s#^{#{\n\tadmin off\n\tstorage file_system $work/caddy\n\thttp_port $http\n\thttps_port $https#" \
        -e "s#^$name {#$name {\n\ttls $work/cert.pem $work/key.pem#" >"$work/caddy/Caddyfile"
    "$caddy" validate --adapter caddyfile --config "$root/config/proxy/Caddyfile" >"$work/caddy/validate.log" 2>&1 ||
        { cat "$work/caddy/validate.log" >&2; fail "caddy refuses its file"; }
    "$caddy" run --adapter caddyfile --config "$work/caddy/Caddyfile" >"$work/caddy/main.log" 2>&1 &
    pids[caddy]=$!
}

# FILE SED-ARGUMENTS...: a file that ships, elsewhere. What is not found there any more is an error.
rewritten() {
    local file=$root/config/proxy/$1
    shift
    grep -q /run/kyogikai/http.sock "$file" && grep -q 127.0.0.1:9180 "$file" || fail "$file names other places now"
    sed -e "s#/run/kyogikai/http.sock#$work/http.sock#" -e "s#127.0.0.1:9180#127.0.0.1:$local#" "$@" "$file"
}

# Through the proxy, from an address that is not the usual one.
ask() {
    curl -sS --max-time 20 --interface 127.0.0.2 --cacert "$work/cert.pem" --resolve "$name:$https:127.0.0.1" \
        --resolve "$name:$http:127.0.0.1" "$@"
}

direct() { curl -sS --max-time 20 --unix-socket "$work/http.sock" "$@"; }

# WHAT WANTED GOT
same() { [[ $2 == "$3" ]] || fail "$proxy: $1: wanted: $2; got: $3"; }

status() { ask -o /dev/null -w '%{http_code}' "$@"; }

# FIELD: its value in the head that `ask -D` has left.
field() { sed -nE "s/^$1: (.*)\r$/\1/Ip" "$work/head"; }

# The connections of the socket that are open at the server's end, by their inodes.
connections() { awk -v path="$work/http.sock" '$8 == path && $6 == "03" { print $7 }' /proc/net/unix | sort; }

check_answers() {
    local url=https://$name:$https path seen
    for path in /v1/councils "/v1/members?council=gunma&limit=2" /v1/nothing "/v1/members?concil=gunma" /problems/invalid; do
        ask -D "$work/head" -o "$work/through" -H "X-Request-Id: request-1" "$url$path"
        direct -D "$work/straight.head" -o "$work/straight" -H "X-Request-Id: request-1" "http://$name$path"
        cmp -s "$work/through" "$work/straight" || fail "$proxy: $path comes through changed"
        for seen in etag content-type cache-control vary x-request-id content-language link; do
            same "$path: $seen" "$(sed -nE "s/^$seen: (.*)\r$/\1/Ip" "$work/straight.head")" "$(field "$seen")"
        done
        same "$path: HSTS" max-age=31536000 "$(field strict-transport-security)"
    done
    same "a problem" application/problem+json "$(ask -o /dev/null -w '%{content_type}' "$url/v1/nothing")"
    seen=$(ask -D "$work/head" -o /dev/null "$url/v1/councils"; field etag)
    [[ -n $seen ]] || fail "$proxy: there is no ETag"
    same "304" 304 "$(status -H "If-None-Match: $seen" "$url/v1/councils")"
    same "a body is not compressed" "" "$(ask -D "$work/head" -o /dev/null --compressed "$url/v1/councils"; field content-encoding)"
    same "the description is" gzip "$(ask -D "$work/head" -o /dev/null --compressed "$url/openapi.yaml"; field content-encoding)"
    same "a write" 422 "$(status -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{}' "$url/v1/meetings")"
}

check_tls() {
    local url=https://$name:$https
    for version in 1.2 1.3; do same "TLS $version" 200 "$(status --tlsv$version --tls-max $version "$url/livez")"; done
    if status --tlsv1.0 --tls-max 1.1 --ciphers ALL:@SECLEVEL=0 "$url/livez" >/dev/null 2>&1; then fail "$proxy: TLS 1.1 is spoken"; fi
    ask -D "$work/head" -o /dev/null -X POST "http://$name:$http/v1/meetings?x=1"
    same "a redirect keeps the method" 308 "$(sed -nE '1s/^HTTP[^ ]* ([0-9]+).*/\1/p' "$work/head")"
    [[ $(field location) =~ ^https://$name(:$https)?/v1/meetings\?x=1$ ]] || fail "$proxy: leads to $(field location)"
}

check_addresses() {
    local url=https://$name:$https/v1/nothing seen
    ask -o /dev/null -H "X-Request-Id: plain-$proxy" "$url"
    ask -o /dev/null -H "X-Request-Id: forged-$proxy" -H "X-Forwarded-For: $forged" -H "Forwarded: for=$forged" \
        -H "X-Real-IP: $forged" "$url"
    for seen in plain forged; do
        same "who asked ($seen)" 127.0.0.2 "$(jq -rR "fromjson? | select(.requestId == \"$seen-$proxy\") | .address" "$work/server.log")"
    done
}

check_limits() {
    local url=https://$name:$https/v1/meetings seen
    head -c 1048576 /dev/zero | tr '\0' ' ' >"$work/whole"
    head -c 1048577 /dev/zero | tr '\0' ' ' >"$work/more"
    local fields=(-H "Authorization: Bearer $token" -H "Content-Type: application/json" -H "Expect:")
    same "a body at the limit" 400 "$(status "${fields[@]}" --data-binary "@$work/whole" "$url")"
    for seen in "" "Transfer-Encoding: chunked"; do
        ask -D "$work/head" -o "$work/through" "${fields[@]}" -H "$seen" --data-binary "@$work/more" "$url" || true
        same "a body over it (${seen:-length})" 413 "$(sed -nE '1s/^HTTP[^ ]* ([0-9]+).*/\1/p' "$work/head")"
        same "its problem" 413 "$(jq .status "$work/through")"
        same "its type" application/problem+json "$(field content-type)"
    done
    seen=$(status --http1.1 -H "X-Long: $(head -c 30000 /dev/zero | tr '\0' x)" "$url")
    [[ $seen =~ ^(400|431|494)$ ]] || fail "$proxy: a head of 30 kB gets $seen"
}

check_metrics() {
    local path seen
    for path in /metrics /metrics?x /%6Detrics /./metrics //metrics /x/../metrics /metrics/ /METRICS; do
        seen=$(ask --path-as-is -H "Authorization: Bearer $token" -w '\n%{http_code}' "https://$name:$https$path")
        if [[ $seen == *kyogikai_* || ${seen##*$'\n'} != 40? ]]; then fail "$proxy: $path is reached from outside: ${seen##*$'\n'}"; fi
    done
    same "metrics without a token" 401 "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$local/metrics")"
    same "elsewhere" 404 "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$local/v1/councils")"
    curl -fsS -H "Authorization: Bearer $token" "http://127.0.0.1:$local/metrics" >"$work/metrics"
    "$promtool" check metrics <"$work/metrics" || fail "promtool finds fault with the figures"
}

check_reuse() {
    local before after
    ask -o /dev/null "https://$name:$https/livez"
    before=$(connections)
    for _ in $(seq 20); do ask -o /dev/null "https://$name:$https/livez"; done
    after=$(connections)
    [[ -n $before && $before == "$after" ]] || fail "$proxy: connections to the server are not kept: $before / $after"
}

# With the server gone: what the proxy says, and what it writes down.
check_silence() {
    same "no server" 502 "$(status -H "Authorization: Bearer $token" "https://$name:$https/v1/members?q=$canary")"
    same "its type" application/problem+json "$(ask -o "$work/through" -w '%{content_type}' "https://$name:$https/v1/members?q=$canary")"
    same "its problem" 502 "$(jq .status "$work/through")"
}

check_logs() {
    stop "$proxy"
    [[ -s $work/$proxy/kyogikai.log ]] || fail "$proxy: there is no log"
    jq -e . "$work/$proxy/kyogikai.log" >/dev/null || fail "$proxy: its log is not JSON"
    if grep -rlaF -e "$canary" -e "$token" -e "kyg_" "$work/$proxy"; then fail "$proxy: a query or a token is written down"; fi
    if grep -aF -e "$canary" -e "$token" "$work/server.log"; then fail "a query or a token is in the server's log"; fi
}

check_proxy() {
    proxy=$1
    http=$(port) https=$(port) local=$(port)
    "start_$proxy"
    await "$proxy" status -f "https://$name:$https/livez" >/dev/null
    status "https://$name:$https/v1/members?q=$canary" >/dev/null
    check_answers
    check_tls
    check_addresses
    check_limits
    check_metrics
    check_reuse
    stop server
    check_silence
    check_logs
    start_server
}

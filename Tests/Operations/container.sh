# The container file without an engine: its sources, its steps, and with `container` as the argument of `run` the binary
# that it would build, in a root of its own that holds nothing else. To be sourced by `run`.

file=$root/config/Containerfile

# INSTRUCTION: its words in each place, continued lines joined.
instruction() { sed -e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' "$file" | sed -nE "s/^$1 +//p"; }

check_container() {
    local line words each
    step "The container file"
    mkdir -p "$work/context"
    while read -r line; do
        if [[ $line == --from=* ]]; then continue; fi
        read -ra words <<<"$line"
        for each in "${words[@]:0:${#words[@]}-1}"; do
            [[ -e $root/$each ]] || fail "Containerfile: there is no $each to copy"
            git -C "$root" check-ignore -q "$each" && fail "Containerfile: $each is not in the repository"
            grep -qE "^!${each%%/*}$" "$file.dockerignore" || fail "Containerfile.dockerignore leaves $each out"
            [[ $each == config/* ]] || cp -r "$root/$each" "$work/context/"
        done
    done < <(instruction COPY)
    # With nothing but what is copied the package is whole: every target is found.
    swift package --package-path "$work/context" describe --type json >"$work/package.json" || fail "what is copied is no package"
    jq -e '.products[] | select(.name == "kyogikai")' "$work/package.json" >/dev/null || fail "there is no kyogikai to build"
    while read -r line; do
        [[ ${line%% *} =~ :[0-9][^:]*$ ]] || fail "Containerfile: ${line%% *} has no fixed tag"
    done < <(instruction FROM)
    same_words "the version of Swift" "$(instruction FROM | sed -nE 's/.*swift:([0-9.]+)-.*/\1/p')" "$(swift_version)"
    same_words "the user" 10001:10001 "$(instruction USER)"
    same_words "the volume" "$(variable KYOGIKAI_DATA_DIRECTORY)" "$(instruction VOLUME)"
    # The settings are such as the server takes.
    env -i PATH="$PATH" "${environment[@]}" KYOGIKAI_BOOTSTRAP_DIRECTORY="$root/config/councils" "$binary" check-config >"$work/config" ||
        fail "the container's settings are refused"
    if [[ ${mode:-} == container ]]; then check_root; fi
}

swift_version() { swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9.]+).*/\1/p' | head -n 1; }
variable() { instruction ENV | sed -nE "s/^$1=//p"; }
mapfile -t environment < <(instruction ENV)

same_words() { [[ $2 == "$3" ]] || fail "Containerfile: $1: $2 is not $3"; }

# As the last stage has it: the binary, the libraries that it names, the councils, an empty directory for the data.
# KYOGIKAI_BINARY is taken if it is linked as the container's is; otherwise that is built.
check_root() {
    local built each port how=(--configuration release --static-swift-stdlib)
    built=$binary
    if ldd "$built" | grep -q libswift; then
        swift build --package-path "$root" --scratch-path "$root/.build-static" "${how[@]}" --product kyogikai >&2
        built=$(swift build --package-path "$root" --scratch-path "$root/.build-static" "${how[@]}" --show-bin-path)/kyogikai
    fi
    if ldd "$built" | grep -iE 'swift|foundation|dispatch|not found'; then fail "the binary is not whole"; fi
    mkdir -p "$work/root/etc/kyogikai" "$work/root/proc" "$work/root/tmp"
    install -s -D "$built" "$work/root/usr/local/bin/kyogikai"
    for each in $(ldd "$built" | grep -oE '/[^ ]+'); do install -D "$each" "$work/root$each"; done
    cp -r "$root/config/councils" "$work/root/etc/kyogikai/"
    install -d -m 0700 -o 10001 -g 10001 "$work/root$(variable KYOGIKAI_DATA_DIRECTORY)"
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("", 0)); print(s.getsockname()[1])')
    # Becomes the command, so it is for a shell below this one. With /proc, as in any container: Swift's runtime reads its arguments there.
    inside() {
        exec env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin "${environment[@]}" KYOGIKAI_HTTP_PORT="$port" \
            unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec chroot --userspec=10001:10001 "$0" "$@"' "$work/root" "$@"
    }
    inside kyogikai serve >"$work/container.log" 2>&1 &
    pids[container]=$!
    mapfile -t check < <(instruction HEALTHCHECK | sed -E 's/.*CMD //' | jq -r '.[]')
    for _ in $(seq 100); do
        if (inside "${check[@]}") >"$work/health" 2>/dev/null; then break; fi
        sleep 0.1
    done
    [[ $(<"$work/health") == '{"status":"ok","checks":{"process":"ok"}}' ]] || { cat "$work/container.log" >&2; fail "the container is not healthy"; }
    curl -fsS "http://127.0.0.1:$port/v1/councils" | jq -e '.items | length == 4' >/dev/null || fail "the container does not serve"
    same_words "the mode of the data" 700 "$(stat -c %a "$work/root/var/lib/kyogikai")"
    kill "${pids[container]}" && wait "${pids[container]}" || fail "the container does not stop with status 0"
    unset "pids[container]"
    if (inside "${check[@]}") >/dev/null 2>&1; then fail "a container that has stopped is healthy"; fi
}

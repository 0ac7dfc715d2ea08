# The units of systemd, and the script that they run. To be sourced by `run`.

units=$root/config/systemd

check_units() {
    local each exposure
    step "Units"
    mkdir -p "$work/units"
    # The programs are not installed here: true stands for them.
    for each in "$units"/*.service "$units"/*.socket "$units"/*.timer; do
        sed -E 's#^ExecStart=/usr/local/(bin/kyogikai|lib/kyogikai/backup)#ExecStart=/usr/bin/true#' "$each" \
            >"$work/units/${each##*/}"
    done
    for each in kyogikai kyogikai-backup; do
        mkdir "$work/units/$each.service.d"
        cp "$units/admin-token.conf" "$work/units/$each.service.d/"
    done
    # Our own units' complaints alone: those of other units of this machine are none of ours.
    SYSTEMD_UNIT_PATH=$work/units: systemd-analyze verify --man=no "$work"/units/*.{service,socket,timer} 2>&1 |
        grep -F kyogikai >"$work/complaints" || true
    if [[ -s $work/complaints ]]; then cat "$work/complaints" >&2; fail "a unit is not right"; fi
    for each in "$units"/*.service; do
        exposure=$(systemd-analyze security --offline=true --no-pager "$each" | sed -nE 's/.*exposure level for .*: ([0-9.]+).*/\1/p')
        printf '   %s: exposure %s\n' "${each##*/}" "$exposure"
        # Numbers with one digit behind the point.
        [[ -n $exposure && ${exposure/./} -le 20 ]] || fail "${each##*/} is exposed by $exposure, more than 2.0"
    done
    for each in "$units"/*.timer; do
        systemd-analyze calendar "$(sed -nE 's/^OnCalendar=//p' "$each")" >/dev/null || fail "${each##*/}: no such time"
    done
    # All paths that units and configuration name are those of one another.
    for each in /etc/kyogikai/kyogikai.json /var/lib/kyogikai; do
        grep -qF "$each" "$units"/*.service "$units/kyogikai.json" || fail "$each is nowhere"
    done
    KYOGIKAI_CONFIG=$units/kyogikai.json "$binary" check-config >"$work/config" || fail "the configuration is refused"
    grep -qE '^data.directory +/var/lib/kyogikai ' "$work/config" || fail "the configuration names another directory"
}

check_sandbox() {
    step "The server under the unit's limits"
    if [[ $(id -u) != 0 ]] || ! unshare --mount --ipc --net true 2>/dev/null; then
        printf '   skipped: only root may set them up, and not in every container\n'
        return
    fi
    install -m 755 "$binary" "$work/kyogikai"
    /usr/bin/python3 "$here/sandbox.py" "$units/kyogikai.service" "$work/kyogikai" "$work"
}

# A program that stands for kyogikai: its backups hold a file; the one named in FAIL fails.
stand_in() {
    cat >"$work/stand-in" <<'END'
#!/bin/sh
set -eu
[ "$1" = backup ]
if [ "${FAIL:-}" = "$2" ]; then [ "$2" != create ] || mkdir "$3"; exit "$STATUS"; fi
case $2 in
    create) mkdir "$3"; echo data >"$3/journal" ;;
    verify) grep -qx data "$3/journal" ;;
esac
END
    chmod +x "$work/stand-in"
}

backup() { PROGRAM=$work/stand-in "$units/backup" "$@" 2>>"$work/backup.log"; }

# WHAT WANTED: the exit status of the last command, and how many backups there are.
backups_are() {
    local count
    count=$(find "$work/backups" -mindepth 1 -maxdepth 1 -name '*Z' | wc -l)
    [[ $count == "$2" ]] || { cat "$work/backup.log" >&2; ls "$work/backups" >&2; fail "$1: $count backups, not $2"; }
}

refused() {
    local wanted=$1 got=0
    shift
    "$@" || got=$?
    [[ $got == "$wanted" ]] || fail "$*: ended with $got, not $wanted"
}

# The copy of the audit log goes on as the log does, and is not lost to one that was cut off.
check_audit_copy() {
    local log=$work/audited/audit/journal/0000000001.ndjson copy=$work/backups/audit
    export KYOGIKAI_DATA_DIRECTORY=$work/audited
    mkdir -p "${log%/*}"
    echo one >"$log"
    rm -r "$work"/backups/20*
    backup "$work/backups" 9
    echo two >>"$log"
    rm -r "$work"/backups/20*
    backup "$work/backups" 9
    cmp "$log" "$copy/journal/${log##*/}" || fail "the copy of the audit log is not what it is now"
    echo one >"$log"
    rm -r "$work"/backups/20*
    refused 65 backup "$work/backups" 9
    grep -qx two "$work"/backups/audit.*Z/journal/"${log##*/}" || fail "what the audit log was is lost"
    unset KYOGIKAI_DATA_DIRECTORY
}

check_backups() {
    local day
    step "Backups"
    stand_in
    mkdir "$work/backups"
    for day in 01 02 03 04; do
        mkdir "$work/backups/202501${day}T000000Z"
        echo data >"$work/backups/202501${day}T000000Z/journal"
    done
    mkdir "$work/backups/by-hand" "$work/backups/20250101T000000Z.unfinished"
    FAIL=create STATUS=75 refused 75 backup "$work/backups" 2
    backups_are "a backup that fails removes none" 4
    FAIL=verify STATUS=65 refused 65 backup "$work/backups" 2
    backups_are "a backup that does not verify removes none" 4
    backup "$work/backups" 2
    backups_are "the newest are kept" 2
    [[ -e $work/backups/20250104T000000Z && ! -e $work/backups/20250103T000000Z ]] || fail "the oldest are kept"
    [[ -d $work/backups/by-hand ]] || fail "what is not ours was removed"
    if compgen -G "$work/backups/*.unfinished" >/dev/null; then fail "what was not finished stays"; fi
    rm -r "$work"/backups/20*
    mkdir "$work/backups/20990101T000000Z" "$work/backups/20990102T000000Z"
    backup "$work/backups" 1
    backups_are "one that is new stays though a clock has jumped back" 1
    if [[ -e $work/backups/20990102T000000Z ]]; then fail "the new one was removed, and not one of another time"; fi
    check_audit_copy
    for day in "" 0 x 99999 -1; do refused 64 backup "$work/backups" "$day"; done
    refused 64 backup
    refused 78 backup "$work/nowhere"
}

#!/bin/bash
# A PostgreSQL cluster of our own for tests: in a folder of its own, on a Unix socket only, gone afterwards.
#
#   tools/postgres.sh with COMMAND…    runs COMMAND with DANVAN_TEST_STORE, an address; starts a cluster when
#                                      DANVAN_TEST_CLUSTER names none that runs, and stops it again
#   tools/postgres.sh around COMMAND…  runs COMMAND with one cluster for all the `with` inside it
#   tools/postgres.sh start FOLDER     makes a cluster in FOLDER, which must not be there, and starts it
#   tools/postgres.sh restart FOLDER   as after a power cut: nobody is asked, nothing is finished
#   tools/postgres.sh stop FOLDER      stops it and deletes FOLDER
#   tools/postgres.sh database NAME [FROM]   one more database in the cluster under test, empty or a copy of FROM
#   tools/postgres.sh drop NAME              and gone again
#   tools/postgres.sh dump NAME              all of it, as pg_dump writes it
#   tools/postgres.sh files NAME             what is written down, then the paths of its files and of the write-ahead log
#   tools/postgres.sh search-log             looks for values in all that the cluster under test has logged: one line of TAP
#
# DANVAN_TEST_SETTINGS holds more lines for postgresql.conf: measuring wants no log of each statement.
#
# The server refuses to run as root; root starts it as the user postgres. It logs all it is asked to change, so that a
# test can look for what must never stand in a log. Its role is no superuser: what that role may not set for
# itself is set for it, as docs/decisions/0005 tells an administrator to.
set -euo pipefail
[[ $0 == /* ]] || exec "$PWD/$0" "$@"

say() { printf '%s\n' "$*" >&2; }
programs() { local folder; for folder in /usr/lib/postgresql/*/bin; do [[ -x $folder/initdb ]] && printf '%s' "$folder" && return; done
             command -v initdb >/dev/null && dirname "$(command -v initdb)"; }
as_owner() { if [[ $(id -u) == 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi; }
address() { printf 'postgres://danvan@/danvan?host=%s' "${1//\//%2F}"; }

start() {
    local folder=$1 bin
    bin=$(programs) || return 1
    mkdir -m 755 "$folder"
    [[ $(id -u) == 0 ]] && chown postgres "$folder"
    cd "$folder"
    # Ordered by Vietnamese rules on purpose: what must be ordered by bytes has to say so itself.
    as_owner "$bin/initdb" -D "$folder/data" -U owner -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=vi \
        --data-checksums >"$folder/initdb.txt" 2>&1 || { cat "$folder/initdb.txt" >&2; return 1; }
    as_owner tee -a "$folder/data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = on
log_statement = mod
max_connections = 200
max_locks_per_transaction = 256
${DANVAN_TEST_SETTINGS:-}
SETTINGS
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start >"$folder/start.txt" 2>&1 || { cat "$folder/start.txt" "$folder/log" >&2; return 1; }
    as_owner "$bin/psql" -qX -v ON_ERROR_STOP=1 -h "$folder" -U owner postgres <<'ROLE'
CREATE ROLE danvan LOGIN;
ALTER ROLE danvan SET log_parameter_max_length = 0;
ALTER ROLE danvan SET log_error_verbosity = terse;
CREATE DATABASE danvan OWNER danvan;
CREATE ROLE talkative LOGIN;
CREATE ROLE detailed LOGIN;
ALTER ROLE detailed SET log_parameter_max_length = 0;
CREATE ROLE explaining LOGIN;
ALTER ROLE explaining SET log_parameter_max_length = 0;
ALTER ROLE explaining SET log_error_verbosity = terse;
ALTER ROLE explaining SET auto_explain.log_min_duration = 0;
ROLE
}

tell() { "$(programs)/psql" -qX -v ON_ERROR_STOP=1 -h "$DANVAN_TEST_CLUSTER" -U owner postgres -c "$1"; }
database() { tell "CREATE DATABASE \"$1\" OWNER danvan${2:+ TEMPLATE \"$2\"}"; }
drop() { tell "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)"; }

dump() { "$(programs)/pg_dump" -h "$DANVAN_TEST_CLUSTER" -U owner "$1"; }
files() {
    local number
    tell CHECKPOINT >&2
    number=$("$(programs)/psql" -qXAt -v ON_ERROR_STOP=1 -h "$DANVAN_TEST_CLUSTER" -U owner -c "SELECT oid FROM pg_database WHERE datname = '$1'" postgres)
    find "$DANVAN_TEST_CLUSTER/data/base/${number:?no such database}" "$DANVAN_TEST_CLUSTER/data/pg_wal" -type f
}

# Our statements are ASCII; what tests write is mostly Vietnamese, or one of these words. Details of errors and lists of
# parameters tell values, whatever they are. The log is searched only once something was written.
search_log() {
    local log=$DANVAN_TEST_CLUSTER/log what='no value stands in what the database server logged' found
    if ! grep -q 'execute .*INSERT INTO' "$log"; then printf 'ok - %s # SKIP nothing was written\n' "$what"; return 0; fi
    found=$(LC_ALL=C grep -nE $'[\x80-\xff]|7203948572098|mot cau de nho|mat khau cua|danvan-2021|DETAIL:|[Pp]arameters:' "$log" | cut -c1-300 | head -n 20 || true)
    if [[ -z $found ]]; then printf 'ok - %s\n' "$what"; return 0; fi
    printf 'not ok - %s\n%s\n' "$what" "$found"
    return 1
}

restart() {
    cd "$1"
    as_owner "$(programs)/pg_ctl" -D "$1/data" -l "$1/log" -m immediate -w -t 60 restart >"$1/restart.txt" 2>&1 || { cat "$1/restart.txt" >&2; return 1; }
}

stop() {
    local folder=$1
    [[ -f $folder/data/PG_VERSION ]] || return 0
    (cd "$folder" && as_owner "$(programs)/pg_ctl" -D "$folder/data" -m fast -w stop >"$folder/stop.txt" 2>&1) || true
    rm -rf "$folder"
}

with() {
    if [[ -n ${DANVAN_TEST_CLUSTER:-} && -S $DANVAN_TEST_CLUSTER/.s.PGSQL.5432 ]]; then
        DANVAN_TEST_STORE=$(address "$DANVAN_TEST_CLUSTER") exec "$@"
    fi
    if ! programs >/dev/null; then
        say "NOT TESTED ON POSTGRESQL: install the package postgresql-15"
        printf '1..0 # SKIP PostgreSQL is not installed\n'
        return 0
    fi
    around "$0" with "$@"
}

around() {
    programs >/dev/null || { "$@"; return; }
    local folder code=0 here=$PWD
    folder=$(mktemp -du "${TMPDIR:-/tmp}/danvan-postgres-XXXXXX")
    # shellcheck disable=SC2064
    trap "stop '$folder'" EXIT
    start "$folder"
    cd "$here"
    DANVAN_TEST_CLUSTER=$folder "$@" || code=$?
    return $code
}

word=${1:-help}
[[ $# -eq 0 ]] || shift
case "$word" in
    search-log) search_log ;;
    with | around | start | restart | stop | database | drop | dump | files) "$word" "$@" ;;
    *) sed -n '2,/^set /{s/^# \{0,1\}//p}' "$0" ;;
esac

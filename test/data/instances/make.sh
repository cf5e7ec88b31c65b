#!/bin/bash
# Makes test/data/instances/NAME: a small populated instance as the program of today keeps it, as SQL for both databases.
#
#     tools/postgres.sh with test/data/instances/make.sh NAME
#
# Once for each release, before a step is added to a migration; never again for the same name. The next programs must bring
# it up to date and prove it (test/unit/work/upkeep/earlier_test.c). Texts are written in ASCII: U&'…' where they are not.
set -euo pipefail
cd "$(dirname "$0")"
danvan=${DANVAN:-$(cd ../../.. && pwd)/build/src/danvan}
made=$PWD/$1
mkdir "$made"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'mot mat khau de nho\n' >"$work/password"

fill() { # FOLDER [--store ADDRESS]
    local folder=$1; shift
    "$danvan" init "$folder" --pack ../packs/small --today 2021-09-08 "$@"
    act() { "$danvan" act "$folder" "$@" --today 2021-09-08; }
    act record-write --set register=outreach --set unit=00118.kv --set held_on=8/9/2021 --set topic='Tiêm vắc-xin' --set form=meeting \
        --set attendance=40 --set hours=1,5 --set home_group=00118.g1 --set about=luat-mttq-2015 --set speaker='một người'
    act record-write --set register=outreach --set unit=00136.kv --set held_on=1/9/2021 --set topic=Rác --set form=loudspeaker
    act record-write --set register=supervision --set unit=004.mttq --set topic='Chính sách hỗ trợ' --set planned_for=30/8/2021 \
        --set worked_on=30/8/2021 --set supervised=00118
    act record-correct --record 2 --set register=outreach --set attendance=42 --set reason='đếm lại danh sách'
    act record-withdraw --record 3 --set register=outreach --set reason='ghi hai lần'
    "$danvan" user add "$folder" lan --name 'Lan (mẫu)' --password-file "$work/password" --today 2021-09-08
    "$danvan" user grant "$folder" lan recorder 00118.kv --from 1/1/2021 --until 2030-12-31 --today 2021-09-08
    "$danvan" verify "$folder" --quiet
}

ascii() {
    python3 -c '
import re, sys
def said(found):
    text = found[0]
    if text.isascii(): return text
    return "U&" + "".join(c if c.isascii() else "\\" + format(ord(c), "04X") for c in text.replace("\\", "\\\\"))
sys.stdout.write(re.sub(r"\x27(?:[^\x27]|\x27\x27)*\x27", said, sys.stdin.read()))'
}

fill "$work/file"
sqlite3 "$work/file/danvan.db" .dump | sed '/^PRAGMA /d; /^BEGIN TRANSACTION;$/d; /^COMMIT;$/d' >"$made/sqlite.sql"
fill "$work/server" --store "$DANVAN_TEST_STORE&options=-csearch_path%3Dearlier"
pg_dump --schema=earlier --no-owner --no-privileges --inserts "$DANVAN_TEST_STORE" | sed '/^--/d; /^$/d; /^SET /d; /^SELECT pg_catalog/d; /SCHEMA earlier/d; /^\\/d; s/\bearlier\.//g' | ascii >"$made/postgres.sql"

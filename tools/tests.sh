#!/bin/sh
# Every test. Those with running servers mostly wait, and count seconds; the library's and the staff's own go beside them
# and yield to them. What these print is shown when the others have ended.
set -eu
cd "$(dirname "$0")/.."

sh tools/chromium.sh
.venv/bin/python -m beacon.tasks.model

# What gives a command a PostgreSQL of its own; nothing where there is none.
on_postgres=
if [ -n "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ]; then
    on_postgres="sh triage/on-postgres.sh"
else
    echo "beacon: there is no PostgreSQL, so the staff's side is tested on SQLite only (on Debian: apt-get install postgresql)" >&2
    [ -z "${CI:-}" ] || failed=1
fi

mkdir -p .cache
nice -n 19 sh tools/tests-beside.sh $on_postgres >.cache/tests-beside.log 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null || true' INT TERM

echo "beacon: the tests of the library and of the staff's side run beside these, and are shown at the end"
.venv/bin/python -m pytest -q --ignore=tests/unit || failed=1
wait "$beside" || failed=1
cat .cache/tests-beside.log
[ -z "$on_postgres" ] || $on_postgres .venv/bin/python -m pytest -q tests/staff || failed=1
[ -z "${failed:-}" ]

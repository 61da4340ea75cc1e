#!/bin/sh
# Every test. Those with running servers mostly wait, and count seconds; the library's and the staff's own go beside them
# and yield to them. What these print is shown when the others have ended.
set -eu
cd "$(dirname "$0")/.."

sh tools/chromium.sh
.venv/bin/python -m beacon.tasks.model

mkdir -p .cache
nice -n 19 sh tools/tests-beside.sh >.cache/tests-beside.log 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null || true' INT TERM

echo "beacon: the tests of the library and of the staff's side run beside these, and are shown at the end"
.venv/bin/python -m pytest -q --ignore=tests/unit || failed=1
wait "$beside" || failed=1
cat .cache/tests-beside.log
if [ -d /usr/lib/postgresql ]; then
    sh triage/on-postgres.sh .venv/bin/python -m pytest -q tests/staff || failed=1
fi
[ -z "${failed:-}" ]

#!/bin/sh
# The tests that need no running bot: those of the library, then those of the staff's application, on SQLite and on a
# PostgreSQL that is started for them.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m pytest -q tests/unit || failed=1
(cd triage && .venv/bin/python -m pytest -q) || failed=1
if [ -d /usr/lib/postgresql ]; then
    sh triage/on-postgres.sh sh -c 'cd triage && .venv/bin/python -m pytest -q' || failed=1
else
    echo "beacon: there is no PostgreSQL, so the staff's side is tested on SQLite only (on Debian: apt-get install postgresql)"
    [ -z "${CI:-}" ] || failed=1
fi
[ -z "${failed:-}" ]

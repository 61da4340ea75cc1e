#!/bin/sh
# The tests of the staff's application, on SQLite and on a PostgreSQL that is started for them.
set -eu
cd "$(dirname "$0")/.."

(cd triage && .venv/bin/python -m pytest -q)
if [ -z "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ]; then
    echo "beacon: there is no PostgreSQL, so the staff's side is tested on SQLite only (on Debian: apt-get install postgresql)" >&2
    [ -z "${CI:-}" ]
    exit
fi
sh triage/on-postgres.sh sh -c 'cd triage && .venv/bin/python -m pytest -q'
sh triage/on-postgres.sh .venv/bin/python -m pytest -q tests/staff

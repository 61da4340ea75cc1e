#!/bin/sh
# The tests that need no running bot: those of the library, then those of the staff's application, on SQLite and, behind
# the command that is given, on a PostgreSQL.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/python -m pytest -q tests/unit || failed=1
(cd triage && .venv/bin/python -m pytest -q) || failed=1
[ "$#" = 0 ] || "$@" sh -c 'cd triage && .venv/bin/python -m pytest -q' || failed=1
[ -z "${failed:-}" ]

#!/bin/sh
# Every minute: ends what waits too long, deletes what was said, reduces old cases, forgets old practice.
set -eu
cd "$(dirname "$0")"
while sleep "${PAUSE:-60}"; do
    .venv/bin/python manage.py keep_little || true
    .venv/bin/python manage.py forget_practice || true
done

#!/bin/sh
# Every minute: ends what waits too long, deletes what was said and the old audit trail, reduces old cases, forgets
# old practice, log-ins and sessions.
set -eu
cd "$(dirname "$0")"
while sleep "${PAUSE:-60}"; do
    .venv/bin/python manage.py keep_little || true
    .venv/bin/python manage.py forget_practice || true
    .venv/bin/python manage.py axes_reset_logs --age 90 || true
    .venv/bin/python manage.py clearsessions || true
done

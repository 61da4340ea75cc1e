#!/bin/sh
# Brings the database up to date and serves the staff's application; PORT is 5006 unless it is set.
set -eu
cd "$(dirname "$0")"
.venv/bin/python manage.py migrate --verbosity 0
exec .venv/bin/python -m uvicorn config.asgi:application --host "${HOST:-127.0.0.1}" --port "${PORT:-5006}" \
    --no-access-log --log-level warning --timeout-graceful-shutdown 3

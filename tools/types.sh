#!/bin/sh
# Checks the types of the browser's JavaScript; Beacon itself runs without Node.
set -eu
cd "$(dirname "$0")/../web"
if ! command -v npm >/dev/null; then
    echo "beacon: there is no npm, so the types of the JavaScript are not checked" >&2
    exit 0
fi
npm ci --silent --no-audit --no-fund
npm run --silent check

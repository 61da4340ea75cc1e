#!/bin/sh
# Sees that there is a Chromium for the browser's tests; on Debian, as root, it installs one.
set -eu
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "beacon: installing Chromium for the browser's tests …"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; then
        exit 0
    fi
fi
echo "beacon: there is no Chromium, so the browser's tests are left out (on Debian: apt-get install chromium)" >&2

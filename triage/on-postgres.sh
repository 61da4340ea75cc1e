#!/bin/sh
# Runs a command with DATABASE_URL set to a PostgreSQL that is made for it and gone afterwards.
# Needs Debian's package postgresql; nothing of a PostgreSQL that runs already is touched.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "beacon: there is no PostgreSQL (on Debian: apt-get install postgresql)" >&2; exit 3; }

folder=$(mktemp -d)
# The server refuses to run as root: then it runs as the user that the package made.
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }
else
    as() { "$@"; }
fi
stop() {
    as "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd "$folder"
as "$bin/initdb" --pgdata "$folder/data" --username beacon --auth trust --encoding UTF8 --no-sync >/dev/null
# Reached by a socket in the folder only: no port that may be taken, nobody else.
as "$bin/pg_ctl" --pgdata "$folder/data" --silent --wait --log "$folder/log" \
    --options "-c listen_addresses= -c unix_socket_directories=$folder -c fsync=off" start
as "$bin/createdb" --host "$folder" --username beacon beacon
cd "$OLDPWD"
export DATABASE_URL="postgres://beacon@/beacon?host=$folder"
"$@"

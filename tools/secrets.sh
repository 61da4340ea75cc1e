#!/bin/sh
# Makes the secrets that deploy/compose.yml gives to its containers, each where it is missing; those that are there
# stay. As root it gives them to the user of the containers: sh tools/secrets.sh 10001:10001
set -eu
umask 077
cd "$(dirname "$0")/../deploy"
folder=${SECRETS:-secrets}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

put() { # file, content
    printf '%s\n' "$2" >"$folder/$1.new"
    mv "$folder/$1.new" "$folder/$1"
}

# Only letters and digits, so that a secret may stand in an address and in a file of settings.
random() { head -c 4096 /dev/urandom | LC_ALL=C tr -dc A-Za-z0-9 | head -c 48; }

for name in BEACON_CHAT_SECRET BEACON_HAND_OVER_SECRET BEACON_STAFF_SECRET_KEY BEACON_STAFF_METRICS_SECRET \
    postgres-password beacon-password staff-password redis-password; do
    [ -s "$folder/$name" ] || put "$name" "$(random)"
done

secret() { cat "$folder/$1"; }
put BEACON_DATABASE "postgresql://beacon:$(secret beacon-password)@postgres:5432/beacon"
put DATABASE_URL "postgresql://staff:$(secret staff-password)@postgres:5432/staff"
put BEACON_REDIS "redis://:$(secret redis-password)@redis:6379/0"
put redis.conf "requirepass $(secret redis-password)"

if [ $# -gt 0 ]; then
    chown -R "$1" "$folder"
fi
echo "beacon: the secrets are in $folder; keep a copy of them where only you can read it"

#!/bin/bash
# PostgreSQL's image runs this once, before its first start: two databases, each with a role that the other cannot enter.
# Without -u: where this file can't be executed, the image reads it into its own shell.
set -e
for name in beacon staff; do
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
        --set name="$name" --set password="$(cat "${SECRETS:-/run/secrets}/$name-password")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done

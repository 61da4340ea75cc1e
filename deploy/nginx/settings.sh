#!/bin/sh
# Writes into the folder $1 what nginx reads: nginx.conf, and the page for a time without bots.
# BEACON_BOTS and BEACON_PUBLIC_NAMES are lists with spaces; with a certificate in $2 it speaks TLS on 8443.
set -eu
folder=$1
tls=$2

set -- --folder /tmp/nginx --listen 8080
if [ -s "$tls/certificate.pem" ]; then
    set -- --folder /tmp/nginx --listen 8443 --listen-plain 8080
    set -- "$@" --certificate /tls/certificate.pem --certificate-key /tls/key.pem
fi
# As many files as compose.yml allows nginx.
# shellcheck disable=SC2086  # lists of words
set -- "$@" --files 65536 --challenges /challenges --bot $BEACON_BOTS --server-name $BEACON_PUBLIC_NAMES

mkdir -p "$folder/pages"
python -m beacon.tasks.cluster.nginx "$@" >"$folder/nginx.conf.new"
python -m beacon.tasks.cluster.nginx --page >"$folder/pages/unavailable.html.new"
mv "$folder/nginx.conf.new" "$folder/nginx.conf"
mv "$folder/pages/unavailable.html.new" "$folder/pages/unavailable.html"

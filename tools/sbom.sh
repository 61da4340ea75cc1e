#!/bin/sh
# Writes what Beacon and the staff's application are made of, a bill of materials in CycloneDX's JSON for each lock, to
# results/ or the folder that is named.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-results}
mkdir -p "$folder"

write() { # name, lock, options…
    file="$folder/$1.cdx.json"
    lock=$2
    shift 2
    sh tools/quality.sh cyclonedx-py requirements --output-reproducible --output-file "$file" "$@" "$lock"
    echo "beacon: $file"
}

write beacon requirements.lock --pyproject pyproject.toml
write triage triage/requirements.lock

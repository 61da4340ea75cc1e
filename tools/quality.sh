#!/bin/sh
# Runs a command of the environment quality/.venv, which is built first where it is missing or its lock has changed:
# sh tools/quality.sh COMMAND…
set -eu
# Where the command runs is the caller's own; the environment is beside this file.
here=$(dirname "$0")
sh "$here/set-up.sh" quality >&2
command=$1
shift
exec "$here/../quality/.venv/bin/$command" "$@"

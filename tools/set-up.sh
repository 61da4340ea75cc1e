#!/bin/sh
# Builds .venv, and the staff's triage/.venv, where one is missing or was built from another lock; given a folder, its
# environment only: `sh tools/set-up.sh quality`.
set -eu
cd "$(dirname "$0")/.."

fail() { echo "beacon: $*" >&2; exit 1; }

# Debian's python3.11 has its ensurepip, without which no environment can be made, in a package of its own.
find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3; do
        [ -n "$candidate" ] || continue
        "$candidate" -c 'import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || continue
        echo "$candidate"
        return
    done
}

# What was installed is known by the lock, the defaults that are set beside it, and how that was done.
stamp() { cat "$1" tools/environment.pth tools/set-up.sh | sha256sum | cut -d' ' -f1; }

is_built() { [ "$(cat "$1/.stamp" 2>/dev/null || true)" = "$(stamp "$2")" ]; }

build() { # environment, lock
    rm -rf "$1"
    python=$(find_python)
    if [ -n "$python" ]; then
        "$python" -m venv "$1" || fail "$python cannot make an environment"
    elif command -v uv >/dev/null; then
        uv venv --quiet --seed --python 3.11 "$1" || fail "uv could not bring Python 3.11"
    else
        fail "Python 3.11 is needed (on Debian: apt-get install python3.11-venv; or uv, which brings it);" \
            "set PYTHON to its path if it has another name"
    fi
    echo "beacon: installing packages into $1 …"
    awk '/^[a-z]/ { is = /^setuptools==/ } is' "$2" >"$1/setuptools.lock"
    for lock in "$1/setuptools.lock" "$2"; do
        [ -s "$lock" ] || continue
        show_progress "$1" "$lock" &
        watch=$!
        install "$1" "$lock" >"$1/pip.log" || failed=1
        kill "$watch" 2>/dev/null || true
        wait "$watch" 2>/dev/null || true
        [ ! -t 1 ] || printf '\r\033[K'
        [ -z "${failed:-}" ] || fail "the packages could not be installed"
    done
    echo "beacon: installed $(count_installed "$1") packages"
}

# multidict has no wheel for Python 3.11. It is built without its C part, so that no compiler is needed, and by the
# setuptools that the lock names.
install() { # environment, lock
    MULTIDICT_NO_EXTENSIONS=1 "$1/bin/python" -m pip install --progress-bar off --disable-pip-version-check --no-deps \
        --ignore-requires-python --no-build-isolation --require-hashes --requirement "$2"
}

count_installed() { find "$1/lib" -name '*.dist-info' -prune | wc -l; }

# Until it is killed, or this script is: a line that changes on a terminal, elsewhere one every so many seconds.
show_progress() { # environment, lock
    # Lines for other versions of Python do not count.
    all=$(grep '^[a-z]' "$2" | grep -vc "< '3.11'")
    if [ -t 1 ]; then pause=1 begin='\r' end='\033[K'; else pause=30 begin='' end='\n'; fi
    # What outlives the killing for some seconds must hold nobody's pipe open.
    while sleep "${PROGRESS_EVERY:-$pause}" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        fetched=$(grep -cE '^(Collecting|Processing) ' "$1/pip.log") || true
        printf '%b%s%b' "$begin" "beacon: $fetched of $all packages fetched, $(count_installed "$1") installed" "$end"
    done
}

[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "only Linux on x86-64 is supported"
folders=${*:-. triage}
missing=
for folder in $folders; do
    is_built "$folder/.venv" "$folder/requirements.lock" || missing="$missing $folder"
done
[ -n "$missing" ] || exit 0

free=$(df -Pk . | awk 'NR == 2 { print $4 }')
[ "$free" -gt 4000000 ] || fail "not enough room: 4 GB are needed here, $((free / 1000)) MB are free"

for folder in $missing; do
    build "$folder/.venv" "$folder/requirements.lock"
    if [ "$folder" = . ]; then
        cp tools/environment.pth "$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/beacon_environment.pth"
    fi
    stamp "$folder/requirements.lock" >"$folder/.venv/.stamp"
done

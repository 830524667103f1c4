#!/usr/bin/env bash
# Runs every test against real engines: installs what they need, starts what they need, ends what it started.
set -euo pipefail
cd "$(dirname "$0")/.."

PACKAGES=(docker.io docker-registry iproute2 iptables qemu-user-static mmdebstrap arch-test bubblewrap git
    slurmctld slurmd slurm-client munge podman runc slirp4netns uidmap util-linux)
COMMANDS=(dockerd docker-registry ip iptables qemu-aarch64-static mmdebstrap arch-test bwrap git
    slurmctld slurmd srun munged podman runc slirp4netns newuidmap setpriv)
STATE=$(mktemp -d)
DOCKERD=

# shellcheck source-path=SCRIPTDIR/..
. scripts/ordinary_user.sh

finish() {
    local code=$?
    end_ordinary
    if [ -n "$DOCKERD" ]; then
        kill "$DOCKERD" 2>/dev/null || true
        wait "$DOCKERD" 2>/dev/null || true
    fi
    rm -rf "$STATE"
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

wait_for() { # SECONDS COMMAND...
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if ((SECONDS >= deadline)); then
            echo "timed out waiting for: $*" >&2
            return 1
        fi
        sleep 0.2
    done
}

missing=()
for i in "${!COMMANDS[@]}"; do
    command -v "${COMMANDS[$i]}" >/dev/null || missing+=("${PACKAGES[$i]}")
done
if ((${#missing[@]})); then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing from Debian: ${missing[*]}" >&2
        export DEBIAN_FRONTEND=noninteractive
        apt-get -q update >"$STATE/apt.log" 2>&1 || { tail -5 "$STATE/apt.log" >&2; exit 1; }
        apt-get -q install -y --no-install-recommends "${missing[@]}" >"$STATE/apt.log" 2>&1 ||
            { tail -20 "$STATE/apt.log" >&2; exit 1; }
    else
        echo "The tests need these Debian packages: ${missing[*]}. Install them, or run make test as root." >&2
        exit 1
    fi
fi

if ! timeout 10 docker version >/dev/null 2>&1; then
    if [ "$(id -u)" != 0 ]; then
        echo "The tests need a Docker engine that answers; start one, or run make test as root." >&2
        exit 1
    fi
    echo "Starting a Docker engine" >&2
    rm -f /var/run/docker.pid
    dockerd >"$STATE/dockerd.log" 2>&1 &
    DOCKERD=$!
    wait_for 60 docker version || { tail -20 "$STATE/dockerd.log" >&2; exit 1; }
fi

if [ "$(id -u)" = 0 ] && [ ! -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ]; then
    [ -e /proc/sys/fs/binfmt_misc/register ] || mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
    cat /usr/lib/binfmt.d/qemu-aarch64.conf >/proc/sys/fs/binfmt_misc/register
fi

.venv/bin/assay images build debian-12

prepare_ordinary
start_podman
prepare_udocker

.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
.venv/bin/lint-imports
# In this run an engine that does not answer is a failure, never a reason to skip.
export ASSAY_REQUIRE_ENGINE=1
if [ "$(id -u)" = 0 ]; then # udocker refuses root
    as_ordinary env ASSAY_REQUIRE_ENGINE=1 .venv/bin/python -P -m pytest -q -p no:cacheprovider -n auto \
        tests/e2e/test_engine_contract.py tests/e2e/test_engine_walls.py -k udocker
else
    export UDOCKER_DIR="$ORDINARY_HOME/.cache/assay-test/udocker" PATH="$PWD/.venv/bin:$PATH"
fi
.venv/bin/python -P -m pytest -n auto --dist worksteal "$@"

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

prepare_ordinary
ORDINARY_ENVIRONMENT+=(PATH="/tmp/w/eng1/ud/bin:/work/main/.venv/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
time start_podman
time prepare_udocker
export ASSAY_REQUIRE_ENGINE=1
set +e
time as_ordinary env ASSAY_REQUIRE_ENGINE=1 .venv/bin/python -P -m pytest -q -p no:cacheprovider -n auto \
        tests/e2e/test_engine_contract.py tests/e2e/test_engine_walls.py -k udocker
time .venv/bin/python -P -m pytest -q -p no:cacheprovider -n auto --dist worksteal tests/e2e/test_engine_contract.py tests/e2e/test_engine_walls.py tests/e2e/test_sandbox.py tests/e2e/test_images.py --durations=5
.venv/bin/assay images list --engine podman | head -8
as_ordinary env DOCKER_HOST=unix:///nowhere CONTAINER_HOST=unix:///nowhere ASSAY_STATE=/var/cache/assay-test/st .venv/bin/assay images list | head -8
.venv/bin/assay images list --engine udocker | head -8
DOCKER_HOST=$CONTAINER_HOST .venv/bin/assay images list --engine docker | head -8

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
start_podman
.venv/bin/python -P /tmp/w/eng1/p8.py

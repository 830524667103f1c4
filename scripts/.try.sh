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
start_podman
prepare_udocker
mkdir -p /tmp/w/eng1/o1; cd /tmp/w/eng1/o1
export ASSAY_STATE=/tmp/w/eng1/state2
time /work/main/.venv/bin/assay run pypi:memory_allocator==0.1.4 --engine podman --arch amd64 2>&1 | tail -25
(DOCKER_HOST=unix:///nowhere time /work/main/.venv/bin/assay run pypi:memory_allocator==0.1.4 --arch amd64 2>&1 | head -8)
cd /work/main
chmod 777 /tmp/w/eng1/o1
time as_ordinary env ASSAY_STATE=/var/cache/assay-test/st ASSAY_OUT=/tmp/w/eng1/o1/ud DOCKER_HOST=unix:///nowhere CONTAINER_HOST=unix:///nowhere .venv/bin/assay run pypi:memory_allocator==0.1.4 2>&1 | tail -25
python3 - <<'P'
import json
for f in ('/tmp/w/eng1/o1/assay-out/report.json','/tmp/w/eng1/o1/ud/report.json'):
    try:
        for c in json.load(open(f))['cells']: print({k:c.get(k) for k in ('id','engine','status','isolation','image','tests','reason','duration_s')})
    except Exception as e: print(f,e)
P

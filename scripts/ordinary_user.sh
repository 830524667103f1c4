# shellcheck shell=bash
# Engines that ordinary users have. Sourced by test.sh; expects STATE and wait_for.
# Where the tests run as root these run as a user of their own, who may read this checkout wherever it is. What they
# unpacked stays in that user's home, so that the next run is quick.

ORDINARY=$(id -un)
ORDINARY_HOME=$HOME
ORDINARY_STATE=$STATE/ordinary
PODMAN=
mkdir "$STATE/ordinary"

prepare_ordinary() {
    if [ "$(id -u)" = 0 ]; then
        ORDINARY=assay-test
        ORDINARY_HOME=/var/cache/$ORDINARY
        ORDINARY_STATE=$(mktemp -d) # not below STATE, which is root's alone
        id "$ORDINARY" >/dev/null 2>&1 ||
            useradd --create-home --home-dir "$ORDINARY_HOME" --shell /bin/sh "$ORDINARY"
        grep -q "^$ORDINARY:" /etc/subuid ||
            usermod --add-subuids 200000-265535 --add-subgids 200000-265535 "$ORDINARY"
        # As udev has it; where there is no udev it is closed, and podman without root then has no network.
        [ ! -c /dev/net/tun ] || chmod 0666 /dev/net/tun
    fi
    cat >"$ORDINARY_STATE/containers.conf" <<-CONF
		[engine]
		runtime = "runc"
		cgroup_manager = "cgroupfs"
		events_logger = "file"
	CONF
    # Without these podman commits no container: "runroot must be set".
    cat >"$ORDINARY_STATE/storage.conf" <<-CONF
		[storage]
		driver = "overlay"
		runroot = "$ORDINARY_STATE/containers"
		graphroot = "$ORDINARY_HOME/.local/share/containers/storage"
	CONF
    # podman remembers the folders of an earlier run, which are gone; the images are remembered elsewhere.
    rm -f "$ORDINARY_HOME"/.local/share/containers/storage/libpod/bolt_state.db
    # What `udocker install` would download.
    mkdir -p "$ORDINARY_STATE/tools/udocker_dir"/{bin,lib,doc}
    cp "$(command -v runc)" "$ORDINARY_STATE/tools/udocker_dir/bin/runc-$(uname -m)"
    echo 1.2.11 >"$ORDINARY_STATE/tools/udocker_dir/lib/VERSION"
    tar -C "$ORDINARY_STATE/tools" -czf "$ORDINARY_STATE/udocker.tar.gz" udocker_dir
    [ "$(id -u)" != 0 ] || chown -R "$ORDINARY:" "$ORDINARY_STATE"
    ORDINARY_ENVIRONMENT=(HOME="$ORDINARY_HOME" USER="$ORDINARY" LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
        PATH="$PWD/.venv/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" TMPDIR="$ORDINARY_STATE"
        XDG_RUNTIME_DIR="$ORDINARY_STATE" CONTAINERS_CONF="$ORDINARY_STATE/containers.conf"
        CONTAINERS_STORAGE_CONF="$ORDINARY_STATE/storage.conf"
        UDOCKER_DIR="$ORDINARY_HOME/.cache/assay-test/udocker" UDOCKER_TARBALL="$ORDINARY_STATE/udocker.tar.gz")
}

as_ordinary() { # COMMAND...
    local become=()
    [ "$(id -u)" != 0 ] || become=(setpriv --reuid "$ORDINARY" --regid "$ORDINARY" --init-groups
        --inh-caps=+dac_read_search --ambient-caps=+dac_read_search)
    "${become[@]}" env -i "${ORDINARY_ENVIRONMENT[@]}" "$@"
}

start_podman() {
    local line=(env -i "${ORDINARY_ENVIRONMENT[@]}" podman system service --time 0 "unix://$ORDINARY_STATE/podman.sock")
    if [ "$(id -u)" = 0 ]; then
        # In a namespace of its own: with its first process all helpers end. That one stays root, for whoever changes
        # the user is no longer told that its parent died.
        # shellcheck disable=SC2016
        line=(unshare --pid --fork --kill-child --mount-proc sh -c '"$@" & wait' sh
            setpriv --reuid "$ORDINARY" --regid "$ORDINARY" --init-groups "${line[@]}")
    fi
    (cd "$ORDINARY_STATE" && exec "${line[@]}") >"$STATE/podman.log" 2>&1 &
    PODMAN=$!
    export CONTAINER_HOST="unix://$ORDINARY_STATE/podman.sock"
    wait_for 30 test -S "$ORDINARY_STATE/podman.sock" || { tail -20 "$STATE/podman.log" >&2; return 1; }
    .venv/bin/python -P scripts/copy_image.py podman
}

prepare_udocker() {
    local image
    image=$(.venv/bin/python -P scripts/copy_image.py name)
    as_ordinary udocker install >/dev/null
    as_ordinary udocker inspect "$image" >/dev/null 2>&1 || docker save "$image" | as_ordinary udocker load -i - >/dev/null
}

end_ordinary() {
    if [ -n "$PODMAN" ]; then
        kill -KILL "$PODMAN" 2>/dev/null || true
        wait "$PODMAN" 2>/dev/null || true
    fi
    rm -rf "$ORDINARY_STATE"
}

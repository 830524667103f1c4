"""Gives the image that Docker made to podman, so that tests make it once (`podman`), or prints its name (`name`)."""

import sys
from typing import Any

from workers.emulation import host_arch
from workers.engines.docker import DockerEngine
from workers.engines.podman import PodmanEngine
from workers.images.recipe import recipes

NAME = "debian-12"


def main() -> int:
    if sys.argv[1:] == ["name"]:
        sys.stdout.write(recipes()[NAME].reference(host_arch()) + "\n")
        return 0
    podman, docker = PodmanEngine(), DockerEngine()
    for arch in docker.offer().arches:
        image = docker.images().find(NAME, arch)
        if image is None or podman.images().find(NAME, arch) is not None:
            continue
        source: Any = docker.client.api
        target: Any = podman.client.api
        for line in target.load_image(source.get_image(image.name), quiet=True):
            sys.stderr.write(f"podman: {line.get('stream', line)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

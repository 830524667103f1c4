"""Makes `master/plan/debian/IMAGE.csv.gz` anew: what Debian's packages bring for a build, by image.

    PYTHONPATH=. python scripts/make_debian_index.py debian-12 debian-13

Asks apt and apt-file inside the images themselves, so the Docker engine must have them (`assay images build IMAGE`).
"""

import csv
import gzip
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from workers.images.recipe import recipes

FOLDER = Path(__file__).parent.parent / "master" / "plan" / "debian"
TOOLS = (
    "cargo", "cargo-web", "cmake", "gcovr", "gfortran", "golang-go", "maven", "meson", "nodejs", "npm",
    "openjdk-17-jdk-headless", "openjdk-21-jdk-headless", "r-base-core", "rustc", "rustc-web", "yarnpkg",
)  # fmt: skip
_ASK = r"""
export DEBIAN_FRONTEND=noninteractive
{ apt-get -q update && apt-get -q install -y --no-install-recommends apt-file; } >&2
apt-file update >&2 || true  # what matters is that the lists are there
cd /var/lib/apt/lists
for list in *_main_Contents-amd64.lz4 *_main_Contents-all.lz4; do /usr/lib/apt/apt-helper cat-file "$list"; done |
    grep -E '^usr/(lib|share)/([^ ]*/)?([^/ ]+\.pc|[^/ ]*([A-Za-z0-9]Config|-config)\.cmake)[[:space:]]' |
    sed 's/^/file /'
apt-cache dumpavail | awk '/^Package: /{name=$2} /^Version: /{version=$2} /^$/{print "package", name, version}'
"""
_FILE = re.compile(r"file (\S+)\s+(\S+)$")
_UPSTREAM = re.compile(r"(?:\d+:)?(\d+(?:[.-]\d+)*)")
_OUT_OF_THE_WAY = re.compile(
    r"-(?:mpi|openmpi|mpich|gles|mingw|ios|dbg|doc|cross|64-dev|pthread|serial|openmp)\b|i686|mips"
)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for image in sys.argv[1:]:
        rows = _rows(_answer(recipes()[image].reference("amd64")))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        (FOLDER / f"{image}.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
        sys.stdout.write(f"{image}: {len(rows)} rows\n")


def _answer(reference: str) -> Iterator[str]:
    line = ["docker", "run", "--rm", "--user", "0:0", reference, "bash", "-ec", _ASK]
    return iter(subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines())


def _rows(lines: Iterator[str]) -> list[tuple[str, str, str]]:
    """Kind, name, and the package that brings it; for a package, its version."""
    found: dict[tuple[str, str], str] = {}
    for line in lines:
        if match := _FILE.match(line):
            names = [word.rpartition("/")[2] for word in match[2].split(",")]
            if key := _brought(match[1]):
                found[key] = min([*names, found.get(key, names[0])], key=_preference)
            continue
        _, name, version = line.split()
        if name in TOOLS or name.startswith(("r-cran-", "r-bioc-", "r-base-")):
            found["version", name] = _newest(found.get(("version", name), "0"), _upstream(version))
    return sorted((*key, value) for key, value in found.items())


def _brought(path: str) -> tuple[str, str] | None:
    folder, _, name = path.rpartition("/")
    if name.endswith(".pc"):
        return ("pkg-config", name.removesuffix(".pc")) if folder.endswith("/pkgconfig") else None
    asked = name.removesuffix(".cmake").removesuffix("Config").removesuffix("-config").lower()
    near = folder.rpartition("/")[2].lower()
    return ("cmake", asked) if near == "cmake" or near.startswith(asked) else None


def _preference(package: str) -> tuple[bool, bool, int, str]:
    """Of several packages that bring the same, the plain one."""
    return bool(_OUT_OF_THE_WAY.search(package)), not package.endswith("-dev"), len(package), package


def _upstream(version: str) -> str:
    match = _UPSTREAM.match(version.rpartition("-")[0] or version)
    return match[1].replace("-", ".") if match else "0"


def _newest(first: str, second: str) -> str:
    return max(first, second, key=lambda version: [int(part) for part in version.split(".")])


if __name__ == "__main__":
    main()

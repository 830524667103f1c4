"""What is in an image, exactly: the versions of all its packages, and the state of Debian's archive they are of."""

import hashlib
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import attrs

STATUS = "var/lib/dpkg/status"
LIMIT = 64 * 2**20  # bytes of dpkg's status; that of a large system has two million
# Prints codename and date of every part of the archive; apt's lists are removed afterwards.
RELEASES = r"sed -n 's/^\(Codename\|Date\): /assay-release \1 /p'"
_RELEASE = re.compile(r"assay-release (Codename|Date) ([^\n]{1,100})")


@attrs.frozen
class Contents:
    """Known when an image is made, and kept as labels of it."""

    versions: tuple[str, ...] = ()  # "name=version" of every installed package, sorted
    snapshot: str = ""  # e.g. "bookworm 2026-09-05T09:44:31Z, bookworm-security ..."

    @property
    def digest(self) -> str:
        """Of the versions; empty where they are not known."""
        return f"sha256:{hashlib.sha256(_lines(self.versions)).hexdigest()}" if self.versions else ""

    def labels(self) -> dict[str, str]:
        return {
            "assay.packages": self.digest,
            "assay.versions": _lines(self.versions).decode(),
            "assay.snapshot": self.snapshot,
            "assay.made": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }


def from_labels(labels: dict[str, str]) -> Contents:
    """The contents that an image states; empty for one that was made before it stated them."""
    return Contents(tuple(labels.get("assay.versions", "").split()), labels.get("assay.snapshot", ""))


def contents_of(status: str, printed: str) -> Contents:
    """From dpkg's status file and from what `RELEASES` printed."""
    return Contents(tuple(sorted(set(_installed(status)))), _snapshot(printed))


def status_of_layer(layer: Path) -> str:
    """dpkg's status in the tar file of a root file system; empty where there is none."""
    with tarfile.open(layer, "r:") as archive:
        for member in archive:
            if member.name.removeprefix("./") == STATUS:
                return _text(archive, member)
    return ""


def status_of_stream(stream: Iterable[bytes]) -> str:
    """The same from the tar stream of that one file."""
    with tarfile.open(fileobj=io.BytesIO(b"".join(stream)), mode="r:") as archive:
        member = archive.next()
        return _text(archive, member) if member is not None else ""


def _text(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    file = archive.extractfile(member)
    return file.read(LIMIT).decode(errors="replace") if file is not None else ""


def _installed(status: str) -> Iterator[str]:
    for paragraph in status.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line and line[:1].isalpha())
        if fields.get("Status", "").endswith(" installed") and {"Package", "Version"} <= fields.keys():
            yield f"{fields['Package']}={fields['Version'].strip()}"


def _snapshot(printed: str) -> str:
    """Codename and date of each part of the archive, as `RELEASES` prints them in turn."""
    found: dict[str, str] = {}
    codename = ""
    for key, value in _RELEASE.findall(printed):
        if key == "Codename":
            codename = value.strip()
        elif codename:
            found[codename] = _utc(value)
            codename = ""
    return ", ".join(f"{name} {date}" for name, date in sorted(found.items()) if date)


def _utc(date: str) -> str:
    try:
        return f"{parsedate_to_datetime(date.strip()).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError:
        return ""


def _lines(versions: tuple[str, ...]) -> bytes:
    return "\n".join(versions).encode()

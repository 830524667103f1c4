"""What is in an image, read from dpkg's own file and from the dates of Debian's archive."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.images.contents import Contents, contents_of, from_labels, status_of_stream

STATUS = """Package: gcc
Status: install ok installed
Priority: optional
Architecture: amd64
Version: 4:12.2.0-3
Depends: cpp (= 4:12.2.0-3), gcc-12 (>= 12.2.0-1~)
Description: GNU C compiler
 This is a dependency package: Version: 9
 .

Package: removed
Status: deinstall ok config-files
Version: 1.0

Package: half
Status: install ok half-installed
Version: 1.0

Package: base-files
Status: install ok installed
Version: 12.4+deb12u11
"""
PRINTED = """Setting up gcc (4:12.2.0-3) ...
assay-release Codename bookworm
assay-release Date Sat, 05 Sep 2026 09:44:31 UTC
assay-release Codename bookworm-security
assay-release Date Sun, 06 Sep 2026 21:00:00 +0200
"""


def test_the_packages_that_are_installed() -> None:
    """Every package that is whole, with its version, sorted; not those that are gone or half there."""
    assert contents_of(STATUS, "").versions == ("base-files=12.4+deb12u11", "gcc=4:12.2.0-3")


def test_the_dates_of_the_archive() -> None:
    """Each part with its date in UTC, whatever else the log holds."""
    said = "bookworm 2026-09-05T09:44:31Z, bookworm-security 2026-09-06T19:00:00Z"
    assert contents_of("", PRINTED).snapshot == said


@pytest.mark.parametrize(
    "printed",
    ["", "assay-release Date Sat, 05 Sep 2026 09:44:31 UTC", "assay-release Codename a\nassay-release Date x"],
)
def test_dates_that_are_not_known(printed: str) -> None:
    """What does not say codename and date is passed over."""
    assert contents_of("", printed).snapshot == ""


def test_the_digest_is_of_the_versions() -> None:
    """`sha256sum` over the lines gives the same; unknown versions have no digest."""
    contents = Contents(("a=1", "b=2"))
    assert contents.digest == f"sha256:{hashlib.sha256(b'a=1' + bytes([10]) + b'b=2').hexdigest()}"
    assert Contents().digest == ""


@given(
    st.lists(st.from_regex(r"[a-z0-9+.-]{2,10}=[0-9a-z:.+~-]{1,10}", fullmatch=True)), st.text("abc -:Z", max_size=9)
)
def test_labels_keep_it(versions: list[str], snapshot: str) -> None:
    """What an image states in its labels is read back as it was."""
    contents = Contents(tuple(versions), snapshot)
    assert from_labels(contents.labels()) == contents
    assert from_labels({}) == Contents()


@given(st.text())
def test_any_status_is_read(status: str) -> None:
    """Whatever the file holds, reading it gives packages or none, never an error."""
    assert all("=" in version for version in contents_of(status, status).versions)


def test_a_stream_without_a_file() -> None:
    """An archive with nothing in it is a system without packages."""
    assert status_of_stream([bytes(10240)]) == ""

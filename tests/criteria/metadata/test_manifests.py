"""What the manifests of each language declare."""

import pytest

from criteria.metadata.manifests import read_manifest

PACKAGE = """Package: star
Version: 1.0.10
Authors@R:
    c(person(given = "Ada",
             family = "O'Hara",
             role = c("aut", "cre"),
             comment = c(ORCID = "0000-0003-4757-117X")),
      person("Emmy", "Noether", role = "aut"),
      person(given = "Star Institute", role = "cph"))
License: MIT + file LICENSE
"""


def test_a_package_of_r_names_its_version_and_people() -> None:
    """The field of the people has a sign in its name, and belongs to no field before it."""
    manifest = read_manifest("DESCRIPTION", PACKAGE)
    assert (manifest.version, manifest.licences) == ("1.0.10", ("MIT + file LICENSE",))
    assert manifest.authors == ("Ada O'Hara", "Emmy Noether", "Star Institute")


@pytest.mark.parametrize(("value", "version"), [("0.8.1", "0.8.1"), ("VERSION", None)])
def test_a_package_of_fortran_may_leave_its_version_to_a_file(value: str, version: str | None) -> None:
    assert read_manifest("fpm.toml", f'name = "star"\nversion = "{value}"\n').version == version

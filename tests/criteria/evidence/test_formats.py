from pathlib import Path

import pytest
from scans import scanned

from criteria.evidence import formats


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("a.py", "import h5py\n", "HDF5"),
        ("a.py", "from astropy.io.fits import open\n", "FITS"),
        ("a.c", "#include <netcdf.h>\n", "netCDF"),
        ("a.f90", "program a\n  use netcdf\nend program\n", "netCDF"),
        ("a.jl", "using CSV\n", "CSV"),
        ("a.R", "library(ncdf4)\n", "netCDF"),
    ],
)
def test_imports_tell_what_the_code_reads(tmp_path: Path, name: str, text: str, format_: str) -> None:
    assert [one.name for one in scanned(formats, tmp_path / "r", {name: text}).used] == [format_]


def test_documents_name_formats_as_words_of_their_own(tmp_path: Path) -> None:
    files = {
        "README.md": "Maps are HDF5 or CSV files; NOTJSONX is none.\n",
        "tests/README.md": "XML\n",
        "pkgs/x/NOTE.rst": "YAML\n",
    }
    assert {one.name for one in scanned(formats, tmp_path / "r", files).named} == {"HDF5", "CSV"}


def test_the_facts_of_one_file_are_small(tmp_path: Path) -> None:
    """They are kept for every file of a large tree."""
    text = "import h5py\n" * 100_000
    assert scanned(formats, tmp_path / "r", {"a.py": text}).used[0].sources == 1

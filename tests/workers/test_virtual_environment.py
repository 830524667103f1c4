"""The virtual environment of a cell: complete, whichever way it was made, and wherever it stands."""

import subprocess
from pathlib import Path

import pytest

from workers.virtual_environment import command

SYSTEM = "/usr/bin:/bin"


@pytest.mark.parametrize("name", ["venv", "a place with spaces"])
@pytest.mark.parametrize("path", [None, SYSTEM])
def test_pip_is_there_and_is_its_own(tmp_path: Path, name: str, path: str | None) -> None:
    """Its pip installs into it: by this machine's first Python, and by Debian's own where there is one."""
    place = tmp_path / name
    environment = None if path is None else {"PATH": path, "HOME": str(tmp_path)}
    if path is not None and not _can_make_one():
        pytest.skip("the system's Python can make no virtual environment: it has neither pip nor ensurepip")
    subprocess.run(["bash", "-euo", "pipefail", "-c", command(str(place))], check=True, env=environment, cwd=tmp_path)
    line = [str(place / "bin" / "python"), "-m", "pip", "--version"]
    said = subprocess.run(line, check=True, capture_output=True, text=True, env=environment)
    assert str(place) in said.stdout
    assert (place / "bin" / "pip").exists()


def _can_make_one() -> bool:
    if Path("/usr/lib/python3/dist-packages/pip").exists():
        return True
    line = ["/usr/bin/python3", "-c", "import ensurepip"]
    return Path(line[0]).exists() and subprocess.run(line, capture_output=True).returncode == 0

"""A Dockerfile adds Debian packages; Python packages only where nothing else names any."""

from pathlib import Path

from repos import snapshot_of

from master.plan.detectors.dockerfile_packages import DockerfilePackages
from workers.cell import Recipe

FILE = "FROM debian:12\nRUN apt-get install -y jq && pip install six\n"


def test_packages(tmp_path: Path) -> None:
    """A package of Python or a file of requirements says better what pip installs."""
    plain = DockerfilePackages().needs(snapshot_of(tmp_path / "a", {"Dockerfile": FILE}), Recipe())
    assert (plain.system, plain.before) == (("jq",), ("python -m pip install six",))
    for number, name in enumerate(("setup.py", "requirements.txt", "environment.yml")):
        files = {"Dockerfile": FILE, name: ""}
        found = DockerfilePackages().needs(snapshot_of(tmp_path / str(number), files), Recipe())
        assert (found.system, found.before) == (("jq",), ())

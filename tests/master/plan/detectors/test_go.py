"""Go: an image with a Go that is new enough; modules are downloaded while there is a network."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.detectors.go import GoDetector
from workers.cell import Recipe

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}


def recipe(tmp_path: Path, text: str, **files: str) -> Recipe:
    found = GoDetector().detect(snapshot_of(tmp_path, {"go.mod": text, **files}), OFFERED)
    assert found is not None
    return found


def test_module(tmp_path: Path) -> None:
    """Tests are compiled in the build, and run as JSON."""
    found = recipe(tmp_path, "module x\n\ngo 1.14\n", **{"x_test.go": ""})
    assert found.build == ("go build ./...", "go test -count=1 -run '^$' ./...")
    assert found.test == ('set -o pipefail; go test -count=1 -json ./... | tee "$ASSAY_RESULTS/go.json"',)
    assert found.results.tests == ("go.json",)
    assert recipe(tmp_path / "b", "module x\n").test == ()


def test_required(tmp_path: Path) -> None:
    """Modules are downloaded, unless they are in the tree."""
    text = "module x\nrequire (\n\texample.org/a/b v1.2.3\n\texample.org/c v0.1.0 // indirect\n)\n"
    found = recipe(tmp_path / "a", text)
    assert found.build[0] == "go mod download"
    assert any("modules downloaded while building: 2;" in reason for reason in found.reasons)
    assert recipe(tmp_path / "b", text, **{"vendor/modules.txt": ""}).build == ("go build ./...",)


@pytest.mark.parametrize(("version", "image"), [("1.19", "debian-12"), ("1.22.1", "debian-13"), ("1.24", "debian-13")])
def test_version(tmp_path: Path, version: str, image: str) -> None:
    """The first image with a Go that is new enough."""
    assert recipe(tmp_path, f"module x\ngo {version}\n").images == (image,)


def test_too_new(tmp_path: Path) -> None:
    """With a Go that no image has nothing is run."""
    found = recipe(tmp_path, "module x\ngo 1.99\n", **{"x_test.go": ""})
    assert found.test == ()
    assert found.reasons[0].startswith("nothing is run: go.mod asks for Go 1.99")

"""npm: the lock file decides how it is installed, known runners are asked for their own reports."""

import json
from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.detectors.npm import NpmDetector
from workers.cell import Recipe

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}


def recipe(tmp_path: Path, manifest: object, **files: str) -> Recipe:
    tree = {"package.json": json.dumps(manifest), **files}
    found = NpmDetector().detect(snapshot_of(tmp_path, tree), OFFERED)
    assert found is not None
    return found


def with_test(script: str) -> dict[str, object]:
    return {"name": "x", "scripts": {"test": script}}


def test_locks(tmp_path: Path) -> None:
    """npm ci with a lock, npm install without, Yarn where only its lock of version 1 is there."""
    manifest = with_test("node x")
    assert recipe(tmp_path / "a", manifest).build == ("npm install --no-audit --no-fund",)
    assert recipe(tmp_path / "b", manifest, **{"package-lock.json": "{}"}).build == ("npm ci --no-audit --no-fund",)
    yarn = recipe(tmp_path / "c", manifest, **{"yarn.lock": "# yarn lockfile v1\n"})
    assert yarn.build == ("yarnpkg install --frozen-lockfile --non-interactive",)
    assert yarn.system == ("nodejs", "npm", "yarnpkg")
    berry = recipe(tmp_path / "d", manifest, **{"yarn.lock": "__metadata:\n"})
    assert berry.build == ("npm install --no-audit --no-fund",)
    assert "yarn.lock is not followed" in berry.reasons


@pytest.mark.parametrize("script", ['echo "Error: no test specified" && exit 1', "", None])
def test_placeholder(tmp_path: Path, script: str | None) -> None:
    """The script that npm writes into a new package is no test."""
    found = recipe(tmp_path, {"scripts": {"test": script, "build": "tsc"}})
    assert found.test == ()
    assert found.build[1] == "npm run build"
    assert any("no tests found" in reason for reason in found.reasons)


def test_mocha_and_more(tmp_path: Path) -> None:
    """Commands joined by && run one after the other, the runner with its option for a report."""
    manifest = {"scripts": {"test": "mocha 'test/*.js' && eslint src", "pretest": "x", "posttest": "y"}}
    found = recipe(tmp_path, manifest)
    assert found.test[0] == "npm run pretest"
    assert "--reporter xunit" in found.test[1]
    assert found.test[2:] == ("npm exec --offline -c 'eslint src'",)
    assert any("posttest is left out" in reason for reason in found.reasons)
    assert found.results.junit == ("tests-1.xml",)


def test_jest(tmp_path: Path) -> None:
    """Jest brings a report in its own form, which becomes TAP."""
    found = recipe(tmp_path, with_test("jest --coverage"))
    assert '--json --outputFile="$ASSAY_RESULTS/jest-1.json"' in found.test[0]
    assert found.test[0].endswith('> "$ASSAY_RESULTS/jest-1.tap" || true; exit $ended')
    assert found.results.tests == ("jest-1.tap",)


def test_left_to_npm(tmp_path: Path) -> None:
    """A script that is more than commands is run as it is."""
    assert recipe(tmp_path / "a", with_test("mocha; true")).test == ("npm test",)
    assert recipe(tmp_path / "b", with_test("mocha | tee x")).test == ("npm test",)
    assert recipe(tmp_path / "c", with_test("run-s a b")).test == ("npm exec --offline -c 'run-s a b'",)


@pytest.mark.parametrize(
    ("wanted", "image"),
    [(">=12", "debian-12"), ("^18.0.0 || >=20", "debian-12"), ("20.x", "debian-13"), (7, "debian-12")],
)
def test_node(tmp_path: Path, wanted: object, image: str) -> None:
    """The image has a Node.js that `engines` allows."""
    assert recipe(tmp_path, {**with_test("tape x"), "engines": {"node": wanted}}).images == (image,)


def test_node_that_is_not_here(tmp_path: Path) -> None:
    """With a Node.js that no image has nothing is run."""
    found = recipe(tmp_path, {**with_test("tape x"), "engines": {"node": ">=99"}})
    assert found.build == found.test == ()
    assert "Node.js 99" in found.reasons[0]


def test_odd_manifests(tmp_path: Path) -> None:
    """Other shapes than expected are nothing; what is no JSON is a reason."""
    found = recipe(tmp_path / "a", {"scripts": [], "engines": "x", "dependencies": 1})
    assert found.test == ()
    assert NpmDetector().detect(snapshot_of(tmp_path / "b", {"package.json": "[]"}), {}) is None
    broken = NpmDetector().detect(snapshot_of(tmp_path / "c", {"package.json": "{"}), {})
    assert broken is not None
    assert "not read" in broken.reasons[0]

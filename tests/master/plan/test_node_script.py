"""Test scripts of package.json: who runs the tests, and with which option for a report."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from master.plan.node_script import parts_of, with_tap


@pytest.mark.parametrize(
    ("script", "runner", "asked"),
    [
        ("NODE_ENV=test npx mocha", "mocha", 'NODE_ENV=test npx mocha --reporter xunit --reporter-option output='),
        ("c8 mocha -R dot", "mocha", "c8 mocha -R dot"),
        ("vitest", "vitest", "vitest --run --reporter=default --reporter=junit"),
        ("node --test test/", "node:test", "node --test --test-reporter=junit"),
        ("node test.js", "node", "node test.js"),
        ("tape 'a b'", "tape", "tape 'a b'"),
    ],
)  # fmt: skip
def test_runners(script: str, runner: str, asked: str) -> None:
    """The first word that is a program of its own; a reporter that the project names stays."""
    (part,) = parts_of(script, ())
    assert part.runner == runner
    assert part.command.startswith(asked)


def test_files() -> None:
    """Every part that reports has a file of its own, told apart by number."""
    first, second = parts_of("mocha a && mocha b", ())
    assert (first.junit, second.junit) == ("tests-1.xml", "tests-2.xml")
    assert second.junit in second.command


@given(st.text(alphabet="ab &|;'\"\\$-", max_size=40))
def test_any_script(script: str) -> None:
    """No script raises, and what a shell would read as more than words is left to npm."""
    parts = parts_of(script, ())
    assert not parts or not set(";|$") & set(script)


def test_jest_results(tmp_path: Path) -> None:
    """Each result of Jest is a line; a file that could not be loaded is a failure; names are one line."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    tests = [
        {"ancestorTitles": ["sum #1"], "title": "adds\nup", "status": "passed"},
        {"ancestorTitles": [], "title": "fails", "status": "failed"},
        {"ancestorTitles": [], "title": "later", "status": "pending"},
    ]
    files = [
        {"name": f"{tmp_path}/a.test.js", "status": "failed", "assertionResults": tests},
        {"name": "/b.test.js", "status": "failed", "assertionResults": []},
    ]
    (tmp_path / "jest-1.json").write_text(json.dumps({"testResults": files}))
    command = with_tap("false", "jest-1.json")
    environment = {"ASSAY_RESULTS": str(tmp_path), "PATH": f"{Path(shutil.which('node') or '').parent}:/usr/bin:/bin"}
    assert subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=tmp_path, env=environment).returncode == 1
    assert (tmp_path / "jest-1.tap").read_text().splitlines() == [
        "1..4",
        "ok 1 - a.test.js > sum 1 > adds up",
        "not ok 2 - a.test.js > fails",
        "ok 3 - a.test.js > later # SKIP",
        "not ok 4 - /b.test.js",
    ]

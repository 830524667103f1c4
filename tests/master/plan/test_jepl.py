"""`.sqa/config.yml`: the commands of unit tests, and nothing else of it."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.jepl import FILE, Jepl, read_jepl

COMPOSE = 'services:\n  t: {image: "x/y:1", privileged: true}\n  b: {build: {context: ., dockerfile: d/Dockerfile}}\n'


def jepl(tmp_path: Path, text: str, **files: str) -> Jepl:
    more = {".sqa/docker-compose.yml": COMPOSE, "d/Dockerfile": "FROM debian:12\nRUN apt-get install -y jq\n", **files}
    found = read_jepl(snapshot_of(tmp_path, {FILE: text, **more}))
    assert found is not None
    return found


@pytest.mark.parametrize("criterion", ["QC.Uni", "qc_uni", "qc_coverage"])
def test_commands(tmp_path: Path, criterion: str) -> None:
    """Commands of unit tests, one by one, whatever name the criterion has; other criteria do not count."""
    text = f"""
sqa_criteria:
  QC.Sty: {{repos: {{x: {{container: t, commands: [flake8]}}}}}}
  {criterion}:
    repos:
      x: {{container: t, commands: ["pip install tox && tox -e py3", "pytest"]}}
      y: {{container: t, tox: {{tox_file: /x/tox.ini, testenv: [unit]}}}}
"""
    found = jepl(tmp_path, text)
    assert found.commands == ("pip install tox", "tox -e py3", "pytest")
    assert (found.tox, dict(found.services)) == (("unit",), {"t": "x/y:1"})
    assert any("is replaced by one of ours" in reason for reason in found.reasons)


def test_script(tmp_path: Path) -> None:
    """A script that the library's service wrote is read for its commands, without the folder of the library."""
    text = "sqa_criteria: {QC.Uni: {repos: {x: {container: b, commands: [/usr/bin/env sh .sqa/script.a.sh]}}}}"
    snapshot = snapshot_of(
        tmp_path,
        {
            FILE: text,
            ".sqa/script.a.sh": "(\ncd github.com/x/y &&\n    pytest -v tests\n)",
            ".sqa/docker-compose.yml": COMPOSE,
            "d/Dockerfile": "FROM debian:12\nRUN apt-get install -y jq\n",
        },
    )
    found = read_jepl(snapshot)
    assert found is not None
    assert found.commands == ("pytest -v tests",)
    assert found.dockerfiles[0].system == ("jq",)


def test_without_unit_tests(tmp_path: Path) -> None:
    """A file that names none leaves the tests to detection, and says so."""
    found = jepl(tmp_path, "sqa_criteria: {QC.Sty: {repos: {x: {container: t, commands: [flake8]}}}}")
    assert not found
    assert "names no unit tests" in found.reasons[0]


def test_absent(tmp_path: Path) -> None:
    """No file, no answer."""
    assert read_jepl(snapshot_of(tmp_path, {"a": ""})) is None


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "text",
    ["", "a: [", "a: &a [*a, *a]", "!!python/object/apply:os.system [id]", "sqa_criteria: []", "[" * 100, "\0",
     "sqa_criteria: {QC.Uni: 3}", "sqa_criteria: {QC.Uni: {repos: [1]}}", "sqa_criteria: {QC.Uni: {repos: {x: 3}}}",
     "sqa_criteria: {QC.Uni: {repos: {x: {commands: {a: b}, tox: [], container: [1]}}}}", "x" * 70000],
)  # fmt: skip
def test_hostile(tmp_path: Path, text: str) -> None:
    """Whatever YAML can do, it names no commands, and every reason is one printable line."""
    found = jepl(tmp_path, text)
    assert not found
    assert all(reason.isprintable() for reason in found.reasons)


@pytest.mark.threat("T16")
def test_paths_outside(tmp_path: Path) -> None:
    """A compose file, a script or a context outside the tree is not there."""
    step = "{QC.Uni: {repos: {x: {container: t, commands: [sh /etc/x.sh]}}}}"
    text = f"config: {{deploy_template: ../../etc/passwd}}\nsqa_criteria: {step}"
    found = jepl(tmp_path, text)
    assert found.commands == ("sh /etc/x.sh",)
    assert any("is not in the tree" in reason for reason in found.reasons)

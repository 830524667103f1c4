"""The other services, each by its own file."""

from pathlib import Path

import pytest
from collected import automation_of

from criteria.automation.model import PER_CHANGE, Purpose, runs

GOOD = {
    ".gitlab-ci.yml": "test:\n  script: [pytest]\n",
    "azure-pipelines.yml": "steps:\n  - script: pytest\n",
    ".circleci/config.yml": "jobs: {t: {steps: [checkout, {run: pytest}]}}\nworkflows: {w: {jobs: [t]}}\n",
    ".travis.yml": "script: pytest\n",
    "appveyor.yml": "test_script: [pytest]\n",
    ".cirrus.yml": "test_task:\n  test_script: pytest\n",
    ".woodpecker.yml": "steps:\n  test: {image: x, commands: [pytest]}\n",
    ".drone.yml": "steps:\n  - {name: test, commands: [pytest]}\n",
    "Jenkinsfile": "pipeline { stages { stage('t') { steps { sh 'pytest' } } } }",
}
BAD = {
    ".gitlab-ci.yml": [
        "test:\n  script: [pytest]\n  allow_failure: true\n",
        "test:\n  script: [pytest]\n  when: manual\n",
        "test:\n  script: [pytest]\n  when: never\n",
        "test:\n  script: [pytest]\n  rules: [{when: never}]\n",
        "test:\n  script: [pytest]\n  only: [tags]\n",
        ".test:\n  script: [pytest]\n",
        "test:\n  script: ['pytest || true']\n",
    ],
    "azure-pipelines.yml": [
        "steps:\n  - script: pytest\n    continueOnError: true\n",
        "steps:\n  - script: pytest\n    condition: false\n",
        "trigger: none\npr: none\nsteps:\n  - script: pytest\n",
        "steps:\n  - script: |\n      pytest\n      ls\n",
    ],
    ".circleci/config.yml": ["jobs: {t: {steps: [{run: pytest}]}}\nworkflows: {w: {jobs: [u]}}\n"],
    ".travis.yml": ["script: pytest || true\n", "after_success: pytest\n"],
    ".cirrus.yml": ["a_task:\n  allow_failures: true\n  s_script: pytest\n",
    "a_task:\n  trigger_type: manual\n  s_script: pytest\n"],
    ".woodpecker.yml": ["steps:\n  t: {commands: [pytest], failure: ignore}\n",
    "steps:\n  t: {commands: [pytest], when: {event: cron}}\n"],
    "Jenkinsfile": ["sh(script: 'pytest', returnStatus: true)", "echo 'pytest'", "sh 'pytest || true'"],
}  # fmt: skip


def _tests(path: Path, files: dict[str, str]) -> int:
    return len(runs(automation_of(path, files), Purpose.TESTS, PER_CHANGE))


@pytest.mark.parametrize("name", GOOD)
def test_a_job_of_each_service_is_read(tmp_path: Path, name: str) -> None:
    assert _tests(tmp_path / "r", {name: GOOD[name]}) == 1


@pytest.mark.threat("A12")
@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_in_each_service_what_cannot_run_or_fail_does_not_count(tmp_path: Path, name: str, text: str) -> None:
    assert _tests(tmp_path / "r", {name: text}) == 0


def test_aliases_and_references_make_a_file_unread_and_not_empty(tmp_path: Path) -> None:
    """What it automates is unknown: nobody fails by it."""
    files = {
        ".gitlab-ci.yml": ".a: &a\n  image: x\nt:\n  <<: *a\n  script: [pytest]\n",
        ".gitlab/ci/b.yml": "t:\n  script: !reference [.a, script]\n",
    }
    automation = automation_of(tmp_path / "r", files)
    assert [item.path for item in automation.unread] == [".gitlab-ci.yml", ".gitlab/ci/b.yml"]
    assert automation.jobs == ()


def test_gitlab_follows_extends(tmp_path: Path) -> None:
    text = ".base:\n  allow_failure: true\nt:\n  extends: .base\n  script: [pytest]\n"
    assert _tests(tmp_path / "r", {".gitlab-ci.yml": text}) == 0


def test_jepl_needs_a_jenkinsfile_that_starts_it(tmp_path: Path) -> None:
    """`.sqa/config.yml` alone runs nowhere."""
    config = "sqa_criteria:\n  QC.Uni:\n    repos: {x: {container: c, commands: [pytest], tox: {testenv: [unit]}}}\n"
    files = {".sqa/config.yml": config, "tox.ini": "[testenv:unit]\ncommands = pytest -x\n"}
    assert _tests(tmp_path / "r", files) == 0
    assert _tests(tmp_path / "s", {**files, "Jenkinsfile": "buildStages(projectConfig)"}) == 2


@pytest.mark.threat("A23")
@pytest.mark.parametrize("name", [name for name in GOOD if name != "Jenkinsfile"])
@pytest.mark.parametrize(
    "text",
    ["", "[]", "5", "a: [1, {b: 2}]\njobs: x\nsteps: {a: 1}\ntest: 3\nscript: {a: 1}\n", "steps: [1, [2], {run: 3}]\n"],
)
def test_any_shape_is_read_without_an_error(tmp_path: Path, name: str, text: str) -> None:
    assert _tests(tmp_path / "r", {name: text}) == 0


@pytest.mark.threat("A5")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    from repos import commit_tree

    from criteria.evidence import automation
    from criteria.snapshot import Snapshot

    commit = commit_tree(tmp_path / "r", {".travis.yml": "/etc/passwd"}, modes={".travis.yml": 0o120000})
    assert automation.collect(Snapshot(tmp_path / "r", commit)).unread[0].path == ".travis.yml"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".gitlab-ci.yml", "include: {project: x/y, file: ci.yml}\n"),
        (".circleci/config.yml", "orbs: {node: x}\nworkflows: {w: {jobs: [node/test]}}\n"),
        ("azure-pipelines.yml", "steps:\n  - template: steps.yml\n"),
        ("azure-pipelines.yml", "extends: {template: all.yml}\n"),
        ("Jenkinsfile", "@Library('x') _\nrunEverything()\n"),
    ],
)
def test_what_stands_elsewhere_is_unknown_and_not_absent(tmp_path: Path, name: str, text: str) -> None:
    assert automation_of(tmp_path / "r", {name: text}).unread

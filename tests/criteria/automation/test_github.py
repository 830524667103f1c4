"""Workflows of GitHub Actions."""

from pathlib import Path

import pytest
from collected import automation_of, workflow

from criteria.automation.model import PER_CHANGE, Purpose, Trigger, runs, why_not


def _runs(path: Path, files: dict[str, str], purpose: Purpose = Purpose.TESTS) -> int:
    return len(runs(automation_of(path, files), purpose, PER_CHANGE))


def test_a_job_on_pull_requests_counts_with_its_line(tmp_path: Path) -> None:
    """`on` is a truth value to YAML 1.1, and a key all the same."""
    (step,) = runs(automation_of(tmp_path / "r", workflow("pytest -x")), Purpose.TESTS, PER_CHANGE)
    assert (step.job, step.line, step.triggers) == ("check", 7, (Trigger.CHANGE, Trigger.PUSH))


@pytest.mark.threat("A12")
@pytest.mark.parametrize(
    "files",
    [
        workflow("pytest", on="workflow_dispatch"),
        workflow("pytest", on="{schedule: [{cron: '0 0 * * 0'}]}"),
        workflow("pytest", on="{push: {branches: [main]}}"),
        workflow("pytest", on="{pull_request: {types: [closed]}}"),
        workflow("pytest", on="{pull_request: {paths: ['nowhere/**']}}"),
        workflow("pytest", on="{pull_request: {paths-ignore: ['**']}}"),
        workflow("pytest", job="if: false"),
        workflow("pytest", job="if: ${{ github.event_name == 'release' }}"),
        workflow("pytest", job="continue-on-error: true"),
        workflow("pytest", step="continue-on-error: true"),
        workflow("pytest", step="if: failure()"),
        workflow("pytest || true"),
        workflow("pytest | tee log"),
        workflow("echo pytest passed"),
        workflow("pytest\nls", step="shell: bash -l {0}"),
    ],
)
def test_what_never_runs_or_never_fails_does_not_count(tmp_path: Path, files: dict[str, str]) -> None:
    assert _runs(tmp_path / "r", files) == 0


@pytest.mark.parametrize(
    "files",
    [
        workflow("pytest", on="pull_request_target"),
        workflow("pytest", on="[merge_group]"),
        workflow("pytest", on="{push: {branches: ['**']}}"),
        workflow("pytest | tee log", step="shell: bash"),
        workflow("pytest", on="{pull_request: {paths: ['**.py', '.github/**']}}"),
        workflow("pytest", job="if: ${{ !cancelled() }}"),
    ],
)
def test_what_runs_and_can_fail_counts(tmp_path: Path, files: dict[str, str]) -> None:
    assert _runs(tmp_path / "r", files) == 1


def test_reasons_are_told_for_what_does_not_count(tmp_path: Path) -> None:
    said = why_not(automation_of(tmp_path / "r", workflow("pytest || true")), Purpose.TESTS, PER_CHANGE)
    assert said == (".github/workflows/ci.yml, job check: `pytest` ends with `|| true`",)


def test_a_called_workflow_has_the_triggers_of_its_caller(tmp_path: Path) -> None:
    """And one that starts when another ends those of that one."""
    files = {
        ".github/workflows/a.yml": "name: A\non: pull_request\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n",
        ".github/workflows/b.yml": "on: workflow_call\njobs:\n  b:\n    steps:\n      - run: pytest\n",
        ".github/workflows/c.yml": "on: {workflow_run: {workflows: A}}\njobs:\n  c:\n    steps:\n      - run: mkdocs "
        "gh-deploy\n",
    }
    automation = automation_of(tmp_path / "r", files)
    assert len(runs(automation, Purpose.TESTS, PER_CHANGE)) == 1
    assert len(runs(automation, Purpose.DOCS_PUBLISH, PER_CHANGE)) == 1


@pytest.mark.threat("A23")
@pytest.mark.parametrize(
    "text",
    ["on: *a\n", "a: &x [1]\nb: *x\n", "[" * 100, "on: {", "- 1\n- 2\n", "on: 5\njobs: 7\n", "jobs: {a: {steps: 3}}"],
)
def test_a_hostile_workflow_is_unread_or_says_nothing(tmp_path: Path, text: str) -> None:
    automation = automation_of(tmp_path / "r", {".github/workflows/x.yml": text})
    assert not [step for job in automation.jobs for step in job.steps]


def test_facts_about_supply_and_strangers_are_kept(tmp_path: Path) -> None:
    """Pins, permissions, text of strangers in scripts, their code where secrets are."""
    sha = "9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0"
    text = f"""
on: pull_request_target
permissions: {{contents: read}}
jobs:
  a:
    permissions: write-all
    steps:
      - uses: actions/checkout@{sha}
        with: {{ref: '${{{{ github.event.pull_request.head.sha }}}}'}}
      - uses: x/tagged@v4
      - uses: x/branch@main
      - uses: ./.github/actions/own
      - run: echo "${{{{ github.event.pull_request.title }}}}"
      - run: echo "${{{{ github.event.number }}}}"
"""
    automation = automation_of(tmp_path / "r", {".github/workflows/x.yml": text})
    assert [use.pin for use in automation.uses] == ["sha", "tag", "branch", "local"]
    assert [found.text for found in automation.injections] == ["${{ github.event.pull_request.title }}"]
    assert len(automation.untrusted_checkouts) == 1
    assert [(said.job, said.scopes) for said in automation.permissions] == [
        ("", ("contents: read",)),
        ("a", ("write-all",)),
    ]


def test_an_action_of_the_tree_is_read_and_one_from_elsewhere_is_unknown(tmp_path: Path) -> None:
    """Nobody fails by what stands where we cannot read."""
    own = {
        ".github/workflows/a.yml": "on: push\njobs:\n  a:\n    steps:\n      - uses: ./.github/actions/tests\n",
        ".github/actions/tests/action.yml": "runs:\n  using: composite\n  steps:\n    - {run: pytest, shell: bash}\n",
    }
    (step,) = runs(automation_of(tmp_path / "r", own), Purpose.TESTS, PER_CHANGE)
    assert step.via == ".github/actions/tests/action.yml"
    call = {".github/workflows/a.yml": "on: push\njobs:\n  a:\n    uses: x/y/.github/workflows/tox.yml@v1\n"}
    assert "stands elsewhere" in automation_of(tmp_path / "s", call).unread[0].reason

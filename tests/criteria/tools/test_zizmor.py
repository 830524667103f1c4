"""Zizmor: what a stranger can run in a workflow."""

from pathlib import Path

import pytest
from tool_files import examine, rules

from criteria.tools import zizmor

WORKFLOW = "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n    - run: echo {}\n"
ACTION = "name: a\ndescription: b\nruns:\n  using: composite\n  steps:\n  - shell: bash\n    run: echo {}\n"
TITLE = "${{ github.event.pull_request.title }}"


@pytest.mark.parametrize(
    "value",
    [TITLE, "${{ github.head_ref }}", "${{ github.event.issue.body }}", "${{ github.event.head_commit.message }}",
     "${{ github.event.pull_request.head.ref }}", "${{ github.event.pages[0].page_name }}"],
)  # fmt: skip
def test_a_text_of_a_stranger_in_a_command_is_told(tmp_path: Path, value: str) -> None:
    """With rule, line and neutral name, in workflows and in actions."""
    files = {"f000001.yml": WORKFLOW.format(value), "f000002/action.yml": ACTION.format(value)}
    assert rules(examine(zizmor, tmp_path, files)) == [
        ("f000001.yml", "template-injection", 6),
        ("f000002/action.yml", "template-injection", 7),
    ]


@pytest.mark.parametrize(
    "value",
    ["${{ github.actor }}", "${{ github.repository }}", "${{ inputs.tag }}", "${{ github.event.number }}", "hello"],
)
def test_what_no_stranger_writes_is_left_alone(tmp_path: Path, value: str) -> None:
    """An input is for those who may start the workflow; a name of an account holds nothing that a shell would run."""
    code = f"{WORKFLOW.format(value)}    - uses: actions/checkout@v4\n"
    found = examine(zizmor, tmp_path, {"f000001.yml": code})
    assert (found.hits, found.failed) == ((), {})


def test_markers_are_not_obeyed(tmp_path: Path) -> None:
    """A13: what the project marked to be passed over is found all the same."""
    code = WORKFLOW.format(f"{TITLE}  # zizmor: ignore[template-injection]")
    assert rules(examine(zizmor, tmp_path, {"f000001.yml": code})) == [("f000001.yml", "template-injection", 6)]


@pytest.mark.parametrize("content", ["jobs: [\n", "a: b\n", ""])
def test_what_cannot_be_read_is_failed_and_costs_only_itself(tmp_path: Path, content: str) -> None:
    """V7: it leaves such a file out with a warning and ends as if there was nothing to find."""
    found = examine(zizmor, tmp_path, {"f000001.yml": content, "f000002.yml": WORKFLOW.format(TITLE)})
    assert set(found.failed) == {"f000001.yml"}
    assert [name for name, _, _ in rules(found)] == ["f000002.yml"]


@pytest.mark.parametrize(
    "path", [".github/workflows/a.yml", "sub/.github/workflows/b.yaml", "action.yml", "x/action.yaml"]
)
def test_workflows_and_actions_are_read(path: str) -> None:
    """Wherever they lie."""
    assert zizmor.set_apart(path) is None


@pytest.mark.parametrize(
    "path", ["a.yml", ".github/dependabot.yml", ".github/workflows/x/a.yml", "myaction.yml", "environment.yml"]
)
def test_other_yaml_is_set_apart(path: str) -> None:
    """It has no say about it."""
    assert zizmor.set_apart(path)


@pytest.mark.threat("T28")
def test_configuration_beside_the_files_is_not_read(tmp_path: Path) -> None:
    """Even one in the very folder has no effect."""
    for name in ("zizmor.yml", ".github/zizmor.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("rules:\n  template-injection:\n    disable: true\n")
    assert rules(examine(zizmor, tmp_path, {"f000001.yml": WORKFLOW.format(TITLE)}))

"""The account: every file that goes in comes out as scanned, skipped or failed, under its real name."""

from collections.abc import Mapping
from pathlib import Path

import pygit2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import snapshot_of
from sample_tool import Sample
from tool_runs import run_of

from criteria.model import Finding, digest_of
from criteria.snapshot import Snapshot
from criteria.tools import account, answers, bandit, ruff
from criteria.tools.tool import Tool, ToolRun

SHELL = "import subprocess\nimport sys\nsubprocess.call(sys.argv[1], shell=True)\n"
ENDLESS = "x = " + "+".join(["1"] * 200_000) + "\n"


def _run(tool: Tool, path: Path, files: Mapping[str, str | bytes]) -> ToolRun:
    return run_of(tool, "Python", snapshot_of(path / "repository.git", files))


CONTENTS = st.sampled_from(
    ["", "BAD", "BAD\nBAD # noqa", "CRASH", "FAIL", "# noqa\nFAIL", "SKIP BAD", b"\xff BAD", b"a\0b"]
)
NAMES = st.sampled_from(["a.py", "-f.py", "b\n.py", "é.py", "apart/x.py", "apart/y.py", "t.py.in", "p/__init__.py"])


@settings(deadline=None, max_examples=60)
@given(files=st.dictionaries(NAMES, CONTENTS, min_size=1))
def test_every_file_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, files: dict[str, str | bytes]) -> None:
    """V7: files_in == scanned + skipped + failed, no path in two of them, no finding of a file that was left out."""
    run = _run(Sample(), tmp_path_factory.mktemp("files"), files)
    skipped, failed = [{item.path for item in items} for items in (run.skipped, run.failed)]
    assert run.files_in == len(files) == run.scanned + len(run.skipped) + len(run.failed)
    assert not skipped & failed
    assert {finding.path for finding in run.findings} <= set(files) - skipped - failed


def test_findings_have_the_real_path(tmp_path: Path) -> None:
    """What a tool said of a neutral name stands in the result under the name in the repository."""
    run = _run(ruff, tmp_path, {"pkg/-rf ;.py": "import os\n", "pkg/b.py": "x = 1\n"})
    assert run.findings == (Finding("F401", "`os` imported but unused", "pkg/-rf ;.py", 1),)
    assert (run.files_in, run.scanned, run.findings_total) == (2, 2, 1)


@pytest.mark.parametrize("name", [b"\xff\xfe.py", b"a\nb.py", b"--output=x.py", b"a" * 250 + b".py", b"\x1b[2J.py"])
def test_names_that_are_hostile_change_nothing(tmp_path: Path, name: bytes) -> None:
    """A21: the name of a file reaches neither a command line nor a file system."""
    path = name.decode("utf-8", "surrogateescape")
    snapshot = _snapshot_of_one(tmp_path / "repository.git", name, b"import os\n")
    run = run_of(ruff, "Python", snapshot)
    assert [finding.path for finding in run.findings] == [path]
    assert digest_of(run).startswith("sha256:")


def _snapshot_of_one(path: Path, name: bytes, content: bytes) -> Snapshot:
    """One file whose name may be any bytes, which the index would not take."""
    repo = pygit2.init_repository(str(path), bare=True)
    tree = repo.write(pygit2.enums.ObjectType.TREE, b"100644 " + name + b"\0" + repo.create_blob(content).raw)
    who = pygit2.Signature("Ada Example", "ada@example.org", 1_700_000_000, 0)
    return Snapshot(path, str(repo.create_commit("HEAD", who, who, "A change", tree, [])))


def test_a_file_that_kills_ruff_fails_alone(tmp_path: Path) -> None:
    """A24: an endless sum aborts ruff; the other files have their findings."""
    run = _run(ruff, tmp_path, {"endless.py": ENDLESS, **{f"m{number}.py": "import os\n" for number in range(5)}})
    assert [(item.path, item.why) for item in run.failed] == [("endless.py", "the tool crashed (SIGABRT)")]
    assert (run.findings_total, run.scanned) == (5, 5)


def test_a_file_that_bandit_cannot_read_fails_alone(tmp_path: Path) -> None:
    """A14, A24: nested parentheses; and bytes that are no text do not even get there."""
    nested = "x = " + "(" * 3000 + "1" + ")" * 3000 + "\n"
    run = _run(bandit, tmp_path, {"nested.py": nested, "bytes.py": b"# \xff\n", "shell.py": SHELL})
    assert [item.path for item in run.failed] == ["bytes.py", "nested.py"]
    assert [finding.path for finding in run.findings] == ["shell.py"]


def test_a_file_that_is_no_text_is_failed_whatever_the_tool_thinks(tmp_path: Path) -> None:
    """A14: a lenient tool would find nothing in bytes that no reader of the project can read."""
    run = _run(Sample(), tmp_path, {"a.py": "", "b.py": b"\xff", "c.py": b"a\0b"})
    assert [(item.path, item.why) for item in run.failed] == [
        ("b.py", "not valid utf-8 at byte 0"),
        ("c.py", "binary: it holds a NUL byte"),
    ]


def test_what_only_the_text_shows_to_be_foreign_is_skipped(tmp_path: Path) -> None:
    """V7: a script for another shell is no script that could not be read."""
    run = _run(Sample(), tmp_path, {"a.py": "SKIP BAD", "b.py": "BAD", "apart/c.py": "BAD"})
    assert [(item.path, item.why) for item in run.skipped] == [("a.py", "in another language"), ("apart/c.py", "apart")]
    assert (run.scanned, run.failed, run.findings_total) == (1, (), 1)


def test_a_tool_without_proof_scans_nothing(tmp_path: Path) -> None:
    """V7: the findings of a tool that failed its self-test do not count, and its silence neither."""
    run = _run(Sample("unproven", known_bad=""), tmp_path, {"a.py": "BAD", "b.py": ""})
    assert run.problem is not None
    assert (run.scanned, run.findings_total) == (0, 0)
    assert {item.why for item in run.failed} == {run.problem}


def test_suppressions_are_counted_and_what_they_would_hide(tmp_path: Path) -> None:
    """A13, V8: all findings count; how many the project marked to be passed over is shown."""
    files = {"a.py": "BAD  # noqa\nBAD\n", "b.py": "# ruff: noqa\nBAD\nBAD\n", "c.py": "x = 1\n"}
    run = _run(Sample(), tmp_path, files)
    assert (run.findings_total, run.suppressed) == (4, 3)
    assert [(item.path, item.marker, item.count) for item in run.suppressions] == [
        ("a.py", "noqa", 1),
        ("b.py", "noqa for a file", 1),
    ]


def test_findings_are_capped_and_all_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A29: what is kept is bounded; the total is not."""
    monkeypatch.setattr(account, "MAX_FINDINGS", 3)
    run = _run(Sample(), tmp_path, {"b.py": "BAD\n" * 5, "a.py": "BAD\n" * 2})
    assert run.findings_total == 7
    assert [(finding.path, finding.line) for finding in run.findings] == [("a.py", 1), ("a.py", 2), ("b.py", 1)]


def test_messages_are_capped(tmp_path: Path) -> None:
    """A message may quote a name of any length."""
    run = _run(ruff, tmp_path, {"a.py": f"import {'x' * 10_000}\n"})
    assert len(run.findings[0].message) == answers.MAX_MESSAGE


def test_two_runs_are_equal(tmp_path: Path) -> None:
    """A31: the same files give the same account, whatever the order in which batches end."""
    files = {f"m{number}.py": "import os\nx = None == 1\n" for number in range(20)} | {"endless.py": ENDLESS}
    assert _run(ruff, tmp_path / "1", files) == _run(ruff, tmp_path / "2", files)


@pytest.mark.threat("T28")
def test_the_repository_configures_and_executes_nothing(tmp_path: Path) -> None:
    """Configuration that would hide findings, and modules that would stand in for libraries, have no effect."""
    canary = tmp_path / "canary"
    execute = f"open({str(canary)!r}, 'w').close()\n"
    hostile = {
        "ruff.toml": 'exclude = ["*"]\n[lint]\nselect = []\n',
        ".ruff.toml": 'exclude = ["*"]\n',
        "pyproject.toml": '[tool.ruff]\nexclude = ["*"]\n[tool.bandit]\nexclude_dirs = ["."]\n',
        "bandit.yaml": "skips: [B602]\n",
        ".bandit": "[bandit]\nskips = B602\n",
        ".gitignore": "*\n",
        ".gitattributes": "* linguist-vendored export-ignore\n",
    }
    executed = dict.fromkeys(("yaml.py", "sitecustomize.py", "conftest.py", "bandit.py", "ruff.py", "json.py"), execute)
    files = {**hostile, **executed, "shell.py": f"import re  # noqa\n{SHELL}"}
    for tool, rule in ((ruff, "F401"), (bandit, "B602")):
        run = _run(tool, tmp_path / tool.ID, files)
        assert run.files_in == run.scanned == len(executed) + 1
        assert [(finding.rule, finding.path) for finding in run.findings] == [(rule, "shell.py")]
    assert not canary.exists()

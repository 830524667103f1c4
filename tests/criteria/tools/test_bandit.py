"""Bandit: high severity and high confidence, errors read as well as results."""

from pathlib import Path
from threading import Event

import pytest

from criteria.errors import ToolError
from criteria.tools import bandit
from criteria.tools.process import Answer
from criteria.tools.tool import Examination

SHELL = "import subprocess\nimport sys\nsubprocess.call(sys.argv[1], shell=True)\n"


def _examine(folder: Path, files: dict[str, bytes]) -> Examination:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return bandit.examine(folder, list(files), Event())


def test_only_high_severity_with_high_confidence_is_told(tmp_path: Path) -> None:
    """A test may assert; a shell that runs what it is given is told with its line."""
    found = _examine(tmp_path, {"f000000.py": SHELL.encode(), "f000001.py": b"assert 1 == 1\n"})
    assert [(hit.name, hit.rule, hit.line) for hit in found.hits] == [("f000000.py", "B602", 3)]


def test_nosec_is_not_obeyed(tmp_path: Path) -> None:
    """A13: a marker does not hide the finding."""
    marked = SHELL.replace("True)", "True)  # nosec").encode()
    assert [hit.rule for hit in _examine(tmp_path, {"f000000.py": marked}).hits] == ["B602"]


@pytest.mark.parametrize(
    "content",
    [
        b"# \xff\n" + SHELL.encode(),
        b"x = " + b"(" * 3000 + b"1" + b")" * 3000 + b"\n",
        b"x = " + b"+".join([b"1"] * 200_000) + b"\n",
        b'x = "a\0b"\n',
        b"print 'hello'\n",
    ],
    ids=["not UTF-8", "nested parentheses", "endless sum", "NUL", "Python 2"],
)
def test_a_file_it_cannot_read_is_failed_and_costs_only_itself(tmp_path: Path, content: bytes) -> None:
    """A14, A24: bandit ends with 0 and no results; the failure stands in its error list alone."""
    found = _examine(tmp_path, {"f000000.py": content, "f000001.py": SHELL.encode()})
    assert set(found.failed) == {"f000000.py"}
    assert [hit.name for hit in found.hits] == ["f000001.py"]


def _answer(monkeypatch: pytest.MonkeyPatch, output: bytes, errors: bytes = b"") -> None:
    monkeypatch.setattr(bandit, "ask", lambda *arguments: Answer(output, errors))


def test_a_rule_that_crashed_makes_the_file_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What bandit tells on its error stream alone is read: the rule said nothing about that file."""
    output = b'{"errors": [], "results": [], "metrics": {"./f000000.py": {}, "./f000001.py": {}, "_totals": {}}}'
    error = b"[tester]\tERROR\tBandit internal error running: any_rule on file ./f000001.py at line 3: list index\n"
    _answer(monkeypatch, output, error)
    found = _examine(tmp_path, {"f000000.py": b"", "f000001.py": b""})
    assert set(found.failed) == {"f000001.py"}


def test_a_file_it_does_not_mention_is_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V7: silence about a file is no answer about it."""
    _answer(monkeypatch, b'{"errors": [], "results": [], "metrics": {"_totals": {}}}')
    assert set(_examine(tmp_path, {"f000000.py": b""}).failed) == {"f000000.py"}


@pytest.mark.parametrize("output", [b"", b"[]", b"{}", b'{"metrics": {}, "errors": [{}], "results": []}'])
def test_an_answer_of_another_shape_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: bytes) -> None:
    """Output that cannot be read is never "nothing found"."""
    _answer(monkeypatch, output)
    with pytest.raises(ToolError, match="cannot be read"):
        _examine(tmp_path, {"f000000.py": b""})


@pytest.mark.threat("T28")
def test_modules_beside_the_files_are_not_imported(tmp_path: Path) -> None:
    """Started in the very folder, bandit imports neither its yaml.py nor its sitecustomize.py."""
    canary = tmp_path / "canary"
    for name in ("yaml.py", "sitecustomize.py", "bandit.py", "json.py"):
        (tmp_path / name).write_text(f"open({str(canary)!r}, 'w').close()\n")
    found = _examine(tmp_path, {"f000000.py": SHELL.encode()})
    assert [hit.rule for hit in found.hits] == ["B602"]
    assert not canary.exists()

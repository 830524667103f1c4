"""Bandit: high severity and high confidence, errors read as well as results."""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from threading import Event

import attrs
import pytest
from bandit.core.extension_loader import MANAGER
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.errors import ToolError
from criteria.tools import bandit
from criteria.tools.bandit_process import NEEDLES, _pattern, needles
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
    metrics = b'{"./f000000.py": {}, "./f000001.py": {}, "_totals": {}}'
    output = b'{"errors": [], "results": [], "parsed": [], "metrics": ' + metrics + b"}"
    error = b"[tester]\tERROR\tBandit internal error running: any_rule on file ./f000001.py at line 3: list index\n"
    _answer(monkeypatch, output, error)
    found = _examine(tmp_path, {"f000000.py": b"", "f000001.py": b""})
    assert set(found.failed) == {"f000001.py"}


def test_a_file_it_does_not_mention_is_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V7: silence about a file is no answer about it."""
    _answer(monkeypatch, b'{"errors": [], "results": [], "metrics": {"_totals": {}}, "parsed": []}')
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


RULES = {
    "B103": "import os\nos.chmod(x, 0o777)\n",
    "B202": "import tarfile\ntarfile.open(x).extractall(y)\n",
    "B324": "from hashlib import md5 as m\nm(x)\n",
    "B501": "import requests as r\nr.get(x, verify=False)\n",
    "B502": "from ssl import *\nimport ssl\nssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv2)\n",
    "B505": "from cryptography.hazmat.primitives.asymmetric import dsa as d\nd.generate_private_key(512)\n",
    "B602": "from subprocess import call as c\nc(x, shell=True)\n",
    "B605": "from os import system as s\ns(x)\n",
    "B701": "import jinja2\njinja2.Environment(autoescape=False)\n",
    "B304": "from Crypto.Cipher import ARC2 as a\na.new(x)\n",
    "B312": "import importlib\nimportlib.import_module('\\x74elnetlib')\n",
    "B401": "import telnetlib\n",
    "B402": "from ftplib import FTP\n",
    "B412": "from wsgiref.handlers import CGIHandler\n",
    "a name in another form": "from ｓubprocess import call\ncall(x, ｓhell=True)\n",
    "another encoding": "# coding: utf-7\nimport +AHQ-elnetlib\n",
}


@pytest.mark.parametrize("text", RULES.values(), ids=RULES)
def test_what_bandit_itself_finds_is_found(tmp_path: Path, text: str) -> None:
    """The files that bandit does not have to look at are those in which it would find nothing."""
    (tmp_path / "f000000.py").write_text(text, encoding="utf-8")
    options = ("-f", "json", "-q", "--severity-level", "high", "--confidence-level", "high", "--exit-zero")
    command = [sys.executable, "-P", "-m", "bandit", *options, "f000000.py"]
    alone = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout)
    found = bandit.examine(tmp_path, ["f000000.py"], Event())
    assert alone["results"]
    assert [(hit.rule, hit.line) for hit in found.hits] == [
        (result["test_id"], result["line_number"]) for result in alone["results"]
    ]


def test_the_table_names_every_rule_that_can_be_rated_high_twice() -> None:
    """A rule that a new bandit brings fails here, and is not passed over in silence."""
    source = {plugin.id: inspect.getsource(sys.modules[plugin.module]) for plugin in _plugins()}
    twice = {
        rule
        for rule, text in source.items()
        if re.search(r"(?:severity|sev_level)\s?=\s?bandit.HIGH|return bandit.HIGH|exec_issue\(bandit.HIGH", text)
        and "confidence=bandit.HIGH" in text
    }
    # Rated high in severity, and by another call of the same file in confidence: B503, B504, B604 and so on.
    assert twice - set(NEEDLES) <= {"B503", "B504", "B603", "B604", "B606", "B607"}
    assert set(NEEDLES) <= set(source)


@attrs.frozen
class _Plugin:
    id: str
    module: str


def _plugins() -> list[_Plugin]:
    return [_Plugin(rule, plugin.plugin.__module__) for rule, plugin in MANAGER.plugins_by_id.items()]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(["import os", "os.system(x)", "shell", "x = 1", "from os import path", "popen"])))
def test_more_text_never_takes_a_file_from_bandit(lines: list[str]) -> None:
    """Adding to a file can only make bandit look at it."""
    could = _pattern(needles())
    for number in range(len(lines)):
        if could("\n".join(lines[:number]).encode()):
            assert could("\n".join(lines).encode())

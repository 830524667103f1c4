"""`assay attest`: a key pair that nobody else can read, and statements that say what they are about."""

import json
import stat
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pygit2
import pytest
from repos import commit_tree

from master.commands import attest
from master.commands.attest import Options
from master.errors import MeasureError, UsageError

TODAY = datetime.now(UTC).date()
NEXT = str(TODAY + timedelta(days=100))


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """A repository with an origin, and a key."""
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path / "state"))
    commit_tree(tmp_path / "repo", {"a": "1"})
    pygit2.Repository(str(tmp_path / "repo")).remotes.create("origin", "https://example.org/star/map.git")
    attest.key(str(tmp_path / "ada"))
    return Options(
        rule="QC.Rev03", statement="Reviews are neutral.", by="Ada Example", role="maintainer",
        subject=str(tmp_path / "repo"), rev=None, every_commit=False, expires=NEXT, key=tmp_path / "ada.key",
        file=tmp_path / "s.json", baseline="eosc-software-4.1", offline=True,
    )  # fmt: skip


def payload(options: Options) -> dict[str, Any]:
    assert options.file is not None
    data: dict[str, Any] = json.loads(b64decode(json.loads(options.file.read_bytes())["payload"]))
    return data


def test_a_key_is_nobody_elses(tmp_path: Path) -> None:
    """The private half can be read by its owner alone; an existing key is never written over."""
    attest.key(str(tmp_path / "ada"))
    assert stat.S_IMODE((tmp_path / "ada.key").stat().st_mode) == 0o600
    before = (tmp_path / "ada.key").read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        attest.key(str(tmp_path / "ada"))
    assert (tmp_path / "ada.key").read_bytes() == before
    with pytest.raises(MeasureError, match="cannot write"):
        attest.key(str(tmp_path / "none" / "ada"))


def test_a_statement_names_what_it_is_about(options: Options) -> None:
    """An in-toto statement about a commit of a project, or about the project until it expires."""
    assert attest.sign(options) == 0
    made = payload(options)
    commit = str(pygit2.Repository(options.subject).head.target)
    assert made["_type"] == "https://in-toto.io/Statement/v1"
    assert made["subject"] == [{"name": "example.org/star/map", "digest": {"gitCommit": commit}}]
    assert made["predicate"]["by"] == {"name": "Ada Example", "role": "maintainer"}
    assert (made["predicate"]["issued"], made["predicate"]["expires"]) == (str(TODAY), NEXT)
    attest.sign(attrs.evolve(options, every_commit=True))
    assert payload(options)["predicate"]["scope"] == "project"
    assert "gitCommit" not in payload(options)["subject"][0]["digest"]


def test_without_a_file_it_goes_to_stdout(options: Options, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """As data, and nothing else."""
    attest.sign(attrs.evolve(options, file=None))
    assert json.loads(capsysbinary.readouterr().out)["signatures"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "QC.Rev3"}, "no rule 'QC.Rev3'; did you mean 'QC.Rev03'"),
        ({"expires": "soon"}, "'soon' is no date"),
        ({"expires": str(TODAY - timedelta(days=1))}, "within a year"),
        ({"expires": str(TODAY + timedelta(days=400))}, "within a year"),
        ({"statement": " "}, "--statement must be a text"),
        ({"by": "x" * 2001}, "--by must be a text"),
        ({"key": Path("/nowhere/k")}, "cannot read /nowhere/k"),
    ],
)
def test_what_cannot_be_signed(options: Options, changes: dict[str, Any], said: str) -> None:
    """One sentence that names the option."""
    with pytest.raises(UsageError, match=said):
        attest.sign(attrs.evolve(options, **changes))


def test_a_public_key_signs_nothing(options: Options) -> None:
    with pytest.raises(UsageError, match="is no private key"):
        attest.sign(attrs.evolve(options, key=options.key.with_suffix(".pub")))


def test_a_project_without_a_name_has_statements_about_commits_only(options: Options) -> None:
    """A folder on this machine could be any project."""
    pygit2.Repository(options.subject).remotes.delete("origin")
    attest.sign(options)
    assert payload(options)["predicate"]["project"] is None
    with pytest.raises(UsageError, match="leave --every-commit out"):
        attest.sign(attrs.evolve(options, every_commit=True))


def test_a_statement_that_will_not_count_is_said_at_once(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the baseline accepts none, it is signed all the same and shown."""
    attest.sign(options)
    assert "accepts no statement" not in capsys.readouterr().err
    attest.sign(attrs.evolve(options, rule="QC.Lic01"))
    assert "accepts no statement for QC.Lic01" in capsys.readouterr().err

"""`assay assess` from end to end: the same bytes twice, and the gates of level and of change."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pygit2
import pytest
from repos import commit_tree

from master.commands import attest
from master.commands.assess import Options, assess
from master.errors import UsageError

TODAY = datetime.now(UTC).date()
SHELL = 'import subprocess\n\n\ndef listing(name):\n    """List it."""\n    subprocess.call("ls " + name, shell=True)\n'
CLEAN = 'def listing(name):\n    """Name it."""\n    return name\n'


def options(tree: Path, tmp_path: Path, **more: Any) -> Options:
    plain = Options(str(tree), None, "eosc-software-4.1", "json", tmp_path / "r.json", "none", offline=True)
    return attrs.evolve(plain, **more)


def report(made: Options) -> dict[str, Any]:
    assert made.file is not None
    data: dict[str, Any] = json.loads(made.file.read_bytes())
    return data


def rule(data: dict[str, Any], id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for criterion in data["criteria"] for one in criterion["subcriteria"] if one["id"] == id_
    )
    return found


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone of a project, on its default branch."""
    monkeypatch.setenv("ASSAY_STATE", str(tmp_path / "state"))
    commit_tree(tmp_path / "bare", {"a.py": CLEAN, "README.md": "# Star map\n"})
    line = ["git", "clone", "--quiet", str(tmp_path / "bare"), str(tmp_path / "tree")]
    subprocess.run(line, check=True, capture_output=True)
    return tmp_path / "tree"


def changed(tree: Path, files: dict[str, str]) -> None:
    """A commit on a branch of its own, with these files added or replaced."""
    repository = pygit2.Repository(str(tree))
    for name, content in files.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(content)
        repository.index.add(name)
    who = pygit2.Signature("Ada", "ada@example.org", 1_700_000_500, 0)
    repository.index.write()
    written = repository.index.write_tree()
    commit = repository.create_commit(None, who, who, "A change", written, [repository.head.target])
    repository.references.create("refs/heads/change", commit, force=True)
    repository.set_head("refs/heads/change")


def test_two_runs_are_the_same_bytes_but_for_run(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In two state folders, one cold and one warm, with a change to compare: only the key `run` may differ."""
    changed(tree, {"b.py": SHELL, ".assay.yml": "criteria: {fail_under: gold}\n"})
    made = []
    for state in ("one", "two", "two"):
        monkeypatch.setenv("ASSAY_STATE", str(tmp_path / state))
        asked = options(tree, tmp_path, since="origin/HEAD")
        assess(asked)
        data = report(asked)
        assert data.pop("run")["time"]
        made.append(json.dumps(data, sort_keys=True))
    assert made[0] == made[1] == made[2]


def test_a_change_is_gated_by_what_it_brought(tree: Path, tmp_path: Path) -> None:
    """A new hole fails, old debt does not, whatever the level is."""
    changed(tree, {"b.py": SHELL})
    asked = options(tree, tmp_path, since="origin/HEAD", fail_under="gold")
    assert assess(asked) == 1
    change = report(asked)["change"]
    assert change["gate"] == "failed"
    assert "QC.Sec02 pass → fail" in change["sentence"]
    assert rule(report(asked), "QC.Sec02")["findings"][0]["state"] == "new"
    changed(tree, {"README.md": "# Star map\n\nA map of stars.\n"})
    assert assess(options(tree, tmp_path, since="HEAD~1", fail_under="gold")) == 0


@pytest.mark.parametrize("name", ["", " "])
def test_a_base_without_a_name_is_an_error(tree: Path, tmp_path: Path, name: str) -> None:
    """A variable that is not set must not turn the gate on worsening into no gate at all."""
    with pytest.raises(UsageError, match="--since is empty"):
        assess(options(tree, tmp_path, since=name))


def test_a_moved_file_with_debt_brings_nothing_new(tree: Path, tmp_path: Path) -> None:
    """A move is no new finding."""
    changed(tree, {"b.py": SHELL})
    repository = pygit2.Repository(str(tree))
    repository.index.remove("b.py")
    repository.index.write()
    (tree / "b.py").unlink()
    changed(tree, {"src/b.py": SHELL})
    asked = options(tree, tmp_path, since="HEAD~1")
    assess(asked)
    found = [one for one in report(asked)["change"]["findings"] if one["id"] == "QC.Sec02"]
    assert not any(one["new_total"] or one["healed_total"] for one in found)


@pytest.mark.threat("T23")
def test_the_project_can_ask_for_more_than_the_user(tree: Path, tmp_path: Path) -> None:
    """Its own level fails the gate; the user's is never lowered by it."""
    assert assess(options(tree, tmp_path)) == 0
    changed(tree, {".assay.yml": "test: pytest\ncriteria: {fail_under: bronze}\n"})
    asked = options(tree, tmp_path)
    assert assess(asked) == 1
    assert report(asked)["raised"]["fail_under"] == "bronze"
    assert assess(options(tree, tmp_path, fail_under="gold")) == 1


@pytest.mark.threat("T23")
def test_a_waiver_of_the_change_itself_is_not_in_force(tree: Path, tmp_path: Path) -> None:
    """It excuses nothing until it is on the default branch; then it stands beside the verdict."""
    waiver = (
        "waivers:\n  - {id: W1, rule: QC.Sec02, reason: accepted-risk, explanation: x, author: Ada, approver: Grace,\n"
        f"     granted: {TODAY}, expires: {TODAY + timedelta(days=30)}}}\n"
    )
    changed(tree, {"b.py": SHELL, ".assay/waivers.yml": waiver})
    asked = options(tree, tmp_path)
    assess(asked)
    assert rule(report(asked), "QC.Sec02")["verdict"] == "fail"
    assert "differs from that of" in report(asked)["exceptions"]["note"]
    repository = pygit2.Repository(str(tree))
    merged = repository.references["refs/remotes/origin/HEAD"].target
    repository.references.create(str(merged), repository.head.target, force=True)
    assess(asked)
    waived = rule(report(asked), "QC.Sec02")
    assert waived["verdict"] == "not_applicable"
    assert waived["waiver"]["verdict"] == "fail"
    assert report(asked)["exceptions"]["waivers"][0]["state"] == "applied"


def test_a_statement_is_shown_with_its_person(tree: Path, tmp_path: Path) -> None:
    """Name, role and dates stand beside the verdict, and it counts where the baseline accepts it."""
    attest.key(str(tmp_path / "ada"))
    attest.sign(
        attest.Options(
            "QC.Rev03",
            "Reviews are neutral.",
            "Ada Example",
            "maintainer",
            str(tree),
            None,
            False,
            str(TODAY + timedelta(days=9)),
            tmp_path / "ada.key",
            tmp_path / "s.json",
            "eosc-software-4.1",
            True,
        )
    )
    asked = options(tree, tmp_path, attestations=(tmp_path / "s.json",), trust_keys=(tmp_path / "ada.pub",))
    assess(asked)
    found = rule(report(asked), "QC.Rev03")
    assert (found["verdict"], found["counts_as"], found["strength"]) == ("attested", "pass", "E0")
    assert (found["attestation"]["by"], found["attestation"]["role"]) == ("Ada Example", "maintainer")


def test_one_rule_is_explained(tree: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Everything about it on stdout; an unknown one is refused before anything is collected."""
    changed(tree, {"b.py": SHELL})
    assess(options(tree, tmp_path, file=None, form="text", explain="QC.Sec02"))
    out = capsysbinary.readouterr().out.decode()
    assert out.startswith("QC.Sec02  ")
    for said in ("Asked as: MUST", "How it is judged: ", "b.py:6: B602", "Name of this verdict: eosc-software-4.1@"):
        assert said in out
    with pytest.raises(UsageError, match=r"no rule 'QC\.Sec2'; did you mean 'QC.Sec02'"):
        assess(options(tree, tmp_path, explain="QC.Sec2"))


def test_a_baseline_of_the_users_own(tree: Path, tmp_path: Path) -> None:
    """By its path; without levels it is told by its shares."""
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        'id: mine\nversion: "1"\ntitle: Mine\nsource: me\nlevels: {}\n'
        "criteria: {A: {title: A, rules: {QC.Acc02: {requirement: MUST, weight: 2}}}}\n"
    )
    asked = options(tree, tmp_path, baseline=str(mine))
    assert assess(asked) == 0
    data = report(asked)
    assert (data["baseline"]["id"], data["baseline"]["title"], data["baseline"]["levels"]) == ("mine", "Mine", [])
    assert data["level"] == "none"
    assert data["bounds"] is not None

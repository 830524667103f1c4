"""benchmarks/replay.py: what the checks of a change would have said of merged changes."""

import json
import subprocess
import sys
from pathlib import Path

import pygit2

ROOT = Path(__file__).resolve().parent.parent
WHO = pygit2.Signature("Ada Example", "ada@example.org", 1_700_000_000, 0)


def _commit(
    repository: pygit2.Repository, files: dict[str, str], message: str, parents: list[pygit2.Oid]
) -> pygit2.Oid:
    index = pygit2.Index()
    for name, content in files.items():
        index.add(pygit2.IndexEntry(name, repository.create_blob(content.encode()), pygit2.enums.FileMode.BLOB))
    return repository.create_commit(None, WHO, WHO, message, index.write_tree(repository), parents)


def _history(place: Path) -> str:
    """Three merged changes, one of which names a wrong number; and a merge that names none."""
    repository = pygit2.init_repository(str(place), bare=True)
    files = {"a.py": "x = 1\n"}
    tip = _commit(repository, files, "Begin with the map", [])
    for number, text in ((7, "y = 2\n"), (8, "deprecation(7, 'no')\n"), (9, "z = 3 \n"), (None, "w = 4\n")):
        files = {**files, f"b{number}.py": text}
        head = _commit(repository, files, "Draw the map faster", [tip])
        message = f"gh-{number}: Draw the map faster" if number else "Merge branch 'maps'"
        tip = _commit(repository, files, message, [tip, head])
    repository.references.create("refs/heads/main", tip)
    return str(tip)


def test_merged_changes_are_judged_one_by_one(tmp_path: Path) -> None:
    """Each against where it left the line, with the number in the message of its merge; findings are written out."""
    tip, said = _history(tmp_path / "r"), tmp_path / "findings"
    line = [
        sys.executable,
        "-P",
        str(ROOT / "benchmarks" / "replay.py"),
        str(tmp_path / "r"),
        tip,
        "--findings",
        str(said),
    ]
    done = subprocess.run(
        line, capture_output=True, text=True, timeout=300, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    )
    assert done.returncode == 0, done.stderr
    rows = {
        cells[1].strip(): [cell.strip() for cell in cells[2:7]]
        for cells in (row.split("|") for row in done.stdout.splitlines())
        if len(cells) > 7
    }
    assert rows["deprecation-number"] == ["0", "1", "2", "0", "1"]
    assert rows["trailing-whitespace"] == ["2", "1", "0", "0", "1"]
    assert rows["startup-time"] == ["0", "0", "0", "3", "0"]
    assert "3 changes, 3 added lines" in done.stdout
    found = [json.loads(row) for row in said.read_text().splitlines()]
    assert {
        (one["change"], one["rule"], one["path"], one["line"]) for one in found if one["rule"] == "deprecation-number"
    } == {(8, "deprecation-number", "b8.py", 1)}

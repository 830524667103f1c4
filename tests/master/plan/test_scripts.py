"""Programs without a runner: each is one line of TAP."""

import subprocess
from pathlib import Path

from master.plan.scripts import as_tap, one_after_the_other, then, words


def run(command: str, folder: Path) -> tuple[int, list[str]]:
    environment = {"ASSAY_RESULTS": str(folder), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=folder, env=environment, capture_output=True)
    return done.returncode, (folder / "x.tap").read_text().splitlines()


def test_ends(tmp_path: Path) -> None:
    """Each program has its line, what it prints goes elsewhere, and one failure fails the command."""
    names = words(["true", "/bin/false", "echo"])
    assert run(as_tap(names, '"$name" 1..9', "x.tap"), tmp_path) == (
        1,
        ["ok 1 - true", "not ok 2 - false", "ok 3 - echo", "1..3"],
    )


def test_all_passed(tmp_path: Path) -> None:
    """Without a failure it succeeds; names are never read by the shell."""
    (tmp_path / "sub").mkdir()
    code, lines = run(as_tap(words(["a b", "$(touch x)"]), "true", "x.tap", folder="sub"), tmp_path)
    assert (code, lines) == (0, ["ok 1 - a b", "ok 2 - $(touch x)", "1..2"])
    assert not list((tmp_path / "sub").iterdir())


def test_none(tmp_path: Path) -> None:
    """No program at all is a failure: nothing was tested."""
    assert run(as_tap("$(true)", "true", "x.tap"), tmp_path) == (1, ["1..0"])


def test_one_after_the_other(tmp_path: Path) -> None:
    """All run whatever the first did; the last failure is told; a single command stays as it is."""
    (command,) = one_after_the_other(["(exit 3)", f"{as_tap(words(['true']), '$name', 'x.tap')}"])
    assert run(command, tmp_path) == (3, ["ok 1 - true", "1..1"])
    assert one_after_the_other(["a; b"]) == ("a; b",)
    assert one_after_the_other([]) == ()


def test_then(tmp_path: Path) -> None:
    """The report is made after a failure too, and its own failure changes nothing."""
    assert run(then("(exit 4)", "echo made > x.tap"), tmp_path) == (4, ["made"])
    assert run(then("true", "(exit 5)"), tmp_path)[0] == 0

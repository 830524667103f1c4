"""`sage-doctest` with a real SageMath: its own totals, its own output, its own failures by name.

ASSAY_SAGE_BIN names the bin folder of an environment with passagemath-categories and passagemath-repl, or of a whole
SageMath with ASSAY_SAGE_ENVIRONMENT= (empty).
"""

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from cell_programs import Cell

BIN = os.environ.get("ASSAY_SAGE_BIN", "")
ENVIRONMENT = os.environ.get("ASSAY_SAGE_ENVIRONMENT", "sage.all__sagemath_categories")
pytestmark = pytest.mark.skipif(not BIN, reason="ASSAY_SAGE_BIN names no environment with SageMath")

FILES = """\"\"\"
    sage: 1/3 + 1/6
    1/2
    sage: 2^10  # long time
    1024
    sage: ZZ(7).factor()  # needs no_such_feature
    7
    sage: QQ(1)
    2
    sage: 1/0
    sage: import warnings; warnings.warn("old")
\"\"\"
"""
_VARYING = ((r"[0-9.]+s (wall|cpu)", "T"), (r"ID \S+", "ID"), (r"(time[^:\n]*: ).*", r"\1T"), (r"pid=\d+", "pid"))


def run(cell: Cell, *words: str) -> tuple[int, list[str], list[str]]:
    """Exit status and the lines that Sage alone and the tool print, in order of the alphabet: -p 2 mixes files."""
    path = f"{BIN}:/usr/bin:/bin"
    options = ["--random-seed", "0", *(["--environment", ENVIRONMENT] if ENVIRONMENT else []), *words]
    bare = cell.run_command([f"{BIN}/sage", "-t", *options], PATH=path, PYTHONPATH="")
    ours = cell.run("sage-doctest", *options, PATH=path, PYTHONPATH="")
    assert ours.returncode == bare.returncode
    return ours.returncode, _lines(bare.stdout), _lines(ours.stdout)


def _lines(text: str) -> list[str]:
    for pattern, word in _VARYING:
        text = re.sub(pattern, word, text)
    return sorted(text.splitlines())


@pytest.mark.parametrize("how", [(), ("--serial",), ("--long", "--show-skipped"), ("--file-iterations", "2")])
def test_a_small_file(tmp_path: Path, how: tuple[str, ...]) -> None:
    """What Sage prints and how it exits is not changed, and each example has its record."""
    cell = Cell(tmp_path)
    status, bare, ours = run(cell, *how, cell.write("small.py", FILES))
    assert (status, ours) == (1, bare)
    long = "passed" if "--long" in how else "skipped"
    assert [case.outcome for case in cell.cases()] == ["passed", long, "skipped", "failed", "error", "failed"]


@pytest.mark.parametrize("act", ["os.kill(os.getpid(), 9)", "os._exit(int(3))", "sys.exit(1)"])
def test_a_file_that_ends_badly(tmp_path: Path, act: str) -> None:
    """A crash is Sage's crash, and an error of the file and of the example that ran."""
    cell = Cell(tmp_path)
    text = f'"""\n    sage: import os, sys\n    sage: {act}\n    sage: 3\n    3\n"""\n'
    _, bare, ours = run(cell, cell.write("crash.py", text))
    assert ours == bare
    assert [case.outcome for case in cell.cases()] == ["passed", "error", "skipped", "error"]


def test_a_real_library(tmp_path: Path) -> None:
    """Over real code the records are as many as Sage's own tests, file by file, and its failures are ours by name."""
    cell = Cell(tmp_path)
    library = next(Path(BIN).parent.glob("lib/python3*/site-packages/sage/categories"))
    names = ["additive_magmas.py", "category.py", "groups.py", "super_algebras_with_basis.py", "sets_cat.py"]
    files = [str(library / name) for name in names]
    _, bare, ours = run(cell, "-p", "2", "--stats-path", str(tmp_path / "stats.json"), *files)
    assert [line for line in ours if "sage -t" not in line] == [line for line in bare if "sage -t" not in line]
    stats = json.loads((tmp_path / "stats.json").read_text())
    ran = Counter(case.id.partition("::")[0] for case in cell.cases() if case.outcome != "skipped")
    assert ran == {module: told["ntests"] for module, told in stats.items()}
    named = {line.rpartition(" in ")[2] for line in ours if line.startswith("File ")}
    assert {case.id.replace("::", ".").replace(".<module>", "") for case in cell.cases() if case.bad} == named
    keys = [(case.id, case.ordinal, case.digest) for case in cell.cases()]
    assert len(keys) == len(set(keys))

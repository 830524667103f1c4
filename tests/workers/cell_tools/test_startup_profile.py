"""What `startup-profile` measures is a fresh Python that imports a module and nothing else."""

from pathlib import Path

import pytest
from cell_programs import Cell


@pytest.fixture
def cell(tmp_path: Path) -> Cell:
    made = Cell(tmp_path)
    made.write("slow_module.py", "import colorsys\nprint('hello')\n")
    return made


def test_samples_and_modules(cell: Cell) -> None:
    """As many samples as were asked for, all positive; the module and what it imports are in the sorted list."""
    run = cell.run("startup-profile", "--samples", "2", "slow_module")
    assert run.returncode == 0
    told = cell.told("startup.json")
    assert set(told) == {"module", "samples_s", "modules"}
    assert told["module"] == "slow_module"
    assert len(told["samples_s"]) == 2
    assert all(seconds > 0 for seconds in told["samples_s"])
    assert told["modules"] == sorted(told["modules"])
    assert {"slow_module", "colorsys", "sys"} <= set(told["modules"])
    assert run.stdout.startswith("import slow_module: ")


def test_samples_of_one_module_add_up(cell: Cell) -> None:
    """A second call adds its samples, so that two variants can be measured in turn; another module begins anew."""
    cell.run("startup-profile", "--samples", "2", "slow_module")
    cell.run("startup-profile", "--samples", "1", "slow_module")
    assert len(cell.told("startup.json")["samples_s"]) == 3
    cell.run("startup-profile", "--samples", "1", "colorsys")
    assert len(cell.told("startup.json")["samples_s"]) == 1


@pytest.mark.parametrize("text", ["", "[]", "{", '{"module": "colorsys", "samples_s": ["x"]}', "9" * 5000])
def test_a_file_of_another_kind_is_replaced(cell: Cell, text: str) -> None:
    """What is no such file counts as no samples."""
    (cell.results / "startup.json").write_text(text)
    assert cell.run("startup-profile", "--samples", "1", "colorsys").returncode == 0
    assert len(cell.told("startup.json")["samples_s"]) == 1


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("no_such_module", "fails with status 1: ModuleNotFoundError: No module named 'no_such_module'"),
        ("os; import sys", "is no name of a module"),
        ("..", "is no name of a module"),
        ("broken", "fails with status 3: without a word"),
    ],
)
def test_what_cannot_be_measured_is_said(cell: Cell, module: str, said: str) -> None:
    """An import that fails leaves no measurement behind, but one sentence and a status."""
    cell.write("broken.py", "raise SystemExit(3)\n")
    run = cell.run("startup-profile", module)
    assert run.returncode == 1
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert not (cell.results / "startup.json").exists()


@pytest.mark.parametrize("samples", ["0", "201", "-1", "x"])
def test_the_number_of_samples_is_bounded(cell: Cell, samples: str) -> None:
    """A number that is none, or too large, is refused before anything starts."""
    assert cell.run("startup-profile", f"--samples={samples}", "os").returncode == 2


def test_another_python_can_be_named(cell: Cell) -> None:
    """--python takes a whole command, as SageMath needs it."""
    assert cell.run("startup-profile", "--samples", "1", "--python", "env A=1 no-such-python", "os").returncode == 1
    assert cell.run("startup-profile", "--samples", "1", "--python", "no-such-python", "os").returncode == 1

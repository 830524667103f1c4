"""A notebook's cells end as they should, whatever the kernel does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from workers.cell_tools.notebook_run import OUTPUT_CAP, Ending, NotebookRun, tags_of


class Cell(dict[str, Any]):
    """As nbformat has them: a dictionary with its keys as attributes."""

    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


def code(source: str, stored: str = "", tags: tuple[str, ...] = (), run: bool = True) -> Cell:
    outputs = [{"output_type": "stream", "name": "stdout", "text": stored}] if stored else []
    return Cell(cell_type="code", source=source, outputs=outputs, execution_count=1 if run else None,
                metadata={"tags": list(tags)})  # fmt: skip


class DeadKernelError(Exception):
    pass


class CellTimeoutError(Exception):
    pass


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A stand-in for nbclient: the source of a cell says what happens."""
    specs = ModuleType("jupyter_client.kernelspec")
    specs.find_kernel_specs = lambda: {"python3": "somewhere"}  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "jupyter_client.kernelspec", specs)
    monkeypatch.setitem(__import__("sys").modules, "jupyter_client", ModuleType("jupyter_client"))

    class NotebookClient:
        started: str = ""

        def __init__(self, notebook: Any, **settings: Any) -> None:
            self.settings = settings

        @contextmanager
        def setup_kernel(self) -> Iterator[None]:
            if self.settings["kernel_name"] != "python3":
                raise RuntimeError("No such kernel named " + self.settings["kernel_name"])
            yield

        def process_message(self, message: Any, cell: Any, cell_index: int) -> None:
            cell.outputs.append({"output_type": "stream", "name": "stdout", "text": message["content"]["text"]})

        def execute_cell(self, cell: Any, index: int) -> None:
            acts: dict[str, Callable[[], None]] = {
                "die": lambda: _raise(DeadKernelError()),
                "hang": lambda: _raise(CellTimeoutError()),
                "raise": lambda: cell.outputs.append({"output_type": "error", "ename": "E", "evalue": "e"}),
                "flood": lambda: self._flood(cell, index),
            }
            cell.outputs = []
            if cell.source == "ignored":
                return
            cell.execution_count = 1
            acts.get(cell.source, lambda: self._print(cell, index, cell.source))()

        def _flood(self, cell: Any, index: int) -> None:
            for _ in range(1000):
                self._print(cell, index, "x" * 10_000)

        def _print(self, cell: Any, index: int, text: str) -> None:
            self.process_message({"header": {"msg_type": "stream"}, "content": {"text": text}}, cell, index)

    errors = SimpleNamespace(DeadKernelError=DeadKernelError, CellTimeoutError=CellTimeoutError)
    return SimpleNamespace(NotebookClient=NotebookClient, exceptions=errors)


def _raise(error: Exception) -> None:
    raise error


def endings(client: Any, *cells: Cell, kernel: str = "python3", language: str = "python") -> list[Any]:
    metadata = {"kernelspec": {"name": kernel, "language": language}}
    run = NotebookRun(SimpleNamespace(cells=list(cells), metadata=metadata), Path("n.ipynb"), client, 5.0, 0.0)
    return [(index, ending.outcome, ending.message, ending.tags) for index, ending in run.endings()]


def test_what_is_stored_must_come_again(client: Any) -> None:
    """The same output passes, another one fails with its diff, and the next cell runs all the same."""
    assert endings(client, code("1", "1"), code("2", "3"), code("4", "4")) == [
        (0, "passed", "", ()),
        (1, "failed", "the output changed\n--- stored\n+++ now\n@@ -1 +1 @@\n-3\n+2", ()),
        (2, "passed", "", ()),
    ]


def test_an_exception_is_a_failure(client: Any) -> None:
    """Nothing but a mark on the cell makes an exception right, and a marked cell must raise."""
    assert [ending[1] for ending in endings(client, code("raise", "1"), code("raise", run=False))] == ["failed"] * 2
    marked = code("raise", run=False, tags=("raises-exception",)), code("1", "1", ("raises-exception",))
    assert [ending[1:3] for ending in endings(client, *marked)] == [
        ("passed", ""),
        ("failed", "it is marked to raise an exception and raised none"),
    ]


@pytest.mark.parametrize(("act", "said"), [("die", "the kernel died while this cell ran"), ("hang", "after 5 s")])
def test_the_end_of_a_kernel_is_an_error(client: Any, act: str, said: str) -> None:
    """The cell that ran is an error; those behind it are known as not run."""
    first, second, third = endings(client, code("1", "1"), code(act), code("2", "2"))
    assert first[1] == "passed"
    assert second[1] == "error"
    assert said in second[2]
    assert third[1:] == ("skipped", "not run: the cell before it ended the kernel", ("not run",))


def test_marks_are_honoured(client: Any) -> None:
    """A cell marked to be skipped is not run, one whose output is not to be compared only must not raise."""
    cells = (
        code("die", tags=("nbval-skip",)),
        code("die", tags=("skip-execution",)),
        code("1", "2", ("nbval-ignore-output",)),
        code("1", "2", run=False),
    )
    assert [ending[1] for ending in endings(client, *cells)] == ["skipped", "skipped", "passed", "failed"]
    assert endings(client, code("1", run=False))[0][1] == "passed"


def test_a_cell_that_was_not_run_is_no_success(client: Any) -> None:
    """When the kernel takes a cell and does nothing with it, that is an error."""
    assert endings(client, code("ignored", run=False))[0][1:3] == (
        "error",
        "the kernel took this cell and did not run it",
    )


def test_a_flood_is_cut(client: Any) -> None:
    """What a cell prints without end is not kept, and fails where there is something to compare it with."""
    cell = code("flood", "x")
    assert endings(client, cell)[0][1:3] == ("failed", "it printed more than 4 MB or 10000 outputs")
    assert sum(len(output["text"]) for output in cell.outputs) <= OUTPUT_CAP


def test_without_a_kernel_nothing_is_green(client: Any) -> None:
    """A kernel of another language that is missing is an error of the notebook; its cells are not run."""
    whole, cell = endings(client, code("1", "1"), kernel="ir", language="R")
    assert (whole[0], whole[1]) == (None, "error")
    assert "No such kernel named ir" in whole[2]
    assert (cell[1], cell[3]) == ("skipped", ("not run",))


def test_a_python_of_another_machine_is_this_one(client: Any) -> None:
    """A kernel that the author had named after an environment is the cell's own Python here."""
    assert endings(client, code("1", "1"), kernel="conda-env-x")[0][1] == "passed"


@pytest.mark.parametrize(
    ("source", "tags", "expected"),
    [
        ("1", ("A-b",), {"a-b"}),
        ("# NBVAL_SKIP\n1", (), {"nbval-skip"}),
        ("#NBVAL_RAISES_EXCEPTION\n1", (), {"nbval-raises-exception"}),
        ("1  # NBVAL_SKIP", (), set()),
    ],
)
def test_tags_come_from_metadata_and_the_first_comment(source: str, tags: tuple[str, ...], expected: set[str]) -> None:
    """Both ways of marking a cell are read."""
    assert tags_of(code(source, tags=tags)) == expected


def test_an_ending_says_little_by_default() -> None:
    """A cell that passed needs no words."""
    assert Ending("passed") == ("passed", "", 0.0, ())

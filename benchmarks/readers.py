"""What reading results costs: 3,000 and 300,000 test cases side by side, each report in a process of its own.

    .venv/bin/python benchmarks/readers.py [--cases 3000 300000] [--form junit tap ...]

Prints cases per second and the peak of the process's memory. Memory is to be the same in both columns; `all-logs` shows
every line of a log of pytest to every reader of logs, as a cell does while its tests run.
"""

import argparse
import multiprocessing
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from workers.all_readers import FILE_READERS, LOG_READERS
from workers.readers.test_case import case, to_line

WORDS = "words that a test printed, which nobody keeps"


def junit(cases: int) -> Iterator[str]:
    yield '<testsuites><testsuite name="pytest">\n'
    for number in range(cases):
        bad = '<failure message="assert 1 == 2">a long story</failure>' if number % 100 == 0 else ""
        yield f'<testcase classname="tests.test_m" name="test_x[{number}]" time="0.01">{bad}'
        yield f"<system-out>{WORDS}</system-out></testcase>\n"
    yield "</testsuite></testsuites>\n"


def tap(cases: int) -> Iterator[str]:
    yield f"TAP version 14\n1..{cases}\n"
    yield from (f"ok {number + 1} - test {number}\n" for number in range(cases))


def assay(cases: int) -> Iterator[str]:
    yield from (to_line(case(f"m::test[{number}]", "passed", duration_s=0.1)) + "\n" for number in range(cases))


def go(cases: int) -> Iterator[str]:
    for number in range(cases):
        for action in ("run", "pass"):
            yield f'{{"Action":"{action}","Package":"example.org/p","Test":"T{number}","Elapsed":0.01}}\n'


def pytest(cases: int) -> Iterator[str]:
    yield "============================= test session starts ==============================\n"
    yield from (f"tests/test_m.py::test_x[{number}] PASSED                     [ 50%]\n" for number in range(cases))
    yield f"============================= {cases} passed in 9.00s =============================\n"


def sage(cases: int) -> Iterator[str]:
    for number in range(cases // 100):
        yield f"sage -t --long --random-seed=0 src/sage/m{number}.py\n    [100 tests, 0.50s wall]\n"


def unittest(cases: int) -> Iterator[str]:
    yield from (f"test_{number} (m.T.test_{number}) ... ok\n" for number in range(cases))
    yield f"\nRan {cases} tests in 9.000s\n\nOK\n"


TEXTS: dict[str, Callable[[int], Iterator[str]]] = {
    "junit": junit,
    "tap": tap,
    "assay": assay,
    "go": go,
    "pytest": pytest,
    "sage": sage,
    "unittest": unittest,
    "all-logs": pytest,
}


def measure(form: str, path: Path) -> tuple[int, float, float]:
    """Cases, seconds, and the peak of this process in MB."""
    started = time.perf_counter()
    found = sum(1 for _ in _read(form, path))
    seconds = time.perf_counter() - started
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return found, seconds, int(peak[1]) / 1024 if peak else float("nan")


def _read(form: str, path: Path) -> Iterator[object]:
    if form in FILE_READERS:
        with path.open("rb") as stream:
            yield from FILE_READERS[form](stream)
        return
    readers = [make() for name, make in LOG_READERS.items() if form in (name, "all-logs")]
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            for reader in readers:
                yield from reader.line(line.rstrip("\n"))
    for reader in readers:
        yield from reader.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[3_000, 300_000])
    parser.add_argument("--form", nargs="+", choices=TEXTS, default=list(TEXTS))
    options = parser.parse_args()
    heads = "".join(f"{f'{cases:,} cases/s':>20} {'peak MB':>8}" for cases in options.cases)
    print(f"{'form':<10}{heads}")
    with tempfile.TemporaryDirectory(prefix="assay-benchmark-") as folder:
        for form in options.form:
            cells = []
            for cases in options.cases:
                path = Path(folder) / "report"
                with path.open("w", encoding="utf-8") as stream:
                    stream.writelines(TEXTS[form](cases))
                with multiprocessing.get_context("spawn").Pool(1) as process:
                    found, seconds, peak = process.apply(measure, (form, path))
                if found != cases:
                    raise SystemExit(f"{form}: {found} cases were found of {cases}")
                cells.append(f"{found / seconds:20,.0f} {peak:8.1f}")
            print(f"{form:<10}{''.join(cells)}", flush=True)


if __name__ == "__main__":
    main()

"""The records of a cell: every test once, a report before a log, hostile input costs only itself."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers import records as module
from workers.errors import ResultError
from workers.readers.test_case import FAILED, OUTCOMES, PASSED, TestCase, read_lines, to_line
from workers.records import Records, Spool, WatchedLog, cases_in


class Lines:
    """A reader of lines such as `ok a` and `not ok a`."""

    def line(self, text: str) -> Iterable[TestCase]:
        word, _, name = text.rpartition(" ")
        if word == "boom":
            raise RuntimeError(name)
        return [TestCase(name, PASSED if word == "ok" else FAILED)] if word in ("ok", "not ok") else []

    def end(self) -> Iterable[TestCase]:
        return []


class Others(Lines):
    """A reader of lines such as `yes a`."""

    def line(self, text: str) -> Iterable[TestCase]:
        return super().line(text.replace("yes", "ok"))


LOGS = {"lines": Lines}


def report(*cases: TestCase) -> BinaryIO:
    return io.BytesIO("\n".join(to_line(case) for case in cases).encode())


def command(records: Records, number: int, *lines: str) -> None:
    records.begin_command(number)
    for line in lines:
        records.line(line)
    records.end_command()


@pytest.fixture
def records(tmp_path: Path) -> Records:
    made = Records(tmp_path, LOGS)
    made.begin_attempt()
    return made


def ids(path: Path) -> list[str]:
    return [case.id for case in cases_in(path)]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.sampled_from(OUTCOMES)), max_size=30))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str]]) -> None:
    """Every record comes back, in its order."""
    path = tmp_path_factory.mktemp("spool") / "s.gz"
    spool = Spool(path, "")
    cases = [TestCase(name.strip() or "x", outcome) for name, outcome in said]
    spool.add(cases)
    assert [case.outcome for case in spool] == [case.outcome for case in cases]
    assert spool.counts.total == len(cases)


def test_log_counts_where_there_is_no_report(records: Records, tmp_path: Path) -> None:
    """A command without a report is counted by its log."""
    command(records, 1, "ok a", "noise", "not ok b")
    summary = records.write(tmp_path / "out.gz")
    assert (summary.counts.passed, summary.counts.failed, summary.sources) == (1, 1, ("log:lines",))


def test_own_report_counts_before_the_log(records: Records, tmp_path: Path) -> None:
    """A test is counted once, though both speak of it; a second command keeps its log."""
    command(records, 1, "ok a", "ok b")
    records.add_report("results/junit.xml", read_lines, report(TestCase("a", PASSED)), 1)
    command(records, 2, "ok c")
    records.write(tmp_path / "out.gz")
    assert ids(tmp_path / "out.gz") == ["a", "c"]


def test_named_report_counts_for_commands_without_one(records: Records, tmp_path: Path) -> None:
    """What the recipe names is the report of those that left none under the usual name."""
    command(records, 1, "ok a")
    command(records, 2, "ok b")
    records.add_report("results/junit.xml", read_lines, report(TestCase("x", PASSED)), 1)
    records.add_report("source/own.xml", read_lines, report(TestCase("y", PASSED)), None)
    records.write(tmp_path / "out.gz")
    assert ids(tmp_path / "out.gz") == ["x", "y"]


def test_a_report_without_tests_is_a_report(records: Records, tmp_path: Path) -> None:
    """No tests found is told apart from no report found."""
    records.add_report("results/junit.xml", read_lines, report(), 1)
    summary = records.write(tmp_path / "out.gz")
    assert (summary.counts.total, summary.reports) == (0, 1)
    assert ids(tmp_path / "out.gz") == []


class TestRetries:
    """Further attempts are told with the test that needed them; the first attempt decides who is there."""

    def test_passed_on_retry(self, records: Records, tmp_path: Path) -> None:
        """A test that failed and passed then carries both."""
        command(records, 1, "ok a", "not ok b")
        assert records.bad_in_last_attempt()
        records.begin_attempt()
        command(records, 1, "ok a", "ok b")
        assert not records.bad_in_last_attempt()
        summary = records.write(tmp_path / "out.gz")
        found = {case.id: case.retries for case in cases_in(tmp_path / "out.gz")}
        assert found == {"a": (), "b": (PASSED,)}
        assert (summary.attempts, summary.counts.failed) == (2, 1)

    def test_broke_on_retry(self, records: Records, tmp_path: Path) -> None:
        """One that passed at first and failed then is flaky as well."""
        command(records, 1, "ok a", "not ok b")
        records.begin_attempt()
        command(records, 1, "not ok a", "not ok b")
        records.write(tmp_path / "out.gz")
        flaky = {case.id: (case.flaky, case.bad) for case in cases_in(tmp_path / "out.gz")}
        assert flaky == {"a": (True, False), "b": (False, True)}


class TestHostile:
    """What a cell writes costs the cell its own records at most."""

    def test_a_reader_that_stumbles(self, tmp_path: Path) -> None:
        """It is left out, and said; the other readers go on."""
        records = Records(tmp_path, {"lines": Lines, "others": Others})
        records.begin_attempt()
        command(records, 1, "ok a", "boom x", "yes b")
        summary = records.write(tmp_path / "out.gz")
        assert summary.counts.total == 0
        assert len(summary.problems) == 2

    def test_a_report_that_breaks_off(self, records: Records, tmp_path: Path) -> None:
        """What was read before counts, and the break is a problem."""

        def broken(_stream: BinaryIO) -> Iterator[TestCase]:
            yield TestCase("a", PASSED)
            raise ResultError("it ends in the middle")

        records.add_report("results/junit.xml", broken, io.BytesIO(), 1)
        summary = records.write(tmp_path / "out.gz")
        assert summary.counts.total == 1
        assert "it ends in the middle" in summary.problems[0]

    @pytest.mark.threat("F18")
    def test_more_than_is_kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Beyond the cap tests are left out, and their number is said."""
        monkeypatch.setattr(module, "MAX_TESTS", 10)
        records = Records(tmp_path, LOGS)
        records.begin_attempt()
        command(records, 1, *(f"ok {number}" for number in range(25)))
        summary = records.write(tmp_path / "out.gz")
        assert summary.counts.total == 10
        assert any(problem.startswith("15 tests") for problem in summary.problems)

    @pytest.mark.threat("T07")
    def test_a_bomb(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A file of records that unpacks to more than is allowed is refused while it is read."""
        spool = Spool(tmp_path / "s.gz", "")
        spool.add(TestCase("a" * 100, PASSED) for _ in range(1000))
        spool.close()
        monkeypatch.setattr(module, "MAX_BYTES", 10_000)
        with pytest.raises(ResultError, match="more than"):
            list(cases_in(tmp_path / "s.gz"))

    @pytest.mark.parametrize("content", [b"", b"\x1f\x8b", b"no gzip", b"\x1f\x8b\x08\x00" + bytes(20)])
    def test_no_records(self, tmp_path: Path, content: bytes) -> None:
        """Bytes that are no records are an error, and nothing else."""
        (tmp_path / "s.gz").write_bytes(content)
        if content == b"":
            assert list(cases_in(tmp_path / "s.gz")) == []
        else:
            with pytest.raises(ResultError):
                list(cases_in(tmp_path / "s.gz"))

    @pytest.mark.threat("T19")
    def test_report_and_log_must_agree(self, tmp_path: Path) -> None:
        """A report without the failures that pytest printed is told."""
        records = Records(tmp_path, {"pytest": Lines})
        records.begin_attempt()
        command(records, 1, "ok a", "not ok b")
        records.add_report("results/junit.xml", read_lines, report(TestCase("a", PASSED), TestCase("b", PASSED)), 1)
        summary = records.write(tmp_path / "out.gz")
        assert "the report tells of 0 failures, the log of the same command of 1" in summary.problems
        assert summary.sources == ("results/junit.xml", "log:pytest")

    @pytest.mark.threat("T19")
    def test_a_report_of_more_than_was_seen(self, tmp_path: Path) -> None:
        """A log tells of all that a report does; that it tells of more is no sign, for a runner may be called twice."""
        for name, told in (("few", ("a",)), ("same", ("a", "b")), ("many", ("a", "b", "c"))):
            records = Records(tmp_path, {"pytest": Lines})
            records.begin_attempt()
            command(records, 1, "ok a", "ok b")
            cases = [TestCase(each, PASSED) for each in told]
            records.add_report("results/junit.xml", read_lines, report(*cases), 1)
            problems = records.write(tmp_path / f"{name}.gz").problems
            assert bool(problems) == (name == "many"), problems

    @pytest.mark.threat("T19")
    def test_a_session_without_an_end(self, tmp_path: Path) -> None:
        """A report of a pytest that began and never told its end was not written by pytest; nor is it confirmed."""
        records = Records(tmp_path, {"pytest": Lines})
        records.begin_attempt()
        command(records, 1, "===== test session starts =====", "collecting ...")
        records.add_report("results/junit.xml", read_lines, report(TestCase("a", PASSED)), 1)
        summary = records.write(tmp_path / "out.gz")
        assert "has no end" in summary.problems[0]
        assert summary.sources == ("results/junit.xml",)

    @pytest.mark.threat("T19")
    def test_records_of_other_tools_are_not_held_against_pytest(self, tmp_path: Path) -> None:
        """One command may run pytest and a tool of ours; the log of pytest speaks of pytest's report alone."""
        records = Records(tmp_path, {"pytest": Lines})
        records.begin_attempt()
        command(records, 1, "ok a")
        records.add_report("results/junit.xml", read_lines, report(TestCase("a", PASSED)), 1)
        records.add_report("results/tests.jsonl", read_lines, report(TestCase("b", PASSED)), 1)
        summary = records.write(tmp_path / "out.gz")
        assert (summary.problems, summary.counts.passed) == ((), 2)

    @pytest.mark.threat("T04")
    def test_a_flood_is_looked_at_in_part(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first and the last lines of a log are read for tests, and it is said that others were not."""
        monkeypatch.setattr(module, "MAX_LINES", 2)
        monkeypatch.setattr(module, "LAST_LINES", 2)
        records = Records(tmp_path, {"lines": Lines})
        records.begin_attempt()
        command(records, 1, "ok a", "flood", "ok b", "flood", "ok c")
        summary = records.write(tmp_path / "out.gz")
        assert [case.id for case in cases_in(tmp_path / "out.gz")] == ["a", "c"]
        assert summary.problems == ("lines in the middle of a log that were not looked at for tests: 1",)


def test_watched_log() -> None:
    """Every complete line is shown once, however the bytes arrive, and kept as before."""
    seen: list[str] = []
    log = WatchedLog(10_000, seen.append)
    for chunk in (b"a\nb", b"c\n", b"\xff\n", b"last"):
        log.write(chunk)
    log.close()
    assert seen == ["a", "bc", "�", "last"]
    assert log.text().splitlines()[-1] == "last"

"""Every single test as files: each record once in both, hostile names change nothing but themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import parse
from hypothesis import given
from hypothesis import strategies as st

from reports.tests_files import CellTests, write

COUNTS = {"total": 0, "passed": 0, "failed": 0, "errors": 0, "skipped": 0}
OUTCOMES = st.sampled_from(["passed", "failed", "error", "skipped"])
RECORDS = st.lists(
    st.fixed_dictionaries(
        {"id": st.text(min_size=1, max_size=30), "outcome": OUTCOMES},
        optional={"message": st.text(max_size=50), "retries": st.lists(OUTCOMES, max_size=3),
                  "file": st.text(max_size=20), "duration_s": st.floats(0, 100), "ordinal": st.integers(0, 9)},
    ),
    max_size=10,
)  # fmt: skip


def written(folder: Path, records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], Any]:
    paths = write(folder, [CellTests("debian-12/amd64/py3.11", COUNTS, records)])
    lines = [json.loads(line) for line in paths["tests.jsonl"].read_text(encoding="utf-8").splitlines()]
    return lines, parse(paths["tests.xml"]).getroot()


@pytest.mark.threat("T15")
@given(RECORDS)
def test_every_test_in_both(tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]) -> None:
    """Whatever tests are called, there is one line and one well-formed test case for each."""
    lines, root = written(tmp_path_factory.mktemp("t"), records)
    cases = root.findall("./testsuite/testcase")
    assert len(lines) == len(cases) == len(records)
    assert [line["outcome"] for line in lines] == [record["outcome"] for record in records]


@pytest.mark.parametrize(
    ("outcome", "retries", "element"),
    [("passed", (), None), ("failed", (), "failure"), ("error", (), "error"), ("skipped", (), "skipped"),
     ("failed", ("passed",), "flakyFailure"), ("passed", ("failed",), "flakyFailure"),
     ("failed", ("failed",), "failure"), ("passed", ("passed",), None), ("skipped", ("passed",), None)],
)  # fmt: skip
def test_how_it_ended(tmp_path: Path, outcome: str, retries: tuple[str, ...], element: str | None) -> None:
    """A failure is one that stayed; one that did not is told, and fails nobody's build."""
    _, root = written(tmp_path, [{"id": "m::t", "outcome": outcome, "retries": list(retries)}])
    (case,) = root.iter("testcase")
    assert [child.tag for child in case] == ([element] if element else [])
    assert (case.get("classname"), case.get("name")) == ("m", "t")


@pytest.mark.threat("T24")
def test_a_credential_in_a_message_goes_no_further(tmp_path: Path) -> None:
    """What a failing test quotes of a secret is redacted in both files."""
    secret = "ghp_" + "a1B2" * 9
    lines, root = written(tmp_path, [{"id": "t", "outcome": "failed", "message": f"token {secret}"}])
    assert secret not in json.dumps(lines)
    assert secret not in str(next(root.iter("failure")).attrib)

"""JUnit files are counted by their cases."""

import pytest

from workers.errors import ResultError
from workers.readers.junit import read

CASES = """<testsuites><testsuite name="s" tests="999" failures="0">
<testcase classname="a.B" name="ok"/>
<testcase classname="a.B" name="bad"><failure message="m">t</failure></testcase>
<testcase classname="a.B" name="broken"><error message="m">t</error></testcase>
<testcase classname="a.B" name="later"><skipped message="m"/></testcase>
</testsuite></testsuites>"""


def test_cases_count_not_claims() -> None:
    """The totals a file states about itself are not believed."""
    report = read(CASES)
    assert (report.total, report.passed, report.failed, report.errors, report.skipped) == (4, 1, 1, 1, 1)
    assert report.failed_names == ("a.B::bad", "a.B::broken")


def test_a_single_suite_is_a_document_too() -> None:
    """A root of `testsuite` is read as well."""
    assert read('<testsuite name="s"><testcase name="x"/></testsuite>').passed == 1


def test_suites_inside_suites_count() -> None:
    """Nested suites are counted once each."""
    inner = '<testsuite name="i"><testcase name="y"/></testsuite>'
    assert read(f'<testsuites><testsuite name="s"><testcase name="x"/>{inner}</testsuite></testsuites>').total == 2


@pytest.mark.threat("T32")
@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><testsuites/>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites/>',
        "<testsuites>",
        "",
        "\x00",
        "<html/>",
    ],
)
def test_what_is_no_junit_is_refused_with_a_sentence(text: str) -> None:
    """Entities, document types and other files are refused, with a sentence."""
    with pytest.raises(ResultError, match="JUnit"):
        read(text)


@pytest.mark.threat("T32")
def test_depth_is_no_attack() -> None:
    """Suites nested ten thousand deep are read like any other."""
    depth = 10_000
    text = "<testsuites>" + "<testsuite>" * depth + '<testcase name="x"/>' + "</testsuite>" * depth + "</testsuites>"
    assert read(text).total == 1

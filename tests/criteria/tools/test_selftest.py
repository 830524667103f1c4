"""The self-test: only a tool that proves itself says anything."""

import pytest
from sample_tool import Sample

from criteria.all_tools import TOOLS
from criteria.tools.selftest import why_unusable
from criteria.tools.tool import Tool


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.ID)
def test_each_tool_proves_itself(tool: Tool) -> None:
    """V7: the known-bad sample is found and the known-good one is not, with the versions that are installed."""
    assert why_unusable(tool) is None


@pytest.mark.parametrize(
    ("tool", "why"),
    [
        (Sample("blind", known_bad=""), "said nothing about the known-bad sample"),
        (Sample("zealous", known_good="BAD"), "objected to the known-good sample"),
        (Sample("deaf", known_good="FAIL"), "could not read our own sample"),
        (Sample("broken", known_bad="CRASH"), "could not run: the tool crashed"),
    ],
    ids=["blind", "zealous", "deaf", "broken"],
)
def test_a_tool_that_does_not_is_unusable(tool: Sample, why: str) -> None:
    """The reason says which half of the test was not met."""
    assert why in (why_unusable(tool) or "")


def test_success_is_remembered_by_version() -> None:
    """Once per process and version; another version is asked again."""
    first, again, newer = Sample("remembered"), Sample("remembered"), Sample("remembered-2")
    for tool in (first, again, newer):
        assert why_unusable(tool) is None
    assert (len(first.calls), len(again.calls), len(newer.calls)) == (1, 0, 1)


def test_failure_is_not_remembered() -> None:
    """A tool that failed for want of memory, once, is not lost for the life of the process."""
    assert why_unusable(Sample("flaky", known_bad="CRASH")) is not None
    assert why_unusable(Sample("flaky")) is None

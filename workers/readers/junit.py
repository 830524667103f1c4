"""JUnit XML, as pytest and most other runners write it."""

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from junitparser import Error, Failure, Skipped, TestCase

from workers.errors import ResultError
from workers.readers.counts import NAMES_KEPT, SuiteReport

READER = "junit"
LIMIT = 64 * 2**20  # bytes


def read(text: str) -> SuiteReport:
    """Counts from the cases themselves, wherever they stand; the totals a file states are not believed.

    Raises ResultError when it is no acceptable JUnit XML.
    """
    if len(text) > LIMIT:
        raise ResultError(f"the JUnit file is larger than {LIMIT} bytes")
    try:
        root = fromstring(text.encode(errors="replace"), forbid_dtd=True)
    except (DefusedXmlException, SyntaxError, ValueError, RecursionError, LookupError) as error:
        raise ResultError(f"the JUnit file cannot be read: {type(error).__name__}") from error
    if root.tag not in ("testsuites", "testsuite"):
        raise ResultError(f"the JUnit file begins with <{root.tag[:40]}>, not with <testsuites>")
    counts = {"passed": 0, "failed": 0, "errors": 0, "skipped": 0}
    names: list[str] = []
    for element in root.iter("testcase"):
        case = TestCase.fromelem(element)
        kind = _kind(case.result)
        counts[kind] += 1
        if kind in ("failed", "errors") and len(names) < NAMES_KEPT:
            names.append("::".join(part for part in (case.classname, case.name) if part)[:300])
    return SuiteReport(READER, **counts, failed_names=tuple(names))


def _kind(results: object) -> str:
    found = results if isinstance(results, list) else [results]
    for kind, name in ((Error, "errors"), (Failure, "failed"), (Skipped, "skipped")):
        if any(isinstance(result, kind) for result in found):
            return name
    return "passed"

"""JUnit XML, as pytest and most other runners write it."""

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from junitparser import Error, Failure, JUnitXml, JUnitXmlError, Skipped, TestSuite

from workers.errors import ResultError
from workers.readers.counts import NAMES_KEPT, SuiteReport

READER = "junit"
LIMIT = 64 * 2**20  # bytes
DEPTH = 16  # suites inside suites


def read(text: str) -> SuiteReport:
    """Counts from the cases themselves; the totals a file states about itself are not believed.

    Raises ResultError when it is no acceptable JUnit XML.
    """
    if len(text) > LIMIT:
        raise ResultError(f"the JUnit file is larger than {LIMIT} bytes")
    try:
        root = fromstring(text.encode(errors="replace"), forbid_dtd=True)
        document = JUnitXml.fromroot(root)
    except (DefusedXmlException, JUnitXmlError, SyntaxError, ValueError, RecursionError, LookupError) as error:
        raise ResultError(f"the JUnit file cannot be read: {type(error).__name__}") from error
    suites = [document] if isinstance(document, TestSuite) else list(document)
    report = SuiteReport(READER)
    for suite in suites:
        report += _suite(suite, 0)
    return report


def _suite(suite: TestSuite, depth: int) -> SuiteReport:
    if depth > DEPTH:
        raise ResultError("the JUnit file nests its suites too deep")
    counts = {"passed": 0, "failed": 0, "errors": 0, "skipped": 0}
    names: list[str] = []
    for case in suite:
        kind = _kind(case.result)
        counts[kind] += 1
        if kind in ("failed", "errors") and len(names) < NAMES_KEPT:
            names.append("::".join(part for part in (case.classname, case.name) if part)[:300])
    report = SuiteReport(READER, **counts, failed_names=tuple(names))
    for inner in suite.testsuites():
        report += _suite(inner, depth + 1)
    return report


def _kind(results: object) -> str:
    found = results if isinstance(results, list) else [results]
    for kind, name in ((Error, "errors"), (Failure, "failed"), (Skipped, "skipped")):
        if any(isinstance(result, kind) for result in found):
            return name
    return "passed"

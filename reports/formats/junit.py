"""Criteria as test cases, for every tool that reads JUnit: a suite per criterion, a case per rule."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reports import wording

MEDIA_TYPE = "application/xml"
SUFFIX = ".xml"


def render(document: dict[str, Any]) -> bytes:
    """Only `fail` is a failure. What does not apply, is waived or was not assessed is skipped, with its reason."""
    root = Element("testsuites", name="assay")
    _count(root, list(wording.subcriteria(document)))
    for criterion in document["criteria"]:
        suite = SubElement(root, "testsuite", name=f"{criterion['id']} {criterion['title']}")
        _count(suite, criterion["subcriteria"])
        for rule in criterion["subcriteria"]:
            _add_case(suite, criterion["id"], rule)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _count(element: Element, rules: list[Mapping[str, Any]]) -> None:
    verdicts = [_standing(rule) for rule in rules]
    failed, passed = verdicts.count("fail"), verdicts.count("pass")
    counts = {"tests": len(verdicts), "failures": failed, "errors": 0, "skipped": len(verdicts) - failed - passed}
    for key, value in counts.items():
        element.set(key, str(value))


def _add_case(suite: Element, criterion: str, rule: Mapping[str, Any]) -> None:
    case = SubElement(suite, "testcase", classname=criterion, name=f"{rule['id']} {rule['title']}", time="0")
    if _standing(rule) == "fail":
        failure = SubElement(case, "failure", type=rule["requirement"], message=rule["reason"])
        failure.text = "\n".join(_lines(rule))
    elif _standing(rule) != "pass":
        SubElement(case, "skipped", message=f"{wording.WORDS[rule['verdict']]}: {rule['reason']}")


def _standing(rule: Mapping[str, Any]) -> str:
    """An attestation that the baseline accepts is met; any other is skipped like all that is unknown."""
    return "pass" if rule["counts_as"] == "pass" else str(rule["verdict"])


def _lines(rule: Mapping[str, Any]) -> list[str]:
    lines = [": ".join(filter(None, (wording.place(finding), finding["message"]))) for finding in rule["findings"]]
    if rule["findings_total"] > len(lines):
        lines.append(f"and {rule['findings_total'] - len(lines)} more")
    return [*lines, f"Fix: {rule['fix']}"] if rule["fix"] else lines

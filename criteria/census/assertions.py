"""Which Python test functions ask anything of the code: a test without an assertion passes whatever the code does (A9).

A scan of the text, linear and without a parser. What counts is a statement or a call that can fail by what it compares;
`assert True`, a literal that is true, and a value compared with itself cannot.
"""

import re
from itertools import pairwise

FUNCTION = re.compile(rb"^[ \t]{0,40}(?:async[ \t])?(?:cp?)?def[ \t]{1,4}test\w{0,200}[ \t]{0,4}\(", re.M)
_ASSERTION = re.compile(
    rb"(?:^|[:;])[ \t]{0,80}assert\b(?P<statement>[^\n]{0,120})"
    rb"|assert\w{0,60}[ \t]?\((?P<arguments>[^\n]{0,120})"
    rb"|(?:expect|raises|warns|check|verif|compare|ensure|validate|should|fail|match|doctest)\w{0,60}[ \t]?\(",
    re.M | re.I,
)
_TRUE = rb"(?:True|not[ ](?:False|None|0)|[1-9]\d{0,9}|(?P<quote>['\"])[^'\"]{1,60}(?P=quote))"
_VACUOUS = re.compile(
    rb"[ \t(]{0,8}(?:" + _TRUE + rb"|(?P<value>[\w.'\"]{1,60})[ \t]{0,4}(?:==|is|,|<=|>=)[ \t]{0,4}(?P=value))"
    rb"[ \t)]{0,8}(?:[,#;][^\n]{0,120})?$"
)
_DEFINITION = re.compile(rb"[ \t]{0,40}(?:async[ \t])?(?:cp?)?def[ \t]{1,4}\w{0,200}")


def asserting(content: bytes) -> int:
    """How many test functions hold an assertion that can fail."""
    starts = [match.start() for match in FUNCTION.finditer(content)]
    return sum(_asserts(content, start, end) for start, end in pairwise([*starts, len(content)]))


def _asserts(content: bytes, start: int, end: int) -> bool:
    return any(_can_fail(match, content) for match in _ASSERTION.finditer(content, start, end))


def _can_fail(match: re.Match[bytes], content: bytes) -> bool:
    line = content[content.rfind(b"\n", max(0, match.start() - 200), match.start()) + 1 : match.start()]
    if b"#" in line or _DEFINITION.fullmatch(line):
        return False
    said = match["statement"] if match["statement"] is not None else match["arguments"]
    return said is None or not _VACUOUS.match(said.rstrip())

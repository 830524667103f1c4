"""sage-python2: nothing new is written in Python 2."""

import re

from criteria.changes.added import on_added, python
from criteria.changes.source_lines import CODE, EXAMPLE, OLD, code_of_example
from criteria.check import Parameters
from criteria.evidence.change import KIND, AddedLine, ChangedFile
from criteria.model import EvidenceSet, Verdict

ID = "sage-python2"
TITLE = "Nothing new is written in Python 2"
WHY = "Code that only Python 2 could run fails where it is reached, which may be long after it was merged."
HOW = (
    "Added lines of code, and of examples under a prompt, without their strings and comments: the statement print, "
    "raise and except with a comma, <>, names that Python 3 does not have (xrange, izip, unicode, basestring, "
    "raw_input, execfile), methods of dictionaries that are gone (iteritems, has_key and others) and special methods "
    "that are not called any more (__nonzero__, __div__, __cmp__ and others). In Cython only what Cython itself does "
    "not know; it reads a loop over iteritems as one over items."
)
FIX = "Write what Python 3 has instead: `print(...)`, `raise Error(...)`, `range`, `.items()`, `__bool__`."
EFFORT = "minutes"
LIFECYCLE = "stable"
NEEDS: tuple[str, ...] = (KIND,)

_BEGINS = r"(?:^|[;:])[ \t]*+"
_EVERYWHERE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(_BEGINS + r"print(?:[ \t]++(?!(?:in|is|and|or|not|if|else|for)\b)[\w'\[{]|[ \t]*+>>[ \t]*\w)"),
     "print is a function."),
    (re.compile(_BEGINS + r"raise[ \t]++[\w.]{1,80}[ \t]*+,"), "raise takes no comma; call the exception."),
    (re.compile(_BEGINS + r"except[ \t]++[\w.]{1,80}[ \t]*+,[ \t]*+\w{1,80}[ \t]*+:"),
     "except takes as, not a comma."),
    (re.compile(r"\bimport[ \t]++(?:[\w., \t]{0,200}[ \t,])?(?:izip|imap|ifilter|izip_longest)\b"),
     "itertools has no such function in Python 3."),
)  # fmt: skip
_PYTHON: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\.(?:iteritems|itervalues|iterkeys|viewitems|viewvalues|viewkeys|has_key)\("),
     "Dictionaries have no such method in Python 3."),
    (re.compile(r"(?<![\w.])(?:xrange|unicode|unichr|raw_input|execfile|izip|imap|ifilter)\("),
     "Python 3 has no such function."),
    (re.compile(r"(?<![\w.])basestring\b"), "Python 3 has no basestring."),
    (re.compile(r"<>"), "<> is written !=."),
    (re.compile(r"\bdef[ \t]++__(?:nonzero|div|idiv|rdiv|cmp|getslice|setslice|delslice|unicode|coerce)__\b"),
     "Python 3 calls no such method."),
    (re.compile(r"^[ \t]*+__metaclass__[ \t]*+="), "Python 3 does not look at __metaclass__."),
)  # fmt: skip


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    return on_added(
        ID,
        evidence[KIND].data,
        python,
        _of_file,
        subject="Python or Cython",
        required="no code that only Python 2 can run",
    )


def _of_file(file: ChangedFile) -> list[tuple[int, str]]:
    return [(line.number, why) for line in file.added if (why := _wrong(line, file.language)) is not None]


def _wrong(line: AddedLine, language: str | None) -> str | None:
    example = line.role in (EXAMPLE, OLD)
    code = code_of_example(line.text) if example else line.code
    if not example and line.role != CODE and not code.strip():
        return None
    rules = (*_EVERYWHERE, *_PYTHON) if example or language != "Cython" else _EVERYWHERE
    return next((why for pattern, why in rules if pattern.search(code)), None)

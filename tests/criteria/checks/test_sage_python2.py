"""sage-python2: nothing new is written in Python 2."""

from pathlib import Path

import pytest
from changesets import cut_off, docstring, judged, verdict_on

from criteria.checks import sage_python2 as check
from criteria.model import Outcome, Strength

GOOD = """
print(x); print (y)
print
raise ValueError("a, b")
except (A, B) as e:
for k, v in d.items(): pass
"xrange(3) print x"  # print x
print_it = cmp(a, b)
def iteritems(self): pass
P.<x> = QQ[]
"""


def test_python_3_passes(tmp_path: Path) -> None:
    """Strings, comments and prose may speak of what they like."""
    text = GOOD + docstring("Do not print x, nor xrange(3).", "", "    sage: print(1)", "    print x")
    verdict = verdict_on(check, tmp_path, {"a.py": text})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3), verdict.reason


@pytest.mark.parametrize(
    "line",
    ["print 'a'", "print x", "if x: print y", "print >>f, x", "raise ValueError, 'a'", "except A, e:", "d.iteritems()",
     "d.has_key(1)", "from itertools import chain, izip", "xrange(3)", "isinstance(x, basestring)", "x <> y",
     "def __nonzero__(self):", "    __metaclass__ = A", "unicode(x)"],
)  # fmt: skip
def test_python_2_fails_in_code_and_examples(tmp_path: Path, line: str) -> None:
    for text in (f"{line}\n", docstring(f"sage: {line}"), docstring("sage: for x in y:", f"....:     {line}")):
        assert verdict_on(check, tmp_path, {"a.py": text}).outcome is Outcome.FAIL, text


def test_cython_knows_more_names(tmp_path: Path) -> None:
    """There unicode is a type, a template may be empty, and a loop over iteritems is one over items."""
    assert (
        verdict_on(
            check, tmp_path, {"a.pyx": "cdef f(unicode x): return unicode(x), xrange(3), g<>(), d.iteritems()\n"}
        ).outcome
        is Outcome.PASS
    )
    assert verdict_on(check, tmp_path, {"a.pyx": "print 'a'\n"}).outcome is Outcome.FAIL


def test_a_change_that_adds_nothing_of_the_kind_is_not_concerned(tmp_path: Path) -> None:
    """Vendored code is not the project's."""
    after = {"a.toml": "x = 1\n", "vendor/b.py": "x = 1  \n"}
    assert verdict_on(check, tmp_path, after).outcome is Outcome.NOT_APPLICABLE


def test_a_change_that_was_not_looked_at_whole_does_not_pass(tmp_path: Path) -> None:
    """What is found in a part fails all the same."""
    assert judged(check, cut_off(tmp_path, {"a.py": "x = 1\n"})).outcome is Outcome.NOT_ASSESSED
    assert judged(check, cut_off(tmp_path, {"a.py": "print x\n"})).outcome is Outcome.FAIL

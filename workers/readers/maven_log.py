"""The output of Maven's Surefire and Failsafe: counts per class, failures by name, totals per module."""

import re
from collections.abc import Iterator

import attrs

from workers.readers.lines import number, uncoloured
from workers.readers.tally import FLAKY, Tally, Words
from workers.readers.test_case import ERROR, FAILED, PASSED, SKIPPED, TestCase, case

READER = "maven"
ROOM = 20_000  # classes, and failures, of one module
_LEVEL = re.compile(r"\[(?:INFO|ERROR|WARNING)\] ?")
_COUNTS = re.compile(
    r"Tests run: (?P<run>\d{1,7}), Failures: (?P<failed>\d{1,7}), Errors: (?P<errors>\d{1,7}), "
    r"Skipped: (?P<skipped>\d{1,7})(?:, Flakes: (?P<flakes>\d{1,7}))?(?P<rest>.*)\Z"
)
_CLASS = re.compile(r", Time elapsed: .{1,40}? -{1,2} in (?P<name>\S{1,400})\Z")
_ELAPSED = "Time elapsed: "
_BAD = re.compile(r"(?P<seconds>[\d.,]{1,12}) s {1,2}<<< (?P<end>FAILURE|ERROR)!\Z")
_CRASH = "The forked VM terminated without"


@attrs.define
class _Bad:
    """A test that failed, and how often it was seen to."""

    outcome: str
    seconds: float
    words: Words = attrs.field(factory=Words)
    times: int = 1


class MavenLog:
    """Reads the log of `mvn test` or `mvn verify`."""

    def __init__(self) -> None:
        self._tally = Tally(READER)
        self._classes: dict[str, int] = {}  # with the tests of it that passed
        self._bad: dict[str, _Bad] = {}
        self._words = Words()
        self._flakes: set[str] = set()
        self._section = ""

    def line(self, text: str) -> Iterator[TestCase]:
        text = _LEVEL.sub("", uncoloured(text).rstrip(), count=1)
        if text.startswith("Tests run: ") and (match := _COUNTS.match(text)):
            yield from self._counts(match)
        elif _ELAPSED in text:
            self._failure(text)
        elif text in ("Results:", "Results :", "Flakes: ", "Flakes:", "Failures: ", "Failures:", "Errors: ", "Errors:"):
            self._section = text.strip(": ")
        elif self._section == "Flakes" and text and not text.startswith("  ") and len(self._flakes) < ROOM:
            self._flakes.add(_id(text.strip()))
        elif _CRASH in text and not self._section:
            yield case("(test process)", ERROR, message=text)
            self._section = "crash"
        elif not self._section:
            self._words.add(text)

    def end(self) -> Iterator[TestCase]:
        """Of a run that was stopped before its totals, the classes that ended are known."""
        yield from self._release(None)

    def _counts(self, match: re.Match[str]) -> Iterator[TestCase]:
        run, failed, errors, skipped = (int(match[key]) for key in ("run", "failed", "errors", "skipped"))
        rest = match["rest"].replace(" <<< FAILURE!", "").replace(" <<< ERROR!", "")
        if named := _CLASS.match(rest):
            self._words, self._section = Words(), ""
            if len(self._classes) < ROOM:
                self._classes[named["name"]] = max(0, run - failed - errors - skipped)
            if skipped:
                yield from map(self._tally.told, self._tally.unnamed(SKIPPED, skipped, named["name"]))
        elif not rest.strip():
            passed = max(0, run - failed - errors - skipped)
            yield from self._release(passed)
            yield from self._tally.stated(
                ((FAILED,), failed), ((ERROR,), errors), ((SKIPPED,), skipped), ((PASSED,), passed)
            )

    def _failure(self, text: str) -> None:
        name, _, rest = text.partition(_ELAPSED)
        match, id_ = _BAD.match(rest), _id(name.rstrip(" -"))
        if match is None or not id_:
            return
        known = self._bad.get(id_)
        if known is not None:
            known.times += 1
            self._words = Words()
        elif len(self._bad) < ROOM:
            outcome = FAILED if match["end"] == "FAILURE" else ERROR
            self._bad[id_] = _Bad(outcome, number(match["seconds"]))
            self._words = self._bad[id_].words

    def _release(self, passed: int | None) -> Iterator[TestCase]:
        """What is known of a module; of tests that passed at most `passed`, those of later attempts count once."""
        classes, bad, flakes = self._classes, self._bad, self._flakes
        self._classes, self._bad, self._flakes, self._words, self._section = {}, {}, set(), Words(), ""
        for id_, each in bad.items():
            flaky = id_ in flakes
            told = case(
                id_,
                each.outcome,
                duration_s=each.seconds,
                message=each.words.take(),
                tags=(FLAKY,) if flaky else (),
                retries=(each.outcome,) * min(each.times - 1, 9) + ((PASSED,) if flaky else ()),
            )
            yield self._tally.told(told, PASSED if flaky else None)
            klass = id_.rpartition("::")[0]
            if flaky and klass in classes:
                classes[klass] -= 1
        left = sum(classes.values()) if passed is None else passed - sum(id_ in flakes for id_ in bad)
        for name, count in classes.items():
            yield from map(self._tally.told, self._tally.unnamed(PASSED, min(count, left), name))
            left -= min(count, max(0, left))


def _id(name: str) -> str:
    """As in the JUnit file, from `method(Class)`, `Class.method(Class)` or `Class.method(parameters)`."""
    head, bracket, rest = name.partition("(")
    klass = rest.removesuffix(")")
    if bracket and ("." not in head or head.startswith(f"{klass}.")):
        return case(f"{klass}::{head.removeprefix(f'{klass}.')}", PASSED).id
    klass, _, method = head.rpartition(".")
    return case("::".join(part for part in (klass, method + bracket + rest) if part), PASSED).id

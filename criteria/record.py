"""A mapping of a YAML file, read key by key: what does not fit is one sentence with file, line and key."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Any, TypeVar

import attrs

from criteria.errors import CriteriaError, UntrustedInputError
from criteria.marked_yaml import Document, Path, read_marked, said, shown

LONGEST = 2000  # characters of a text
Choice = TypeVar("Choice", bound=Enum)


class RecordError(CriteriaError):
    """A key is missing, unknown or of the wrong kind. `line` counts from 1; the message begins with FILE:LINE."""

    def __init__(self, name: str, line: int, message: str) -> None:
        super().__init__(f"{name}:{line}: {message}")
        self.line = line
        self.message = message


@attrs.frozen
class Record:
    """The mapping at `path` of a document; `name` is how messages call the file."""

    document: Document
    name: str
    path: Path
    data: Mapping[str, Any]

    @property
    def line(self) -> int:
        return self.document.line(self.path)

    def error(self, key: str | int | None, message: str) -> RecordError:
        """An error at the line of the key, or of the whole mapping."""
        path = self.path if key is None else (*self.path, key)
        return RecordError(self.name, self.document.line(path), message)

    def only(self, *known: str) -> "Record":
        """Itself, when it has no other keys."""
        for key in self.data:
            if key not in known:
                raise self.error(key, f"unknown key {shown(key)} in {self.where()}; {nearest(key, known)}")
        return self

    def has(self, key: str) -> bool:
        return key in self.data

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
            raise self.error(key, f"{self.where(key)} must be a text of at most {LONGEST} characters{self._hint(key)}")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, f"{self.where(key)} must be a list of texts")
        return tuple(item.strip() for item in value)

    def flag(self, key: str, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"{self.where(key)} must be true or false")
        return value

    def number(self, key: str) -> float:
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.error(key, f"{self.where(key)} must be a number")
        return value

    def date(self, key: str) -> date:
        value = self._value(key)
        try:
            return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        except ValueError:
            raise self.error(key, f"{self.where(key)} must be a date such as 2026-11-20") from None

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """One of the values of an enumeration."""
        member: Choice = self.one_of(key, {str(member.value): member for member in kind})
        return member

    def one_of(self, key: str, members: Mapping[str, Any]) -> Any:
        value = self._value(key)
        if not isinstance(value, str) or value not in members:
            raise self.error(key, f"{self.where(key)} is {shown(str(value))}; {nearest(str(value), members)}")
        return members[value]

    def record(self, key: str) -> "Record":
        return self._record(key, self._value(key))

    def records(self, key: str) -> "Iterator[tuple[str, Record]]":
        """The mappings of a mapping, by their keys."""
        below = self.record(key)
        return ((name, below.record(name)) for name in below.data)

    def listed(self, key: str) -> "list[Record | RecordError]":
        """The mappings of a list; what is none stands there as its error."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.error(key, f"{self.where(key)} must be a list")
        below = attrs.evolve(self, path=(*self.path, key), data={})
        return [below._tried(index, item) for index, item in enumerate(value)]

    def where(self, key: str | int | None = None) -> str:
        """The dotted name of a key, for people."""
        parts = self.path if key is None else (*self.path, key)
        text = ".".join(str(part + 1) if isinstance(part, int) else part for part in parts)
        return shown(text, 150) if text else "the file"

    def _value(self, key: str) -> Any:
        if key not in self.data:
            raise self.error(None, f"{self.where()} has no {key!r}; add it")
        return self.data[key]

    def _tried(self, key: int, value: Any) -> "Record | RecordError":
        try:
            return self._record(key, value)
        except RecordError as error:
            return error

    def _record(self, key: str | int, value: Any) -> "Record":
        if not isinstance(value, dict):
            raise self.error(key, f"{self.where(key)} must be a mapping of keys to values")
        return attrs.evolve(self, path=(*self.path, key), data=value)

    def _hint(self, key: str) -> str:
        kind = self.document.kinds.get((*self.path, key))
        return f"; without quotes it is a {kind} to YAML" if kind else ""


def read_record(text: str | bytes, name: str, *, max_bytes: int, dates: bool = False) -> Record:
    """The mapping that the file holds. `RecordError` for the first thing that cannot be read in it."""
    try:
        document = read_marked(text, name, max_bytes=max_bytes, dates=dates)
    except UntrustedInputError as error:
        problem = said(error, name)
        raise RecordError(name, problem.line, problem.message) from error
    for problem in document.problems:
        raise RecordError(name, problem.line, problem.message)
    if not isinstance(document.data, dict):
        raise RecordError(name, 1, "the file must be a mapping of keys to values")
    return Record(document, name, (), document.data)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint: the known word that is most like this one, else all of them."""
    words = list(known)
    near = get_close_matches(word[:100], words, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    more = f" and {len(words) - 12} more" if len(words) > 12 else ""
    return f"there are: {', '.join(words[:12])}{more}" if words else "there is none"

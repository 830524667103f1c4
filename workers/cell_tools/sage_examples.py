"""Which examples the docstrings of one file hold, the skipped ones too. Runs in Sage's child process of that file.

Sage's parser throws skipped examples away, and whatever stood between it and its callers would be seen in tracebacks.
So nothing does: the constructors of examples, docstrings and parsers, which come back before anything can go wrong,
tell what was made.
"""

from __future__ import annotations

import doctest
import functools
import os
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any

from workers.cell_tools.entries import DIRECTIVE, RUN, SIGNALS, SKIP, VIRTUAL, Entry, digest_of

# Sage adds this example to each docstring; it counts where it fails, and is no test of the docstring's own.
_SIGNALS = "sig_on_count() # check sig_on/off pairings (virtual doctest)"
_CODE = (".py", ".pyx", ".pxd", ".pxi")


def module_of(basename: str, path: str) -> str:
    """The name of a file wherever it is tested: of a package, the dotted one; else its path as it was given."""
    ending = PurePath(path).suffix
    dotted = basename[: -len(ending)] if ending and basename.endswith(ending) else basename
    if "." not in dotted or os.sep in dotted:
        shown = os.path.relpath(path)
        return path if shown.startswith("..") else shown
    return basename if ending in _CODE or basename.endswith(ending) else basename + ending


def after(function: Callable[..., Any], tell: Callable[..., object]) -> Callable[..., Any]:
    @functools.wraps(function)
    def both(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        tell(*args, **kwargs)
        return result

    return both


class ExampleFinder:
    """Listens while Sage reads a file, from `begin` to `end`."""

    def __init__(self, parsing: Any, external: Any) -> None:
        self._parsing = parsing
        self._external = external
        self._plain: list[tuple[Any, Any]] = []
        self._parser: Any = None
        self._found: list[tuple[Any, str]] = []
        self._docstrings: dict[int, tuple[Any, list[tuple[Any, str]]]] = {}

    def begin(self) -> None:
        listeners = (
            (doctest.Example, self._example),
            (doctest.DocTest, self._docstring),
            (self._parsing.SageDocTestParser, self._new_parser),
        )
        self._found, self._docstrings = [], {}
        self._plain = [(kind, kind.__init__) for kind, _ in listeners]
        for kind, tell in listeners:
            kind.__init__ = after(kind.__init__, tell)  # type: ignore[method-assign]

    def end(self) -> None:
        for kind, plain_init in self._plain:
            kind.__init__ = plain_init
        self._plain = []

    def docstrings(self) -> list[Any]:
        return [test for test, _ in self._docstrings.values()]

    def entries(self, module: str, docstrings: list[Any]) -> Iterator[tuple[Entry, Any]]:
        """Each entry with its example, or with None where that will not run.

        The ordinal goes on through docstrings of the same qualified name.
        """
        ordinals: dict[str, int] = {}
        for test in docstrings:
            name = test.name[len(module) + 1 :] if test.name.startswith(f"{module}.") else ""
            yield from self._entries(test, name or ("<module>" if test.name == module else test.name), ordinals)

    def _entries(self, test: Any, name: str, ordinals: dict[str, int]) -> Iterator[tuple[Entry, Any]]:
        kept = {id(example) for example in test.examples}
        _, found = self._docstrings.get(id(test), (test, [(example, example.source) for example in test.examples]))

        def entry(example: Any, source: str, kind: str, tags: tuple[str, ...], under: str = name) -> Entry:
            ordinals[under] = ordinals.get(under, -1) + 1
            line = test.lineno + example.lineno + 1
            return Entry(under, ordinals[under], digest_of(source), line, kind, tags)

        for example, prompt in found:
            source = prompt[6:] if prompt.startswith("sage: ") else prompt
            comment, virtual = source.lstrip().startswith("#"), example.source.startswith("None  # virtual doctest")
            if not comment and (virtual or id(example) not in kept):
                yield entry(example, source, SKIP, self._unmet(example, prompt)), None
            elif not comment:
                kind = DIRECTIVE if example.options.get(doctest.SKIP) else RUN
                yield entry(example, source, kind, tuple(sorted(self._tags(example, prompt)))), example
            if virtual and id(example) in kept:  # Sage's advice on a block of tags, made into an example
                yield entry(example, source, VIRTUAL, ("virtual",), f"{name}::virtual"), example
        if test.examples and test.examples[-1].source.startswith(_SIGNALS):
            yield entry(test.examples[-1], _SIGNALS, SIGNALS, ("virtual",), f"{name}::sig_on_count"), test.examples[-1]

    def _tags(self, example: Any, source: str) -> set[str]:
        tags = getattr(example, "optional_tags", None)
        if tags is None and "#" in source:  # SageMath before 10.1 keeps them nowhere
            tags = self._parsing.parse_optional_tags(source)
        return set(tags or ())

    def _unmet(self, example: Any, source: str) -> tuple[str, ...]:
        """The tags for which an example was skipped, asked in Sage's own order."""
        tags = self._tags(example, source)
        never = tags & {"not implemented", "not tested"}
        if never or ("long time" in tags and not self._parser.long):
            return tuple(sorted(never or {"long time"}))
        wanted = self._parser.optional_tags
        tags.discard("long time")
        missing = set() if wanted is True else {tag for tag in tags - set(wanted) if not self._there(tag)}
        return tuple(sorted(missing or tags)) or ("sage",)

    def _there(self, tag: str) -> bool:
        software = self._external.available_software
        return tag[1:] not in software if tag.startswith("!") else tag in software

    def _example(self, example: Any, *_: Any, **__: Any) -> None:
        if not example.source.startswith(_SIGNALS):
            self._found.append((example, example.source))

    def _docstring(self, test: Any, *_: Any, **__: Any) -> None:
        self._docstrings[id(test)] = (test, self._found)
        self._found = []

    def _new_parser(self, parser: Any, *_: Any, **__: Any) -> None:
        # What a file made while it was loaded, before Sage read it, is not of this file's docstrings.
        self._parser, self._found = parser, []

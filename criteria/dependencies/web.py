"""Manifests of npm, Composer and Ruby."""

import re
from collections.abc import Iterator, Mapping

from criteria.dependencies.model import (
    COMPOSER,
    GEM,
    LONGEST,
    NPM,
    OPTIONAL,
    RUNTIME,
    TEST,
    Dependency,
    line_of,
    named,
)
from criteria.untrusted import load_json

_MOST = 2000
_EXACT = re.compile(r"^=?v?(\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][\w.+-]{1,60})?)$")
_GEM = re.compile(r"^[ \t]{0,20}gem[ (]{1,4}['\"]([\w.-]{1,100})['\"](?:,[ ]{0,4}['\"]([^'\"\n]{1,100})['\"])?", re.M)


def package_json(path: str, text: str) -> Iterator[Dependency]:
    groups = {
        "dependencies": RUNTIME,
        "peerDependencies": OPTIONAL,
        "optionalDependencies": OPTIONAL,
        "devDependencies": TEST,
    }
    return _json(path, text, NPM, groups)


def composer_json(path: str, text: str) -> Iterator[Dependency]:
    """What is not `vendor/name` is the language itself or an extension of it."""
    found = _json(path, text, COMPOSER, {"require": RUNTIME, "require-dev": TEST})
    return (one for one in found if "/" in one.name)


def _json(path: str, text: str, ecosystem: str, groups: Mapping[str, str]) -> Iterator[Dependency]:
    data = load_json(text, path)
    for key, scope in groups.items():
        listed = data.get(key) if isinstance(data, Mapping) else None
        for name, value in list(listed.items() if isinstance(listed, Mapping) else ())[:_MOST]:
            normal = named(ecosystem, name)
            if normal is None:
                continue
            constraint = value.strip()[:LONGEST] if isinstance(value, str) else ""
            exact = _EXACT.match(constraint)
            source = constraint if "/" in constraint or constraint.startswith(("file:", "link:", "git")) else None
            yield Dependency(
                ecosystem,
                normal,
                scope,
                path,
                "" if source else constraint,
                exact[1] if exact else None,
                line_of(text, f'"{name}"'),
                source=source,
            )


def gemfile(path: str, text: str) -> Iterator[Dependency]:
    line, at = 1, 0
    for match in _GEM.finditer(text):
        line, at = line + text.count("\n", at, match.start(1)), match.start(1)
        constraint = match[2] or ""
        exact = re.fullmatch(r"=?\s{0,4}(\d[\w.]{0,60})", constraint)
        yield Dependency(GEM, match[1], RUNTIME, path, constraint, exact[1] if exact else None, line)

"""INI files of other tools (setup.cfg, tox.ini, pytest.ini) as sections of plain text; never interpolated."""

import configparser
import re
from collections.abc import Mapping

from criteria.snapshot import Snapshot

MAX_BYTES = 256 * 2**10
# The standard reader looks at each stretch of blanks again and again; a short one keeps it linear.
_BLANKS = re.compile(r"[^\S\n]{9,}")

Sections = Mapping[str, Mapping[str, str]]


def read_ini(snapshot: Snapshot, path: str) -> Sections:
    """The sections of this file with lower-case keys; empty when there is no such file or it cannot be read."""
    entry = snapshot.by_path.get(path)
    if entry is None or not entry.is_file or entry.size > MAX_BYTES:
        return {}
    parser = configparser.RawConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        parser.read_string(_BLANKS.sub("        ", snapshot.text(entry)))
    except (configparser.Error, ValueError, AttributeError):
        return {}
    # Not `parser[...]`, which would mix the keys of [DEFAULT] into each section.
    return {name: {key: value or "" for key, value in parser.items(name)} for name in parser.sections()}


def lines_of(value: str | None) -> tuple[str, ...]:
    """The lines of a value over several lines, without blank ones and comments."""
    stripped = (line.strip() for line in (value or "").splitlines())
    return tuple(line for line in stripped if line and not line.startswith(("#", ";")))

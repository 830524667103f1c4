"""Programs that run inside a cell, with the cell's own Python (3.9 or later) and nothing else of ours.

Each program is one file there. Here it is a module, and the modules of this folder that it imports are put in place of
its import lines. Their text is read and sent, never run in our own process.
"""

import ast
from collections.abc import Iterator
from importlib.resources import files

PROGRAMS = {  # the name of the program -> the module it is made of
    "sage-doctest": "sage_doctest",
    "startup-profile": "startup_profile",
    "notebooks": "notebooks",
    "doctest-record": "doctest_record",
}
_OURS = f"{__name__}."
_SHEBANG = "#!/usr/bin/env python3\n"
_FUTURE = "from __future__ import annotations\n"


def tools() -> dict[str, bytes]:
    """Name -> program text, for the folder `$ASSAY_TOOLS` of a cell; each file needs mode 755."""
    return {name: _program(module).encode() for name, module in PROGRAMS.items()}


def _program(module: str) -> str:
    return _SHEBANG + _FUTURE + "".join(_parts(module, set()))


def _parts(module: str, seen: set[str]) -> Iterator[str]:
    """The texts of the modules that `module` needs and at last its own, each once."""
    seen.add(module)
    text = files(__name__).joinpath(f"{module}.py").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_OURS):
            other = str(node.module)[len(_OURS) :]
            if other not in seen:
                yield from _parts(other, seen)
        elif not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            continue
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            lines[number] = ""
    yield "\n\n" + "".join(lines).strip("\n") + "\n"

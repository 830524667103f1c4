import ast
from pathlib import Path

import pytest
from evidence_of import FETCHED
from fixes import applied, ground, proposed
from hypothesis import given
from hypothesis import strategies as st
from licence_texts import filled, licence_evidence, text_of
from repos import commit_tree

from criteria.cache import Cache
from criteria.checks import licence_tags
from criteria.evidence import headers
from criteria.evidence.census import CensusFile
from criteria.fixes import spdx_headers as fix
from criteria.fixes.ground import ground_of
from criteria.fixes.spdx_headers import with_header
from criteria.model import Outcome, Strength
from criteria.snapshot import Snapshot

LICENSED: dict[str, str | bytes] = {"LICENSE": filled("MIT"), "package.json": '{"license": "MIT"}'}
TAG = "SPDX-License-Identifier: MIT"


def headed(content: str | bytes, path: str = "a.py", language: str = "Python") -> bytes:
    found = with_header(content if isinstance(content, bytes) else content.encode(), path, language, "MIT")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1\n", f"# {TAG}\n\nx = 1\n"),
        ("\nx = 1\n", f"# {TAG}\n\nx = 1\n"),
        ("#!/usr/bin/env python\nx = 1\n", f"#!/usr/bin/env python\n# {TAG}\n\nx = 1\n"),
        ("# -*- coding: latin-1 -*-\nx = 1\n", f"# -*- coding: latin-1 -*-\n# {TAG}\n\nx = 1\n"),
        ("# A map\n# coding: latin-1\nx = 1\n", f"# A map\n# coding: latin-1\n# {TAG}\n\nx = 1\n"),
        ('"""A map."""\n', f'# {TAG}\n\n"""A map."""\n'),
        ("#!/bin/sh", f"#!/bin/sh\n# {TAG}\n"),
        ("x = 1", f"# {TAG}\n\nx = 1"),
        ("x = 1\r\ny = 2\r\n", f"# {TAG}\r\n\r\nx = 1\r\ny = 2\r\n"),
        ("\ufeffx = 1\n", f"\ufeff# {TAG}\n\nx = 1\n"),
        ("# cython: language_level=3\nx = 1\n", f"# cython: language_level=3\n# {TAG}\n\nx = 1\n"),
    ],
)
def test_the_line_stands_where_nothing_loses_its_meaning(before: str, after: str) -> None:
    """Behind shebang, coding line, directives and byte order mark, before the docstring, with the file's line ends."""
    assert headed(before) == after.encode()


@pytest.mark.parametrize(
    ("path", "language", "line"),
    [
        ("a.c", "C", f"/* {TAG} */"), ("a.cpp", "C++", f"// {TAG}"), ("a.f", "Fortran", f"C {TAG}"),
        ("a.f90", "Fortran", f"! {TAG}"), ("a.m", "MATLAB", f"% {TAG}"), ("a.ml", "OCaml", f"(* {TAG} *)"),
        ("a.lisp", "Lisp", f";; {TAG}"), ("a.jl", "Julia", f"# {TAG}"), ("a.hs", "Haskell", f"-- {TAG}"),
        ("a.js", "JavaScript", f"// {TAG}"), ("a.R", "R", f"# {TAG}"),
    ],
)  # fmt: skip
def test_each_language_has_its_comment(path: str, language: str, line: str) -> None:
    """And our own reader finds the tag in it."""
    content = headed("x\n", path, language)
    assert content.startswith(line.encode() + b"\n")
    assert headers.read(CensusFile(path, language, "code", None, 1, len(content), True), content) == ["t", "MIT"]


@pytest.mark.parametrize(
    ("path", "language"), [("a.bat", "Batch"), ("a.php", "PHP"), ("a.tst", "GAP"), ("a.vue", "Vue")]
)
def test_where_no_comment_is_safe_nothing_is_added(path: str, language: str) -> None:
    """Formats whose first line is something else, and recorded output."""
    assert with_header(b"x\n", path, language, "MIT") is None


@given(st.text(alphabet="#!x=\n\r\"' -*:coding1", max_size=80))
def test_a_program_stays_the_same_program(text: str) -> None:
    """Whatever Python reads from a file, it reads the same behind the line."""
    try:
        before = ast.dump(ast.parse(text.encode()))
    except (SyntaxError, ValueError):
        return
    assert ast.dump(ast.parse(headed(text))) == before


def test_files_without_a_head_get_one_and_then_the_rule_is_met(tmp_path: Path) -> None:
    """Applied by git, judged by our own check, and proposed no more."""
    files: dict[str, str | bytes] = {**LICENSED, "a.py": "x = 1\n", "d/b.c": "int b;\r\n", "e.sh": "#!/bin/sh\ntrue"}
    proposals, notes = proposed(fix, ground(tmp_path / "a", files))
    assert [one.path for one in proposals] == ["a.py", "d/b.c", "e.sh"]
    assert notes == []
    after = {**files, **applied(tmp_path / "tree", proposals)}
    verdict = licence_tags.judge(licence_evidence(tmp_path / "b", after), {"minimum_tagged": 1.0})
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)
    assert proposed(fix, ground(tmp_path / "c", after)) == ([], [])


def test_what_speaks_for_itself_or_for_others_is_left_alone(tmp_path: Path) -> None:
    """Heads of any kind, sidecars, annotations, vendored, generated and test data, folders with another licence."""
    head = "# This program is free software under the GNU General Public License, version 3.\n"
    files: dict[str, str | bytes] = {
        **LICENSED,
        "tagged.py": f"# {TAG}\nx = 1\n",
        "noticed.py": f"{head}x = 1\n",
        "held.py": "# Copyright 2020 Ada\nx = 1\n",
        "reserved.py": "# Copyright 2020 Acme. Confidential.\nx = 1\n",
        "beside.py": "x = 1\n",
        "beside.py.license": "SPDX-License-Identifier: ISC\n",
        "REUSE.toml": '[[annotations]]\npath = "told/**"\nSPDX-License-Identifier = "ISC"\n',
        "told/a.py": "x = 1\n",
        "vendor/a.py": "x = 1\n",
        "made.py": "# Generated by a tool. Do not edit.\nx = 1\n",
        "tests/data/a.py": "x = 1\n",
        "part/LICENSE": filled("ISC"),
        "part/a.py": "x = 1\n",
        "page.py.in": "x = @X@\n",
        "empty.py": "",
        "binary.py": b"x\0",
        "notes.md": "Notes\n",
    }
    proposals, notes = proposed(fix, ground(tmp_path / "r", files))
    assert [one.path for one in proposals] == []
    assert "part/" in notes[0]
    assert "2 files with a holder" in notes[1]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({}, "no complete licence text"),
        ({"LICENSE": text_of("MIT")}, "no complete licence text"),
        ({"LICENSE": filled("MIT"), "package.json": '{"license": "ISC"}'}, "contradict"),
        ({"LICENSE": filled("MIT") + "\nFor academic use only.\n"}, "contradict"),
        ({"COPYING": text_of("GPL-3.0-only")}, "which versions"),
        ({"LICENSE-MIT": filled("MIT"), "LICENSE-ISC": filled("ISC")}, "nothing says which"),
    ],
    ids=["no licence", "an open form", "a contradiction", "a rider", "only or later", "two licences"],
)
def test_without_one_clear_licence_nothing_is_proposed(tmp_path: Path, files: dict[str, str | bytes], why: str) -> None:
    """A header is a statement of law; it is never guessed."""
    proposals, notes = proposed(fix, ground(tmp_path / "r", {**files, "a.py": "x = 1\n"}))
    assert proposals == []
    assert why in notes[0]


def test_a_statement_decides_between_only_and_later(tmp_path: Path) -> None:
    """What the text of a GNU licence leaves open the manifest tells."""
    files: dict[str, str | bytes] = {
        "COPYING": text_of("GPL-3.0-only"),
        "package.json": '{"license": "GPL-2.0-or-later"}',
        "a.py": "x = 1\n",
    }
    (proposal,), _ = proposed(fix, ground(tmp_path / "r", files))
    assert b"SPDX-License-Identifier: GPL-2.0-or-later" in proposal.after


def test_a_link_is_never_changed(tmp_path: Path) -> None:
    """A5: what a link leads to is another file."""
    commit = commit_tree(tmp_path / "r", {**LICENSED, "a.py": "../x.py"}, modes={"a.py": 0o120000})
    on = ground_of(Snapshot(tmp_path / "r", commit), FETCHED, Cache())
    assert proposed(fix, on) == ([], [])

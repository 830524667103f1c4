"""Programs as bytes, and text that reads otherwise than it runs."""

import io
import zipfile
from pathlib import Path

import pytest
from scans import scanned

from criteria.census.deceptive_text import BIDIRECTIONAL, ESCAPE, INVISIBLE, LOOK_ALIKE_NAME, LOOK_ALIKE_TEXT
from criteria.evidence import oddities
from criteria.evidence.census import census_file
from criteria.evidence.oddities import Oddities

PE = b"MZ" + b"\0" * 58 + b"\x40\0\0\0" + b"PE\0\0" + b"\0" * 40


def _zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def _collect(tmp_path: Path, files: dict[str, str | bytes]) -> Oddities:
    found: Oddities = scanned(oddities, tmp_path / "r", files)
    return found


@pytest.mark.threat("A14")
@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("bin/tool", b"\x7fELF\x02\x01\x01" + b"\0" * 60, "ELF program"),
        ("notes.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 60, "ELF program"),
        ("a.dat", PE, "Windows program"),
        ("a", b"\xcf\xfa\xed\xfe" + b"\0" * 60, "Mach-O program"),
        ("A.class", b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 60, "Java class"),
        ("fat", b"\xca\xfe\xba\xbe\0\0\0\x02" + b"\0" * 60, "Mach-O program"),
        ("a.wasm", b"\0asm\x01\0\0\0", "WebAssembly program"),
        ("a.pyc", b"\xa7\r\r\n" + b"\0" * 20, "compiled Python"),
        ("lib.a", b"!<arch>\nx", "static library"),
        ("dist/x-1-py3-none-any.whl", _zip("x.py"), "Python wheel"),
        ("x.jar", _zip("X.class"), "Java archive"),
        ("data.zip", _zip("setup.py"), "zip archive"),
    ],
)
def test_programs_are_known_by_their_bytes(tmp_path: Path, name: str, content: bytes, format_: str) -> None:
    """Whatever they are called, a program is one."""
    found = _collect(tmp_path, {name: content})
    assert [(one.path, one.format) for one in found.programs] == [(name, format_)]


def test_archives_of_data_and_documents_are_no_programs(tmp_path: Path) -> None:
    """A zip without code is told and is no program; formats that are zips inside are not archives."""
    files = {"d.zip": _zip("a.csv"), "s.tar.gz": b"\x1f\x8b" + b"\0" * 20, "a.docx": _zip("x.js"),
             "b.npz": _zip("x.npy"), "c.txt": "MZ is a text", "d.md": "PK"}  # fmt: skip
    found = _collect(tmp_path, dict(files))
    assert found.programs == ()
    assert {one.path: one.format for one in found.binaries} == {"d.zip": "zip archive", "s.tar.gz": "tar archive"}


def test_test_data_are_excused(tmp_path: Path) -> None:
    """And still shown."""
    found = _collect(tmp_path, {"tests/data/a.whl": _zip("a.py"), "a.whl": _zip("a.py")})
    assert [one.path for one in found.programs] == ["a.whl"]
    assert [one.excuse for one in found.binaries] == [None, "test data"]


@pytest.mark.threat("A30")
@pytest.mark.parametrize(
    ("line", "kind", "signs"),
    [
        ("access = 'user\u202e \u2066// admin\u2069 \u2066'", BIDIRECTIONAL, "U+202E U+2066 U+2069"),
        ("def \u0430dmin(): pass", LOOK_ALIKE_NAME, "U+0430"),
        ("x.\u0441lose()", LOOK_ALIKE_NAME, "U+0441"),
        ("\u0410dmin = 1", LOOK_ALIKE_NAME, "U+0410"),
        ("# \u039ftherwise it fails", LOOK_ALIKE_TEXT, "U+039F"),
        ("x\u3164 = 1", INVISIBLE, "U+3164"),
        ("na\u200bme = 1", INVISIBLE, "U+200B"),
        ("y = '" + "\ufe01" * 9 + "'", INVISIBLE, "U+FE01"),
        ("print('\x1b[31m')", ESCAPE, "U+001B"),
    ],
)
def test_what_deceives_a_reader_is_found(tmp_path: Path, line: str, kind: str, signs: str) -> None:
    """By line, kind and code points, never by showing it."""
    found = _collect(tmp_path, {"a.py": f"# first\n{line}\n"})
    assert [(one.line, one.kind, one.signs) for one in found.deceptions] == [(2, kind, signs)]
    assert bool(found.traps) == (kind not in (ESCAPE, LOOK_ALIKE_TEXT))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jl", "αx = Δt * μ_x  # σ² of the Ωmega\n"),
        ("a.py", "# Автор: Иванов, HTML-код\nname = 'Ольга'\n"),
        ("a.py", "\ufeffx = 1  # 👩‍👩‍👧 and ❤️\n"),
        ("a.po", "msgid \u202e\n"),
        ("README.md", "\u202e\n"),
    ],
)
def test_mathematics_other_languages_and_documents_are_left_alone(tmp_path: Path, name: str, text: str) -> None:
    """Greek names, Russian comments, emoji; and text that no machine runs."""
    assert _collect(tmp_path, {name: text}).deceptions == ()


@pytest.mark.threat("A29")
def test_more_than_is_kept_is_counted(tmp_path: Path) -> None:
    """The total is true, programs come before harmless archives."""
    files: dict[str, str | bytes] = {f"a{number:04}.zip": _zip("x.csv") for number in range(oddities.MOST + 5)}
    found = _collect(tmp_path, {**files, "z": b"\x7fELF" + b"\0" * 60, "z.py": "x = '\u202e'\n" * 30})
    assert (found.binaries_total, len(found.binaries)) == (oddities.MOST + 6, oddities.MOST)
    assert (found.deceptions_total, len(found.deceptions)) == (30, oddities.PER_FILE)
    assert [one.path for one in found.programs] == ["z"]


@pytest.mark.threat("A29")
def test_a_file_that_is_too_large_is_named() -> None:
    """What was not looked at is not clean."""
    file = census_file("huge.bin", 0o100644, 17 * 2**20, b"")
    assert oddities.reduce([(file, oddities.read(file, b"") or {})]).unread == ("huge.bin",)

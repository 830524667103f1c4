"""Modes that let everybody write."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scans import scanned

from criteria.census.world_writable import is_world_writable
from criteria.evidence import world_writable
from criteria.evidence.world_writable import WorldWritable


def _collect(tmp_path: Path, files: dict[str, str | bytes]) -> WorldWritable:
    found: WorldWritable = scanned(world_writable, tmp_path / "r", files)
    return found


@pytest.mark.parametrize(
    ("name", "line", "how", "mode"),
    [
        ("a.sh", "chmod -R 777 /etc/stars", "chmod", "777"),
        ("a.sh", "sudo chmod 0666 $1", "chmod", "0666"),
        ("a.sh", "chmod a+rw log", "chmod", "a+rw"),
        ("a.sh", "umask 000", "umask", "0"),
        ("Dockerfile", "RUN mkdir x && chmod o+w x", "chmod", "o+w"),
        ("Dockerfile", "COPY --chown=a --chmod=777 a b", "chmod", "777"),
        ("Makefile", "\tinstall -d -m 0777 $(DESTDIR)/var/log", "install", "0777"),
        ("a.py", "os.chmod(path, 0o777)", "chmod", "0o777"),
        ("a.py", "path.chmod(stat.S_IRUSR | stat.S_IWOTH)", "chmod", "S_IWOTH"),
        ("a.py", "subprocess.run(['chmod', '-R', '777', p])", "chmod", "777"),
        ("a.py", 'os.system("chmod 777 " + p)', "chmod", "777"),
        ("a.py", "os.umask(0)\nmain()", "umask", "0"),
        ("a.c", "  chmod(name, 0666);", "chmod", "0666"),
        ("a.go", "os.Chmod(name, 0777)", "chmod", "0777"),
        ("a.pl", "chmod 0777, $f;", "chmod", "0777"),
        ("play.yml", "    mode: '0777'", "mode", "0777"),
        ("play.yml", "    mode: u=rw,g=rw,o=rw", "mode", "u=rw,g=rw,o=rw"),
        ("a.service", "[Service]\nUMask=0000", "umask", "0"),
        ("CMakeLists.txt", "install(FILES a PERMISSIONS OWNER_READ WORLD_WRITE)", "permissions", "WORLD_WRITE"),
        ("A.java", "f.setWritable(true, false);", "permissions", "setWritable"),
    ],
)
def test_every_way_to_do_it_is_found(tmp_path: Path, name: str, line: str, how: str, mode: str) -> None:
    """By line, how, and mode."""
    assert [(place.how, place.mode) for place in _collect(tmp_path, {name: f"\n{line}\n"}).found] == [(how, mode)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sh", "# chmod 777 would be wrong\n"),
        ("a.sh", 'echo "never chmod 777 x"\n'),
        ("a.sh", "chmod 755 a\nchmod +w b\nchmod g+w c\nchmod u=rw,o=r d\nchmod 1777 /tmp/x\numask 022\nchmod o-w e\n"),
        ("a.py", "mask = os.umask(0)\nos.umask(mask)\n"),
        ("a.py", "os.chmod(p, os.stat(p).st_mode & ~stat.S_IRWXO)\nif mode & stat.S_IWOTH: fail()\n"),
        ("a.py", "path.chmod(0o777 - mask)\nchmod(target, 0o777-mask)\n"),
        ("a.py", "os.makedirs(p, 0o777)\nraise Error('run chmod 777 x')\n"),
        ("a.py", "return 'umask 0 is wrong'\n"),
        ("a.py", "#: see chmod 777\nx = 'chmod 777'\n"),
        ("a.c", "  mode_t mask = umask(0); umask(mask);\n"),
        ("play.yml", "  mode: '0644'\n  model: 777\n"),
        ("README.md", "Run chmod 777 x.\n"),
        ("a.py", "    >>> os.chmod(p, 0o777)\n"),
    ],
)
def test_what_gives_nobody_the_right_is_left_alone(tmp_path: Path, name: str, text: str) -> None:
    """Comments, messages, documents, the sticky bit, rights taken away, the mask asked for and set back."""
    assert _collect(tmp_path, {name: text}).found == ()


def test_tests_are_told_apart(tmp_path: Path) -> None:
    """And counted."""
    found = _collect(tmp_path, {"tests/test_a.py": "os.chmod(p, 0o777)\n", "b.sh": "chmod 777 x\n" * 30})
    assert [place.path for place in found.deployed] == ["b.sh"] * world_writable.PER_FILE
    assert found.total == 31


@given(st.integers(0, 0o7777))
def test_a_number_is_world_writable_by_its_bits(mode: int) -> None:
    """Others may write, and the sticky bit does not hold them back."""
    expected = bool(mode & 0o002) and not mode & 0o1000
    assert is_world_writable(f"{mode:04o}".encode()) == expected
    assert is_world_writable(f"0o{mode & 0o777:03o}".encode()) == bool(mode & 0o002)


@pytest.mark.threat("T40")
@pytest.mark.parametrize("unit", ["chmod ", "chmod 777 ", "umask(0)", "install -m ", "chmod(", "mode: "])
def test_hostile_repetition_is_read_in_one_pass(tmp_path: Path, unit: str) -> None:
    """One long line of it gives at most one place."""
    assert len(_collect(tmp_path, {"a.yml": unit * (200_000 // len(unit))}).found) <= 1

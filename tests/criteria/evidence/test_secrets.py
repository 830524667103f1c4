"""Credentials in the tree: found, counted, never shown."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_credentials import KINDS, private_key, sample
from scans import scanned

from criteria.evidence import secrets
from criteria.evidence.census import census_file
from criteria.evidence.secrets import Secrets
from criteria.model import plain


def _collect(tmp_path: Path, files: dict[str, str | bytes]) -> Secrets:
    found: Secrets = scanned(secrets, tmp_path / "r", files)
    return found


def _facts(path: str, content: bytes) -> object:
    return secrets.read(census_file(path, 0o100644, len(content), content), content)


@pytest.mark.threat("A28")
@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 10**6))
def test_no_part_of_a_secret_is_kept(kind: str, seed: int) -> None:
    """Neither the facts that are remembered nor the evidence hold six signs of it in a row."""
    line, secret = sample(kind, seed)
    content = f"x = 1\n{line}\n".encode()
    file = census_file("settings.py", 0o100644, len(content), content)
    facts = secrets.read(file, content)
    kept = json.dumps([facts, plain(secrets.reduce([(file, facts)]))])
    public = ("github", "_pat_", "live")  # what begins every token of a kind is no secret
    parts = {secret[at : at + 6] for at in range(len(secret) - 5)}
    assert not [part for part in parts if part in kept and not any(word in part for word in public)]
    assert secrets.reduce([(file, facts)]).total == 1


def test_each_is_named_by_place_kind_and_digest(tmp_path: Path) -> None:
    """The line is that of the credential; two of one file are two."""
    one, two = sample("GitHub token", 1)[0], sample("npm token", 1)[0]
    found = _collect(tmp_path, {"a.py": f"\n\n{one}\n{two}\n"}).found
    assert [(secret.path, secret.line, secret.kind) for secret in found] == [
        ("a.py", 3, "GitHub token"), ("a.py", 4, "npm token"),
    ]  # fmt: skip
    assert all(len(secret.digest) == 12 for secret in found)
    assert found[0].length == 40


def test_a_password_has_no_digest(tmp_path: Path) -> None:
    """It could be guessed from one."""
    assert [secret.digest for secret in _collect(tmp_path, {"a.py": sample("password in a URL", 1)[0]}).found] == [""]


def test_samples_are_told_apart_and_kept(tmp_path: Path) -> None:
    """Tests, fixtures and code of others; a generated file excuses nothing."""
    line = sample("GitHub token", 1)[0]
    files = {
        "src/a.py": line, "tests/test_a.py": line, "tests/data/b.json": line, "vendor/c.py": line,
        "tests/certs/server.key": private_key(), "dist/app.min.js": line,
    }  # fmt: skip
    found = _collect(tmp_path, dict(files))
    assert {secret.path: secret.sample for secret in found.found} == {
        "dist/app.min.js": None, "src/a.py": None, "tests/certs/server.key": "a test", "tests/data/b.json": "test data",
        "tests/test_a.py": "a test", "vendor/c.py": "another project's code",
    }  # fmt: skip
    assert [secret.path for secret in found.leaked] == ["dist/app.min.js", "src/a.py"]


@pytest.mark.threat("A14", "A30")
def test_bytes_that_are_no_text_hide_nothing(tmp_path: Path) -> None:
    """A NUL byte, a wrong byte and another encoding."""
    line = sample("GitHub token", 1)[0]
    files = {
        "a.bin": b"\0\xff" + line.encode(),
        "b.txt": line.encode("utf-16"),
        "c.py": b"\xef\xbb\xbf" + line.encode(),
    }
    assert [secret.path for secret in _collect(tmp_path, dict(files)).found] == ["a.bin", "b.txt", "c.py"]


@pytest.mark.threat("A29")
def test_too_many_are_counted_and_the_leaked_are_kept(tmp_path: Path) -> None:
    """Samples must not crowd out what nothing excuses."""
    lines = "\n".join(sample("GitHub token", seed)[0] for seed in range(60))
    files: dict[str, str | bytes] = {f"tests/test_{number}.py": lines for number in range(50)}
    found = _collect(tmp_path, {**files, "z.py": sample("npm token", 1)[0]})
    assert found.total == 50 * 60 + 1
    assert len(found.found) == secrets.MOST
    assert [secret.path for secret in found.leaked] == ["z.py"]


@pytest.mark.threat("A29")
def test_a_file_that_is_too_large_is_named() -> None:
    """What was not read is not clean."""
    file = census_file("huge.txt", 0o100644, 17 * 2**20, b"")
    assert secrets.reduce([(file, secrets.read(file, b""))]).unread == ("huge.txt",)


def test_a_clean_file_is_nothing_to_remember() -> None:
    assert _facts("a.py", b"x = 1\n") is None

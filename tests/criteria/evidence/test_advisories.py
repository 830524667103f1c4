"""Which components OSV data name: a mirror in the true format, made here."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from criteria.advisories import records
from criteria.dependencies.model import Dependency
from criteria.errors import UntrustedInputError
from criteria.evidence.advisories import Advisories, match
from criteria.model import plain, structured

V3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def record(
    id_: str, package: str = "numpy", ecosystem: str = "PyPI", fixed: str = "1.22", **more: Any
) -> dict[str, Any]:
    affected = {
        "package": {"ecosystem": ecosystem, "name": package, "purl": f"pkg:pypi/{package}"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.22"}]}],
        "versions": ["1.20.0", "1.21.4"],
    }
    return {
        "schema_version": "1.7.0", "id": id_, "modified": "2026-03-01T10:00:00.123Z",
        "published": "2026-01-01T00:00:00Z",
        "summary": f"Something in {package}", "affected": [affected], **more,
    }  # fmt: skip


def mirror(path: Path, *entries: dict[str, Any] | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, entry in enumerate(entries):
            content = entry if isinstance(entry, bytes) else json.dumps(entry).encode()
            archive.writestr(f"{number}.json", content)
    return path


def one(name: str = "numpy", version: str | None = "1.21.4", ecosystem: str = "pypi", **more: Any) -> Dependency:
    return Dependency(ecosystem, name, **{"scope": "runtime", "path": "requirements.txt", "version": version, **more})


def _match(tmp_path: Path, *entries: dict[str, Any] | bytes, of: tuple[Dependency, ...] = (one(),)) -> Advisories:
    return match(of, mirror(tmp_path / "all.zip", *entries))


def test_an_affected_component_is_named(tmp_path: Path) -> None:
    """With its severity, what mends it, and where it stands."""
    score = [{"type": "CVSS_V3", "score": V3}]
    found = _match(tmp_path, record("GHSA-1", severity=score, aliases=["CVE-2026-1"]), record("PYSEC-2", "scipy"))
    (hit,) = found.affected
    assert (hit.id, hit.name, hit.version, hit.severity, hit.score, hit.fixed, hit.path) == (
        "GHSA-1", "numpy", "1.21.4", "critical", 9.8, ("1.22",), "requirements.txt",
    )  # fmt: skip
    assert (found.components, found.records, found.database_date) == (1, 2, "2026-03-01T10:00:00Z")
    assert found.at_least("high") == (hit,)
    assert structured(plain(found), Advisories) == found


def test_a_mended_version_is_not_affected(tmp_path: Path) -> None:
    """Nor is another package, nor one of that name in another ecosystem."""
    found = _match(tmp_path, record("A"), of=(one(version="1.22"), one("numpyx"), one(ecosystem="conda")))
    assert found.affected == ()
    assert (found.components, dict(found.uncovered)) == (2, {"conda": 1})


def test_names_are_compared_in_their_normal_form(tmp_path: Path) -> None:
    """However the record spells them, escapes included."""
    for spelled in ("Scikit_Learn", "scikit.learn"):
        assert _match(tmp_path, record("A", spelled), of=(one("scikit-learn"),)).affected_total == 1
    escaped = json.dumps(record("A")).replace('"name": "numpy"', '"name": "\\u006eumpy"').encode()
    assert _match(tmp_path, escaped).affected_total == 1


def test_withdrawn_records_say_nothing(tmp_path: Path) -> None:
    """They are counted."""
    found = _match(tmp_path, record("A", withdrawn="2026-02-01T00:00:00Z"))
    assert (found.affected, found.withdrawn) == ((), 1)


def test_aliases_are_one_advisory_with_the_worst_severity(tmp_path: Path) -> None:
    """Two databases describe the same weakness."""
    first = record("GHSA-1", aliases=["CVE-2026-1"], database_specific={"severity": "HIGH"})
    found = _match(tmp_path, record("PYSEC-1", aliases=["CVE-2026-1"]), first, record("X-9"))
    assert [(hit.id, hit.severity, hit.aliases) for hit in found.affected] == [
        ("GHSA-1", "high", ("CVE-2026-1", "PYSEC-1")), ("X-9", "unknown", ()),
    ]  # fmt: skip
    assert [hit.id for hit in found.unrated] == ["X-9"]


def test_without_an_exact_version_it_is_only_possible(tmp_path: Path) -> None:
    """Told where the constraint admits a version that the record lists."""
    admitted = one("numpy", None, constraint=">=1.20")
    found = _match(tmp_path, record("A"), of=(admitted,))
    assert (found.affected, found.components, found.unpinned) == ((), 0, 1)
    assert [(note.name, note.advisories) for note in found.possible] == [("numpy", ("A",))]
    assert (
        _match(tmp_path, record("A"), of=(one("numpy", None, constraint=">=2; python_version > '3'"),)).possible == ()
    )
    assert _match(tmp_path, record("A"), of=(admitted, one())).possible == ()


def test_what_only_tests_need_does_not_concern(tmp_path: Path) -> None:
    """Shown, and told apart; the place where it is run wins."""
    severe = record("A", database_specific={"severity": "CRITICAL"})
    found = _match(tmp_path, severe, of=(one(scope="test"),))
    assert found.affected_total == 1
    assert found.at_least("low") == ()
    both = _match(tmp_path, severe, of=(one(scope="test"), one(path="z.txt", locked=True)))
    assert [hit.path for hit in both.at_least("low")] == ["z.txt"]


def test_ecosystems_without_records_are_told(tmp_path: Path) -> None:
    """Silence of data that do not speak of them is nothing."""
    found = _match(tmp_path, record("A"), of=(one("left-pad", "1.0.0", "npm"),))
    assert (found.components, dict(found.uncovered)) == (0, {"npm": 1})


def test_versions_that_cannot_be_compared_are_told(tmp_path: Path) -> None:
    """Neither affected nor safe."""
    odd = record("A", "org.a:b", "Maven")
    odd["affected"][0]["ranges"][0]["events"] = [{"introduced": "1.0-alpha"}]
    found = _match(tmp_path, odd, of=(one("org.a:b", "1.5", "maven"),))
    assert (found.affected, found.uncompared) == ((), ("A on org.a:b 1.5",))
    found = _match(tmp_path, record("A"), of=(one(version="f" * 40),))
    assert (found.components, found.uncompared) == (0, (f"numpy {'f' * 40}",))


def test_every_form_of_mirror_gives_the_same(tmp_path: Path) -> None:
    """A zip, a folder of records or of zips, JSON lines, a list, one record."""
    entries = [record("A"), record("B", "scipy")]
    folder, zips = tmp_path / "folder", tmp_path / "zips"
    folder.mkdir()
    zips.mkdir()
    for number, entry in enumerate(entries):
        (folder / f"{number}.json").write_text(json.dumps(entry))
    mirror(zips / "PyPI.zip", *entries)
    (tmp_path / "all.jsonl").write_text("\n".join(json.dumps(entry) for entry in entries))
    (tmp_path / "all.json").write_text(json.dumps(entries))
    (tmp_path / "one.json").write_text(json.dumps(entries[0]))
    expected = match([one()], mirror(tmp_path / "all.zip", *entries)).affected
    for path in (folder, zips, tmp_path / "all.jsonl", tmp_path / "all.json", tmp_path / "one.json"):
        made = match([one()], path)
        assert made.affected == expected
        assert made.database_digest.startswith("sha256:")


def test_other_data_have_another_digest(tmp_path: Path) -> None:
    """A folder by the names and contents of its files."""
    (tmp_path / "a.json").write_text(json.dumps(record("A")))
    first = records.digest(tmp_path)
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    assert records.digest(tmp_path) != first


@pytest.mark.threat("A23")
def test_damaged_and_oversized_records_are_counted(tmp_path: Path) -> None:
    """A record that unpacks to far more than it holds is not read to its end."""
    bomb = b'{"id": "' + b"a" * (records.MAX_RECORD + 10) + b'"}'
    wrong = [b"{", b"[]", b'{"affected": 3}', b'{"id": "x", "affected": [{"package": 3}, 7]}', b"[" * 100_000]
    named = [content.replace(b"{", b'{"name": "numpy", ', 1) for content in wrong]
    found = _match(tmp_path, bomb, *wrong, *named, record("A"))
    assert [hit.id for hit in found.affected] == ["A"]
    assert found.unreadable == 8


@pytest.mark.threat("A23")
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"<xml/>", b"[1, 2", b"\x7fELF"])
def test_what_is_no_mirror_is_refused(tmp_path: Path, content: bytes) -> None:
    """In one sentence that names the file."""
    path = tmp_path / "osv"
    path.write_bytes(content)
    with pytest.raises(UntrustedInputError, match="osv"):
        match([one()], path)
    with pytest.raises(UntrustedInputError, match="absent"):
        match([one()], tmp_path / "absent")


@pytest.mark.threat("A29")
def test_more_records_than_we_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a database would be silent about the other half."""
    monkeypatch.setattr(records, "MAX_RECORDS", 1)
    with pytest.raises(UntrustedInputError, match="holds more than 1 records"):
        _match(tmp_path, record("A"), record("B"))

from pathlib import Path

from gathered import changed, gathered

from criteria.checks import credentials_absent
from criteria.evidence.secrets import Secret
from criteria.model import EvidenceSet, Outcome

LEAK = Secret("a.py", 3, "GitHub token", "0123456789ab", 40)


def _evidence(path: Path, *found: Secret, unread: tuple[str, ...] = ()) -> EvidenceSet:
    return changed(gathered(path, {"a.py": "x = 1\n"}), "secrets", found=found, total=len(found), unread=unread)


def test_a_credential_fails_and_a_sample_does_not(tmp_path: Path) -> None:
    bad = credentials_absent.judge(_evidence(tmp_path / "a", LEAK), {})
    assert bad.outcome is Outcome.FAIL
    assert bad.findings[0].line == 3
    sample = Secret("tests/a.py", 3, "GitHub token", "0123456789ab", 40, sample="it lies in a test")
    assert credentials_absent.judge(_evidence(tmp_path / "b", sample), {}).outcome is Outcome.PASS


def test_a_file_that_was_not_read_leaves_it_open(tmp_path: Path) -> None:
    assert credentials_absent.judge(_evidence(tmp_path / "a", unread=("big",)), {}).outcome is Outcome.NOT_ASSESSED
    assert credentials_absent.judge(gathered(tmp_path / "b", {}), {}).outcome is Outcome.NOT_APPLICABLE

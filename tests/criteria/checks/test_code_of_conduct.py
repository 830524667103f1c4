from pathlib import Path

import pytest
from evidence_of import evidence_of
from repos import snapshot_of

from criteria.checks import code_of_conduct
from criteria.model import Outcome, Strength, Verdict

PARAMETERS = {"minimum_words": 20}
COVENANT = """# Contributor Covenant Code of Conduct

We pledge to make participation in our community a harassment-free experience for everyone. Instances of unacceptable
behaviour may be reported to the community leaders at {contact}.
"""


def _judge(path: Path, text: str, name: str = "CODE_OF_CONDUCT.md") -> Verdict:
    return code_of_conduct.judge(evidence_of(snapshot_of(path, {name: text})), PARAMETERS)


def test_a_known_text_with_a_contact_passes(tmp_path: Path) -> None:
    verdict = _judge(tmp_path / "r", COVENANT.format(contact="conduct@stars.edu"))
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E3)


@pytest.mark.parametrize(
    "contact", ["[INSERT CONTACT METHOD]", "[INSERT EMAIL ADDRESS]", "<your email>", "nobody", "you@example.com"]
)
def test_an_unfilled_contact_fails(tmp_path: Path, contact: str) -> None:
    assert _judge(tmp_path / "r", COVENANT.format(contact=contact)).outcome is Outcome.FAIL


def test_a_reference_to_a_body_that_receives_reports_is_enough(tmp_path: Path) -> None:
    verdict = _judge(
        tmp_path / "r", "We follow the [NumFOCUS Code of Conduct](https://numfocus.org/code-of-conduct).\n"
    )
    assert verdict.outcome is Outcome.PASS


def test_a_text_of_its_own_passes_at_less(tmp_path: Path) -> None:
    text = "Be kind and patient with each other, in reviews, in talks and on the list, whoever you are and wherever. "
    text += "Whoever is not may be asked to leave. Report to care@stars.edu.\n"
    verdict = _judge(tmp_path / "r", text, "CONDUCT.txt")
    assert (verdict.outcome, verdict.strength) == (Outcome.PASS, Strength.E2)


@pytest.mark.threat("A6")
@pytest.mark.parametrize("text", ["", "Be nice.\n", "lorem ipsum " * 30])
def test_empty_short_and_filler_texts_fail(tmp_path: Path, text: str) -> None:
    assert _judge(tmp_path / "r", text).outcome is Outcome.FAIL


def test_a_file_that_only_leads_to_a_code_of_its_own_is_not_assessed(tmp_path: Path) -> None:
    text = "Everybody follows our [code of conduct](https://stars.example.org/code).\n"
    verdict = _judge(tmp_path / "r", text)
    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert "https://stars.example.org/code" in verdict.reason


def test_no_file_fails(tmp_path: Path) -> None:
    assert _judge(tmp_path / "r", COVENANT, "other.md").outcome is Outcome.FAIL

from hypothesis import given
from hypothesis import strategies as st

from criteria.check import failed, not_applicable, not_assessed, passed
from criteria.joined import all_of
from criteria.model import Outcome, Strength, Verdict

VERDICTS = st.sampled_from(
    [
        passed("good", Strength.E2),
        passed("better", Strength.E3),
        failed("bad"),
        not_assessed("open"),
        not_applicable("none"),
    ]
)


@given(st.dictionaries(st.text(min_size=1, max_size=4), VERDICTS, min_size=1, max_size=6))
def test_the_worst_known_part_decides(parts: dict[str, Verdict]) -> None:
    """V1: any fail, then any unknown, then nothing applicable, then pass at the least strength."""
    outcomes = {verdict.outcome for verdict in parts.values()}
    joined = all_of(parts)
    if Outcome.FAIL in outcomes:
        assert joined.outcome is Outcome.FAIL
    elif Outcome.NOT_ASSESSED in outcomes:
        assert joined.outcome is Outcome.NOT_ASSESSED
    elif outcomes == {Outcome.NOT_APPLICABLE}:
        assert joined.outcome is Outcome.NOT_APPLICABLE
    else:
        assert joined.outcome is Outcome.PASS
        assert joined.strength == min(one.strength for one in parts.values() if one.strength is not None)


def test_the_reason_names_the_part() -> None:
    assert (
        all_of({"README": failed("it is empty"), "format": passed("fine", Strength.E2)}).reason == "README: it is empty"
    )

"""No credential that a tool quotes is shown (A28)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_credentials import KINDS, private_key, sample

from criteria.redaction import redacted


@pytest.mark.threat("A28")
@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 10**6), before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_credential_in_a_message_is_replaced(kind: str, seed: int, before: str, after: str) -> None:
    """Its kind stays, and a part of its digest where nobody could guess it from that."""
    line, secret = sample(kind, seed)
    shown = redacted(f"{before} {line} {after}")
    assert secret not in shown
    assert "[redacted " in shown
    assert redacted(shown) == shown


@pytest.mark.threat("A28")
def test_all_of_many_credentials_are_replaced() -> None:
    """A long log holds more than anybody keeps as findings."""
    pairs = [sample("GitHub token", seed) for seed in range(500)]
    shown = redacted("\n".join(line for line, _ in pairs))
    assert not any(secret in shown for _, secret in pairs)
    assert shown.count("[redacted GitHub token, sha256:") == 500


@pytest.mark.threat("A28")
def test_a_private_key_is_replaced_even_when_it_was_cut() -> None:
    """A message is often shortened in the middle of what it quotes."""
    key = private_key("EC")
    body = key.split("\n")[1]
    for text in (key, key[:120], repr(key)):
        assert body[:40] not in redacted(text)


@pytest.mark.threat("A28")
def test_a_password_that_a_tool_quotes_is_replaced() -> None:
    """Analysers warn of a password and print it."""
    assert redacted("Possible hardcoded password: 'hunter2'") == "Possible hardcoded password: [redacted password]"


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=200))
def test_other_text_stays_as_it_is(text: str) -> None:
    """Half a surrogate pair, control characters and all."""
    assert redacted(text) == text or "[redacted" in redacted(text)


def test_half_a_surrogate_pair_does_not_stop_it() -> None:
    """A path that is no UTF-8 can stand beside a token."""
    line, secret = sample("GitHub token", 1)
    assert secret not in redacted(f"\udcff {line} \ud800")
    assert redacted("\udcff") == "\udcff"

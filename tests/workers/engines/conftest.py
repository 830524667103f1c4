"""Questions that are asked again are asked without the pauses."""

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def no_pauses() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield

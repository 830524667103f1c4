"""The image follows from the Python a project requires, then from the one it wishes for."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.image_choice import Wish, choose_image, wishes

OFFERED = {"debian-12": "3.11", "debian-13": "3.13"}


@pytest.mark.parametrize(
    ("required", "wish", "image"),
    [
        ("", None, "debian-12"),
        ("", "3.13", "debian-13"),
        ("", "3.9", "debian-12"),
        (">=3.12", "3.11", "debian-13"),
        ("<3.12", "3.13", "debian-12"),
    ],
)
def test_choice(required: str, wish: str | None, image: str) -> None:
    """What is required decides; a wish counts where it is allowed, and one that is not met is told."""
    choice = choose_image(required, [Wish(wish, "runtime.txt")] if wish else [], OFFERED)
    assert choice.images == (image,)
    assert any("runtime.txt" in reason for reason in choice.reasons) == (wish is not None)


def test_nothing_allowed() -> None:
    """No image with such a Python: none is chosen, and the reason says so."""
    choice = choose_image("<3", [], OFFERED)
    assert choice.images == ()
    assert "no image offers it" in choice.reasons[0]


def test_nothing_known() -> None:
    """Where it is not known what is offered, the usual image is taken."""
    assert choose_image(">=3.12", [Wish("3.13", "x")], {}).images == ("debian-12",)


def test_files(tmp_path: Path) -> None:
    """runtime.txt of repo2docker and .python-version; anything else in them is no wish."""
    files = {"runtime.txt": "python-3.10.4\n", ".python-version": "3.12\n", "binder/runtime.txt": "r-4.1-2022-01-01"}
    assert list(wishes(snapshot_of(tmp_path, files))) == [Wish("3.10", "runtime.txt"), Wish("3.12", ".python-version")]

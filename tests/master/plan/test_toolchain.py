"""The image whose toolchain is new enough."""

from master.plan.toolchain import choose_toolchain

OFFERED = {"debian-13": "3.13", "debian-12": "3.11"}


def test_usual_first() -> None:
    """Where both will do, the usual image is taken and nothing is said."""
    chosen = choose_toolchain(("golang-go",), "1.10", "x asks", OFFERED)
    assert (chosen.image, chosen.package, chosen.reason) == ("debian-12", "golang-go", "")


def test_newer() -> None:
    """Another image is a reason; without it on offer nothing is run."""
    chosen = choose_toolchain(("golang-go",), "1.22", "x asks", OFFERED)
    assert (chosen.image, chosen.reason[:41]) == ("debian-13", "the image is debian-13: x asks, it has 1.")
    refused = choose_toolchain(("golang-go",), "1.22", "x asks", {})
    assert refused.image is None
    assert refused.reason.startswith("nothing is run: x asks, and no image offers it: debian-12 has 1.19")


def test_odd_versions() -> None:
    """A version that cannot be read asks for nothing."""
    assert choose_toolchain(("golang-go",), "nonsense", "x", OFFERED).image == "debian-12"


def test_unknown_image() -> None:
    """An image without an index has nothing."""
    assert choose_toolchain(("golang-go",), "", "x", {"own": "3.12"}).image is None

"""Cargo: the newest Rust that Debian has, and a reason where that is not new enough."""

from pathlib import Path

import pytest
from repos import snapshot_of

from master.plan.detectors.cargo import CargoDetector
from workers.cell import Recipe


def recipe(tmp_path: Path, manifest: str, **files: str) -> Recipe:
    found = CargoDetector().detect(snapshot_of(tmp_path, {"Cargo.toml": manifest, **files}), {})
    assert found is not None
    return found


def said(found: Recipe, text: str) -> bool:
    return any(text in reason for reason in found.reasons)


def test_crate(tmp_path: Path) -> None:
    """Built and compiled with its tests while there is a network, tested without."""
    found = recipe(tmp_path, '[package]\nname="x"\nedition="2024"\n', **{"Cargo.lock": "version = 4\n"})
    assert found.system == ("rustc-web", "cargo-web")
    assert found.build == ("cargo build --locked", "cargo test --no-run --locked")
    assert found.test == ("cargo test --no-fail-fast --offline --locked -- --test-threads=1",)


@pytest.mark.parametrize("manifest", ['[package]\nrust-version="9.1"', '[workspace.package]\nrust-version="9.1"'])
def test_too_new(tmp_path: Path, manifest: str) -> None:
    """With a Rust that no image has nothing is run, and the reason names who asks."""
    found = recipe(tmp_path, manifest)
    assert found.build == found.test == ()
    assert said(found, "nothing is run: Cargo.toml asks for Rust '9.1'")


def test_crates(tmp_path: Path) -> None:
    """Crates of the registry are told, those beside it are not; vendored ones are said to be here."""
    text = (
        '[dependencies]\na="1"\nb={path="b"}\n[target.\'cfg(unix)\'.dev-dependencies]\nc={version="1",optional=true}\n'
    )
    assert said(recipe(tmp_path / "a", text), "crates from the registry, 'a, c';")
    config = {".cargo/config.toml": '[source.crates-io]\nreplace-with="v"\n', "vendor/a/Cargo.toml": ""}
    assert said(recipe(tmp_path / "b", text, **config), "are in the folder vendor")


@pytest.mark.parametrize(
    "manifest",
    [
        "[",
        '[package]\nrust-version="\\u001b"',
        '[dependencies]\n"\\u001b"="1"',
        "package=1\nworkspace=2\ntarget=3\n",
        "[target]\nx=1\n",
    ],
)
def test_odd_manifests(tmp_path: Path, manifest: str) -> None:
    """Nothing of it raises, and no sentence holds a control character."""
    assert all(reason.isprintable() for reason in recipe(tmp_path, manifest).reasons)

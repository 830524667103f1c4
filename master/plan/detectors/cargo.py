"""Rust projects that Cargo builds."""

from collections.abc import Iterator, Mapping
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.marked_yaml import shown
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml
from master.plan.requirements import plain_file
from master.plan.toolchain import choose_toolchain
from workers.cell import Recipe

MANIFEST = "Cargo.toml"
LOCK = "Cargo.lock"
# Debian also has the Rust that its browsers are built with, which is newer.
RUST = {"rustc-web": "cargo-web", "rustc": "cargo"}
EDITIONS = {"2018": "1.31", "2021": "1.56", "2024": "1.85"}
LOCKS = {3: "1.53", 4: "1.78"}
_TABLES = ("dependencies", "dev-dependencies", "build-dependencies")


class CargoDetector:
    """`cargo test`, after everything that it needs was fetched and compiled."""

    name = "Cargo"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        entry = plain_file(snapshot, MANIFEST)
        if entry is None:
            return None
        try:
            manifest = load_toml(snapshot.read(entry), MANIFEST)
        except UntrustedInputError as error:
            return Recipe(reasons=(f"nothing is run: {MANIFEST} is not read: {error}",))
        minimum, asked = _minimum(snapshot, manifest)
        chosen = choose_toolchain(RUST, minimum, asked, offered)
        if chosen.image is None:
            return Recipe(reasons=(chosen.reason,))
        options = " --workspace" if "workspace" in manifest else ""
        options += " --locked" if plain_file(snapshot, LOCK) else ""
        return Recipe(
            images=(chosen.image,),
            system=(chosen.package, RUST[chosen.package]),
            build=(f"cargo build{options}", f"cargo test --no-run{options}"),
            # One thread, so that what tests print does not run into the lines that tell how they ended.
            test=(f"cargo test --no-fail-fast --offline{options} -- --test-threads=1",),
            reasons=tuple(_reasons(snapshot, manifest, chosen.reason)),
        )


def _minimum(snapshot: Snapshot, manifest: Mapping[str, Any]) -> tuple[str, str]:
    """The oldest Rust that will do, and who asks for it; empty when nobody does."""
    package = {**_inherited(manifest), **_table(manifest, "package")}
    edition, wanted = package.get("edition"), package.get("rust-version")
    found = [("0", "Cargo.toml asks for Rust")]
    if isinstance(wanted, str):
        found.append((wanted, f"{MANIFEST} asks for Rust {shown(wanted, 40)}"))
    if isinstance(edition, str) and edition in EDITIONS:
        first = EDITIONS[edition]
        found.append((first, f"{MANIFEST} has edition {edition}, which begins with Rust {first}"))
    if (number := _lock_version(snapshot)) in LOCKS:
        found.append((LOCKS[number], f"{LOCK} has version {number}, which begins with Rust {LOCKS[number]}"))
    return max(found, key=lambda pair: _numbers(pair[0]))


def _inherited(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    return _table(_table(manifest, "workspace"), "package")


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version[:20].split(".") if part.isdecimal()]


def _lock_version(snapshot: Snapshot) -> int:
    entry = plain_file(snapshot, LOCK)
    head = snapshot.text(entry, 400) if entry is not None else ""
    line = next((line for line in head.splitlines() if line.startswith("version = ")), "")
    number = line.partition("=")[2].strip()
    return int(number) if number.isdecimal() and len(number) < 4 else 0


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _registry_crates(manifest: Mapping[str, Any]) -> list[str]:
    """Crates that come from a registry or another repository; optional ones too, for Cargo resolves all."""
    parts = [manifest, _table(manifest, "workspace"), *_table(manifest, "target").values()]
    tables = [_table(part, key) for part in parts if isinstance(part, dict) for key in _TABLES]
    named = [(name, value) for table in tables for name, value in table.items()]
    near = {"path", "workspace"}
    return sorted({name for name, value in named if not (isinstance(value, dict) and near.intersection(value))})


def _is_vendored(snapshot: Snapshot) -> bool:
    config = plain_file(snapshot, ".cargo/config.toml") or snapshot.by_path.get(".cargo/config.toml")
    folder = any(entry.path.startswith("vendor/") for entry in snapshot.files())
    return folder and config is not None and config.is_file and "replace-with" in snapshot.text(config, 2**16)


def _reasons(snapshot: Snapshot, manifest: Mapping[str, Any], image: str) -> Iterator[str]:
    yield f"{MANIFEST} is there: the project is built with Cargo"
    if image:
        yield image
    yield "Rust is the newest that Debian has; tests run one at a time, so that each one's result can be told"
    if crates := _registry_crates(manifest):
        if _is_vendored(snapshot):
            yield "the crates that Cargo.toml asks for are in the folder vendor"
        else:
            names = shown(", ".join(crates[:20]), 200)
            yield f"crates from the registry, {names}; that fails where it cannot be reached"
    yield "coverage is not measured for Rust"

"""Julia packages: recognised, and not run, for no image has Julia."""

from collections.abc import Mapping
from typing import Any

from criteria.errors import UntrustedInputError
from criteria.snapshot import Snapshot
from criteria.untrusted import load_toml
from master.plan.requirements import plain_file
from workers.cell import Recipe

MANIFESTS = ("Project.toml", "JuliaProject.toml")


class JuliaDetector:
    """Says what is missing. A recipe that cannot be tried would only make a failure that is not the project's."""

    name = "Julia"

    def detect(self, snapshot: Snapshot, _offered: Mapping[str, str]) -> Recipe | None:
        entry = next((found for name in MANIFESTS if (found := plain_file(snapshot, name)) is not None), None)
        if entry is None or not _is_julia(snapshot, entry.path):
            return None
        tests = "test/runtests.jl" in snapshot.by_path
        has = "with tests in test/runtests.jl" if tests else "without tests: there is no test/runtests.jl"
        return Recipe(
            reasons=(
                f"{entry.path} is there: a Julia package, {has}",
                "nothing is run: Debian has no Julia, and the packages of pip that carry its name only download it from"
                " elsewhere; write .assay.yml with build commands that bring Julia to the cell",
            )
        )


def _is_julia(snapshot: Snapshot, path: str) -> bool:
    try:
        data: Mapping[str, Any] = load_toml(snapshot.read(snapshot.by_path[path]), path)
    except UntrustedInputError:
        return False
    named = isinstance(data.get("name"), str) and isinstance(data.get("uuid"), str)
    return named or (isinstance(data.get("deps"), dict) and any(e.name.endswith(".jl") for e in snapshot.files()))

"""What a detector is: it reads the files of one kind of project and gives a recipe. It runs nothing."""

from collections.abc import Mapping
from typing import Protocol

import attrs

from criteria.snapshot import Snapshot
from workers.cell import Recipe


class Detector(Protocol):
    """One kind of project.

    `detect` gives None when the repository is not of this kind. A recipe without `test` says that it can be built
    only; one without commands says in its reasons why nothing is run. `offered`: the Python of each image, empty
    where that is not known. The recipe names only what its own tool asks for: Debian packages that other files of
    the repository ask for (apt.txt, debian/control, headers in the sources) are added by the supplements.
    """

    @property
    def name(self) -> str:
        """As it is called in sentences, e.g. "CMake"."""
        ...

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None: ...


@attrs.frozen
class Needs:
    """What has to be there beside a recipe, whatever kind of project it is. Each part may be empty.

    `system`: Debian packages. `before`: build commands before the recipe's own. `after`: build commands after them.
    `reasons`: one sentence per decision.
    """

    system: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Supplement(Protocol):
    """One file, or one kind of trace, that tells what a build needs beside itself."""

    def needs(self, snapshot: Snapshot, recipe: Recipe, /) -> Needs: ...

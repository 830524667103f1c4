"""Python packages, before other kinds: whatever compiled code is inside, pip builds it."""

from collections.abc import Mapping

from criteria.snapshot import Snapshot
from master.plan.detectors.python import PythonDetector
from master.plan.project import read_project
from workers.cell import Recipe


class PythonPackageDetector:
    """What pip can install. Other repositories with Python in them are looked at after those of other tools."""

    name = "Python package"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        return PythonDetector().detect(snapshot, offered) if read_project(snapshot).installable else None


class PythonScriptsDetector:
    """Tests and requirements of Python in a repository that is no package of it."""

    name = PythonDetector.name

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        return None if read_project(snapshot).installable else PythonDetector().detect(snapshot, offered)

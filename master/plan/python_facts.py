"""What the files of a Python repository say about building and testing it, read once for all who ask."""

import attrs

from criteria.snapshot import Snapshot
from master.plan.conda_file import CondaFile, read_conda
from master.plan.dependencies import runtime_file
from master.plan.dockerfile import first_dockerfile
from master.plan.image_choice import Wish, wishes
from master.plan.imports import imported_distributions
from master.plan.nox_file import read_nox
from master.plan.project import Project, read_project, read_pyproject
from master.plan.pytest_settings import PytestSettings, read_pytest_settings
from master.plan.runner_settings import RunnerSettings
from master.plan.test_files import TestFiles, find_tests
from master.plan.tox_file import read_tox

# Built into site-packages and not into the tree: the tree must not stand in the way of what was installed.
NOT_EDITABLE = ("mesonpy",)


@attrs.frozen
class PythonFacts:
    """What the files of a Python repository say."""

    project: Project
    settings: PytestSettings
    tests: TestFiles
    runner: RunnerSettings
    conda: CondaFile
    runtime: str | None  # the file with the runtime requirements of what is no package
    wishes: tuple[Wish, ...]

    @property
    def present(self) -> bool:
        """Whether there is anything for pip or Python here."""
        return bool(self.project.installable or self.tests or self.runtime or self.conda)


def read_python(snapshot: Snapshot, runner: RunnerSettings | None = None) -> PythonFacts:
    """`runner`: who starts the tests, where that is known from elsewhere than tox or nox."""
    pyproject, _ = read_pyproject(snapshot)
    settings = read_pytest_settings(snapshot, pyproject)
    conda = read_conda(snapshot)
    if conda:
        conda = read_conda(snapshot, imported_distributions(snapshot))
    if runner is None:
        tox = read_tox(snapshot, pyproject)
        runner = tox if tox.source and tox != RunnerSettings(tox.source) else read_nox(snapshot)
    dockerfile = first_dockerfile(snapshot)
    further = [(conda.python, conda.path), (dockerfile.python, f"{dockerfile.path} (FROM {dockerfile.base})")]
    wished = [*wishes(snapshot), *(Wish(python, source) for python, source in further if python)]
    return PythonFacts(
        project=read_project(snapshot),
        settings=settings,
        tests=find_tests(snapshot, settings),
        runner=runner,
        conda=conda,
        runtime=runtime_file(snapshot),
        wishes=tuple(wished),
    )

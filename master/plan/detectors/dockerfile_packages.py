"""What the repository's own Dockerfile installs beside the project."""

from criteria.snapshot import Snapshot
from master.plan.conda_file import read_conda
from master.plan.dependencies import runtime_file
from master.plan.detectors.detector import Needs
from master.plan.detectors.python import pip_install
from master.plan.dockerfile import first_dockerfile
from master.plan.project import read_project
from workers.cell import Recipe


class DockerfilePackages:
    """Its Debian packages; its Python packages too, where nothing else in the repository names any."""

    def needs(self, snapshot: Snapshot, _recipe: Recipe) -> Needs:
        read = first_dockerfile(snapshot)
        reasons = list(read.reasons)
        words = [word for path in read.files for word in ("-r", path)]
        words += [str(item) for item in read.requirements.found]
        elsewhere = read_project(snapshot).installable or runtime_file(snapshot) or read_conda(snapshot)
        if not words or elsewhere:
            return Needs(system=read.system, reasons=tuple(reasons))
        reasons.append(f"{read.path}: {', '.join(words)} is installed with pip")
        return Needs(system=read.system, before=(pip_install(words),), reasons=tuple(reasons))

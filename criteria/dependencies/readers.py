"""Which reader reads which file: the one table of manifests and lock files."""

import re
from collections.abc import Callable, Iterable

import attrs

from criteria.dependencies import compiled, conda, locks, python, science, web
from criteria.dependencies.model import Dependency

Read = Callable[[str, str], Iterable[Dependency]]


@attrs.frozen
class Reader:
    """`name` matches the last part of a path. `lock`: the file says what was chosen, not what is asked for."""

    format: str
    name: re.Pattern[str]
    read: Read
    lock: bool = False


def _reader(format_: str, name: str, read: Read, lock: bool = False) -> Reader:
    return Reader(format_, re.compile(rf"^(?:{name})$"), read, lock)


READERS: tuple[Reader, ...] = (
    _reader("pyproject.toml", r"pyproject\.toml", python.pyproject),
    _reader("setup.cfg", r"setup\.cfg", python.setup_cfg),
    _reader("setup.py", r"setup\.py", python.setup_py),
    _reader("pip constraints", r"[\w.-]{0,60}constraints[\w.-]{0,60}\.txt", python.constraints, lock=True),
    _reader("pip lock", r"[\w.-]{0,60}requirements[\w.-]{0,60}\.lock", python.constraints, lock=True),
    _reader("pip requirements", r"[\w.-]{0,60}require(?:ments?|s)?[\w.-]{0,60}\.(?:txt|in|pip)", python.requirements),
    _reader("Pipfile", r"Pipfile", python.pipfile),
    _reader("Pipfile.lock", r"Pipfile\.lock", locks.pipfile_lock, lock=True),
    _reader("Python lock", r"(?:uv|poetry|pdm)\.lock|pylock(?:\.[\w-]{1,40})?\.toml", locks.python_lock, lock=True),
    _reader(
        "conda environment", r"(?:[\w.-]{0,60}[-_.])?(?:environment|env|conda)[\w.-]{0,60}\.ya?ml", conda.environment
    ),
    _reader("package.json", r"package\.json", web.package_json),
    _reader("npm lock", r"package-lock\.json|npm-shrinkwrap\.json", locks.package_lock, lock=True),
    _reader("Yarn lock", r"yarn\.lock", locks.yarn_lock, lock=True),
    _reader("pnpm lock", r"pnpm-lock\.yaml", locks.pnpm_lock, lock=True),
    _reader("Cargo.toml", r"Cargo\.toml", compiled.cargo_toml),
    _reader("Cargo.lock", r"Cargo\.lock", locks.cargo_lock, lock=True),
    _reader("go.mod", r"go\.mod", compiled.go_mod),
    _reader("R DESCRIPTION", r"DESCRIPTION", science.r_description),
    _reader("Julia project", r"(?:Julia)?Project\.toml", science.julia_project),
    _reader("Julia manifest", r"(?:Julia)?Manifest(?:-v[\d.]{1,8})?\.toml", locks.julia_manifest, lock=True),
    _reader("Maven", r"pom\.xml", compiled.pom_xml),
    _reader("Gradle", r"build\.gradle(?:\.kts)?", compiled.gradle),
    _reader("CMake", r"CMakeLists\.txt|dependencies\.cmake", compiled.cmake),
    _reader("Meson wrap", r"[\w.+-]{1,80}\.wrap", compiled.meson_wrap),
    _reader("fpm.toml", r"fpm\.toml", compiled.fpm_toml),
    _reader("Spack recipe", r"package\.py", science.spack_package),
    _reader("Gemfile", r"Gemfile", web.gemfile),
    _reader("Gemfile.lock", r"Gemfile\.lock", locks.gemfile_lock, lock=True),
    _reader("composer.json", r"composer\.json", web.composer_json),
    _reader("composer.lock", r"composer\.lock", locks.composer_lock, lock=True),
)
SAGE_FORMAT = "SageMath package folders"

_ANY = re.compile("|".join(f"(?:{reader.name.pattern})" for reader in READERS))


def reader_of(name: str) -> Reader | None:
    """The reader for a file called `name` (no folder)."""
    if not _ANY.match(name):
        return None
    return next((reader for reader in READERS if reader.name.match(name)), None)

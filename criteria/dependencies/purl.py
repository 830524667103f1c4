"""Package URLs: how a dependency is named wherever software is listed (SBOM, advisories)."""

from packageurl import PackageURL

from criteria.dependencies.model import COMPOSER, GO, MAVEN, NPM, Dependency
from criteria.printable import printable


def purl(dependency: Dependency) -> str:
    """The package URL, with the version where it is exact."""
    return package_url(dependency.ecosystem, dependency.name, dependency.version).to_string()


def package_url(ecosystem: str, name: str, version: str | None) -> PackageURL:
    """Its parts; characters that stand for no byte are written as escapes."""
    namespace, last = _split(ecosystem, printable(name))
    return PackageURL(ecosystem, namespace, last, printable(version) if version else None)


def _split(ecosystem: str, name: str) -> tuple[str | None, str]:
    if ecosystem == MAVEN:
        namespace, _, last = name.partition(":")
    elif ecosystem in (GO, COMPOSER) or (ecosystem == NPM and name.startswith("@")):
        namespace, _, last = name.rpartition("/")
    else:
        return None, name
    return (namespace or None, last) if last else (None, name)

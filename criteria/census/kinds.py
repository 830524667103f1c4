"""What a file is for: code, tests, documentation, data, configuration or build; by its place, name and language."""

import re

from criteria.census.apart import FIXTURE, TEST_FOLDERS, words
from criteria.census.languages import BUILD as BUILD_LANGUAGE
from criteria.census.languages import CONFIGURATION as CONFIGURATION_LANGUAGE
from criteria.census.languages import DATA as DATA_LANGUAGE
from criteria.census.languages import MARKUP, NOTEBOOK, PROGRAMMING, Language

CODE, TESTS, DOCUMENTATION, DATA, CONFIGURATION, BUILD = (
    "code", "tests", "documentation", "data", "configuration", "build",
)  # fmt: skip

DOCUMENT_FOLDERS = words("doc docs documentation manual manuals man guide guides")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf")
_BUILD_NAMES = words("setup.py noxfile.py tasks.py fabfile.py build.rs configure bootstrap autogen.sh")
_CONFIGURATION_JSON = words(
    "package.json tsconfig.json composer.json codemeta.json .zenodo.json devcontainer.json manifest.json"
)
_TEST_NAME = re.compile(
    r"^(?:tests?|conftest)\.py$|^tests?_[^/]*\.\w{1,8}$|_tests?\.\w{1,8}$|\.(?:test|spec)\.\w{1,8}$"
    r"|^Test[A-Z]\w*\.(?:java|kt|scala|cs)$|Tests?\.(?:java|kt|scala|cs|swift)$|\.bats$|\.tst$"
)


def kind_of(path: str, language: Language | None, rule: str | None) -> str:
    """One of the six kinds. Code in a documentation folder is code; a fixture is data whatever it is written in."""
    *folders, name = path.split("/")
    if rule is not None and rule.startswith(FIXTURE):
        return DATA
    if language is not None and language.group == PROGRAMMING:
        return _kind_of_code(folders, name)
    if language is None or language.group == DATA_LANGUAGE:
        return _kind_of_data(folders, name)
    if language.group == NOTEBOOK:
        return DOCUMENTATION if in_document_folder(folders) else CODE
    if language.name == "Plain text" and folders and "." in name and not in_document_folder(folders):
        return DATA
    return {BUILD_LANGUAGE: BUILD, CONFIGURATION_LANGUAGE: CONFIGURATION, MARKUP: DOCUMENTATION}[language.group]


def in_test_folder(folders: list[str]) -> bool:
    return any(folder.lower() in TEST_FOLDERS for folder in folders)


def in_document_folder(folders: list[str]) -> bool:
    return any(folder.lower() in DOCUMENT_FOLDERS for folder in folders)


def named_as_test(name: str) -> bool:
    return _TEST_NAME.search(name[:255]) is not None


def _kind_of_code(folders: list[str], name: str) -> str:
    if in_test_folder(folders) or named_as_test(name):
        return TESTS
    if name in _BUILD_NAMES or name.startswith("spkg-"):
        return BUILD
    if name == "conf.py" and in_document_folder(folders):
        return CONFIGURATION
    return CODE


def _kind_of_data(folders: list[str], name: str) -> str:
    if in_document_folder(folders) and name.lower().endswith(_PICTURES):
        return DOCUMENTATION
    if name in _CONFIGURATION_JSON or name == "PKG-INFO" or (not folders and name.startswith(".")):
        return CONFIGURATION
    return DATA

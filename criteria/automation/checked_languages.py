"""Which languages a checker of style reads."""

import re
from collections.abc import Mapping

# Which languages a checker of style reads; a checker that is not here may read any.
_READS: Mapping[str, tuple[str, ...]] = {
    tool: languages
    for tools, languages in (
        ("ruff ruff-check ruff-format flake8 pylint pycodestyle pydocstyle pyflakes pylama isort yapf autopep8 "
         "prospector autoflake black blue refurb "
         "pyupgrade vulture darker ufmt flynt action-black action-flake8 ruff-action blacken-docs", ("Python", "Sage")),
        ("cython-lint double-quote-cython-strings", ("Cython",)), ("clang-format clang-tidy cpplint astyle uncrustify "
                                                                   "cpp-linter", ("C", "C++", "CUDA", "Objective-C")),
        ("fprettify fortitude flinter findent", ("Fortran",)), ("juliaformatter julia-format runic runic-action",
        ("Julia",)), ("lintr styler", ("R",)),
        ("rubocop", ("Ruby",)), ("eslint prettier biome jshint", ("JavaScript", "TypeScript", "Vue")),
        ("shellcheck shfmt action-shellcheck", ("Shell",)),
        ("golint staticcheck golangci-lint gofmt revive vet golangci-lint-action", ("Go",)), ("clippy fmt", ("Rust",)),
        ("checkstyle", ("Java",)), ("ktlint", ("Kotlin",)),
        ("scalafmt scalafix", ("Scala",)), ("hlint ormolu fourmolu", ("Haskell",)), ("ocamlformat", ("OCaml",)),
    )
    for tool in tools.split()
}  # fmt: skip


def languages_checked(command: str) -> frozenset[str] | None:
    """The languages whose style this step checks; None where its tool is not known to be bound to some."""
    found = {language for word in re.findall(r"[a-z][\w-]{1,40}", command.lower()) for language in _READS.get(word, ())}
    return frozenset(found) or None

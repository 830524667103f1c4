"""All analysers: the one list. A new one is a file in `criteria/tools/` and a line here."""

from criteria.tools import (
    bandit,
    cpplint,
    cython_lint,
    flawfinder,
    fortitude,
    hadolint,
    jarl,
    json_syntax,
    oxlint,
    ruff,
    ruff_notebook,
    rumdl,
    shellcheck,
    sphinx_lint,
    toml_syntax,
    yamllint,
    zizmor,
)
from criteria.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (
    # style
    ruff,
    ruff_notebook,
    cython_lint,
    cpplint,
    fortitude,
    jarl,
    shellcheck,
    oxlint,
    hadolint,
    json_syntax,
    toml_syntax,
    yamllint,
    # security
    bandit,
    flawfinder,
    zizmor,
    # documents
    rumdl,
    sphinx_lint,
)

"""All analysers: the one list. A new one is a file in `criteria/tools/` and a line here."""

from criteria.tools import bandit, json_syntax, ruff
from criteria.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (ruff, json_syntax, bandit)

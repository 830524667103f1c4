"""The templates of this room. They are ours alone; what is assessed only ever enters as values (T15, T17)."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from reports import remarks, wording


@cache
def environment() -> Environment:
    """Escapes everything, and an unknown name is an error instead of an empty place."""
    made = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["wording"] = wording
    made.globals["remarks"] = remarks
    return made


def fill(name: str, values: dict[str, Any]) -> bytes:
    """A template filled with values, as UTF-8."""
    return environment().get_template(name).render(values).encode()

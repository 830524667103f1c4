"""What an error of a JSON Schema means to whoever wrote the file, in one sentence."""

from collections.abc import Mapping
from typing import Any, cast

from jsonschema.exceptions import ValidationError

from criteria.printable import printable
from criteria.record import nearest


def sentence(error: ValidationError) -> str:
    """What is wrong, and where as a JSON path; the library's own text would repeat the whole value."""
    where, rule = _where(error), str(error.validator)
    value, wanted = cast(Any, error.instance), cast(Any, error.validator_value)
    known: Mapping[str, Any] = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    meant = error.schema.get("description", "") if isinstance(error.schema, dict) else ""
    if rule == "additionalProperties":
        key = next(str(key) for key in value if key not in known)
        return f"{where} has the unknown key {printable(key, 60)!r}; {nearest(key[:60], known)}"
    if rule == "required":
        missing = ", ".join(key for key in wanted if key not in value)
        return f"{where} lacks the key {missing}"
    if rule == "type":
        return f"{where} must be of type {' or '.join(wanted) if isinstance(wanted, list) else wanted}"
    if rule == "enum":
        names = [str(name) for name in wanted if name is not None]
        return f"{where} is {printable(str(value)[:200], 60)!r}; {nearest(str(value)[:60], names)}"
    if rule in ("pattern", "maxLength", "minLength"):
        return f"{where} is {printable(str(value)[:200], 60)!r}, and should be {meant}"
    if rule in ("minimum", "maximum"):
        return f"{where} must be at {'least' if rule == 'minimum' else 'most'} {wanted}"
    return f"{where} holds more than the {wanted} entries we read"


def _where(error: ValidationError) -> str:
    parts = (f"[{key}]" if isinstance(key, int) else f".{printable(str(key), 60)}" for key in error.absolute_path)
    return "$" + "".join(parts)

"""Readers for text that came from outside: capped, without references, without entities (T16, T32, A23).

Every reader raises `UntrustedInputError` with one clear sentence, and nothing else.
"""

import json
import tomllib
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import yaml
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from criteria.errors import UntrustedInputError

MAX_BYTES = 1 * 2**20
MAX_NODES = 200_000
MAX_DEPTH = 60


class MarkedInputError(UntrustedInputError):
    """Carries the line (from 1) where the text is wrong, when the parser knows it."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def load_yaml(text: str | bytes, name: str = "document", max_bytes: int = MAX_BYTES) -> Any:
    """Plain YAML data. Aliases, tags of Python objects and nesting over 60 are refused."""
    return _construct(compose_yaml(text, name, max_bytes), name)


def compose_yaml(text: str | bytes, name: str = "document", max_bytes: int = MAX_BYTES) -> yaml.Node | None:
    """The checked node tree, which knows the line of every key; None for an empty document."""
    _check_size(text, name, max_bytes)
    try:
        depth = 0
        for nodes, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else None
                message = f"YAML aliases (*{event.anchor}) are not accepted; write the value out"
                raise MarkedInputError(f"{name}, line {line or '?'}: {message}", line)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH or nodes > MAX_NODES:
                raise MarkedInputError(f"{name}: nested deeper than {MAX_DEPTH} or longer than {MAX_NODES} nodes")
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise MarkedInputError(f"{name}, line {line or '?'}: not valid YAML: {error.problem}", line) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise MarkedInputError(f"{name}: not valid YAML: {_first_line(error)}") from error


def _construct(node: yaml.Node | None, name: str) -> Any:
    if node is None:
        return None
    loader = yaml.CSafeLoader("")
    try:
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise MarkedInputError(f"{name}, line {line or '?'}: not plain YAML data: {error.problem}", line) from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError, OverflowError) as error:
        raise MarkedInputError(f"{name}: not plain YAML data: {_first_line(error)}") from error
    finally:
        loader.dispose()


def load_json(text: str | bytes, name: str = "document", max_bytes: int = MAX_BYTES) -> Any:
    """JSON data; NaN and the infinities, which are no JSON, are refused."""
    _check_size(text, name, max_bytes)
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UntrustedInputError(f"{name}: not valid JSON: {_first_line(error)}") from error


def load_toml(text: str | bytes, name: str = "document", max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    _check_size(text, name, max_bytes)
    try:
        return tomllib.loads(text.decode() if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise UntrustedInputError(f"{name}: not valid TOML: {_first_line(error)}") from error


def load_xml(text: str | bytes, name: str = "document", max_bytes: int = MAX_BYTES) -> Element:
    """The root element; document types and entities are refused."""
    _check_size(text, name, max_bytes)
    try:
        root: Element = fromstring(text, forbid_dtd=True)
        return root
    except (ParseError, DefusedXmlException, ValueError, RecursionError, LookupError) as error:
        problem = _first_line(error) or type(error).__name__
        raise UntrustedInputError(f"{name}: not acceptable XML: {problem}") from error


def _check_size(text: str | bytes, name: str, max_bytes: int) -> None:
    if len(text) > max_bytes:
        raise UntrustedInputError(f"{name}: {len(text)} bytes are more than the {max_bytes} we read")


def _no_constant(value: str) -> Any:
    raise ValueError(f"{value} is not a JSON number")


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]

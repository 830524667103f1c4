"""Files that machines read instead of people: schemas, interfaces, provenance and bills of materials.

A name is not enough: each file is opened and must hold what its format holds. An empty one states nothing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from criteria.census.apart import by_path
from criteria.census.kinds import in_test_folder
from criteria.errors import CriteriaError
from criteria.metadata.statements import listed, table
from criteria.snapshot import Entry, Snapshot
from criteria.untrusted import load_json, load_xml, load_yaml

KIND = "interfaces"

SCHEMA, INTERFACE, PROVENANCE, MATERIALS = "schema", "interface", "provenance", "bill of materials"
_LIMIT = 512 * 1024  # bytes of one file
_MOST_READ, MOST_KEPT = 400, 40  # files opened, files kept of one kind and format


@attrs.frozen
class MachineFile:
    """`role`: schema, interface, provenance or bill of materials. `format` is what it was read as."""

    role: str
    format: str
    path: str


@attrs.frozen
class Hollow:
    """A file of such a name that holds nothing of the kind."""

    path: str
    reason: str


@attrs.frozen
class Interfaces:
    """By path. `headers` counts public C and C++ headers; with a pkg-config or CMake package file they are usable.

    `typed` are the `py.typed` markers: they promise annotations, which `code_shape` counts.
    """

    tracked: int
    files: tuple[MachineFile, ...]
    hollow: tuple[Hollow, ...] = ()
    typed: tuple[str, ...] = ()
    headers: int = 0
    link_files: tuple[str, ...] = ()  # pkg-config and CMake package files
    truncated: bool = False

    def of(self, *roles: str) -> tuple[MachineFile, ...]:
        return tuple(file for file in self.files if file.role in roles)


Test = Callable[[str, str], bool]


def _json(test: Callable[[Mapping[str, Any]], Any]) -> Test:
    return lambda text, path: bool(test(table(load_json(text, path))))


def _lines(test: Callable[[Mapping[str, Any]], Any]) -> Test:
    """JSON, or JSON Lines of which the first line is read."""
    return lambda text, path: bool(
        test(table(load_json(text.lstrip().partition("\n")[0] if "\n{" in text.strip() else text, path)))
    )


def _xml(tag: str) -> Test:
    return lambda text, path: (root := load_xml(text, path)).tag.rpartition("}")[2].lower() == tag and len(root) > 0


def _text(pattern: str) -> Test:
    compiled = re.compile(pattern, re.M)
    return lambda text, _: compiled.search(text) is not None


def _openapi(text: str, path: str) -> bool:
    data = table(load_json(text, path) if path.lower().endswith("json") else load_yaml(text, path))
    return bool(("openapi" in data or "swagger" in data) and (data.get("paths") or data.get("webhooks")))


def _attested(data: Mapping[str, Any]) -> Any:
    """An in-toto statement or link, or the envelope that carries one."""
    kind = str(data.get("_type", ""))
    return ("in-toto.io" in kind or kind in ("link", "layout")) or (
        "payload" in data and "in-toto" in str(data.get("payloadType"))
    )


# Name, role, format and the test of the content. The first pattern that matches the name decides.
_FORMATS: tuple[tuple[re.Pattern[str], str, str, Test], ...] = tuple(
    (re.compile(pattern, re.I), role, name, test)
    for pattern, role, name, test in (
        (r"\.xsd$", SCHEMA, "XML Schema", _xml("schema")),
        (r"\.rng$", SCHEMA, "RELAX NG", _xml("grammar")),
        (r"\.rnc$", SCHEMA, "RELAX NG", _text(r"\bstart\b|\belement\b")),
        (r"[.-]schema\.json$|(?:^|/)schemas?/[^/]{1,200}\.json$", SCHEMA, "JSON Schema",
         _json(lambda data: ("$schema" in data or "$id" in data or "type" in data)
               and ({"properties", "$defs", "definitions", "items", "oneOf", "anyOf", "allOf", "enum"} & set(data)))),
        (r"[.-]schema\.ya?ml$", SCHEMA, "JSON Schema",
         lambda text, path: bool({"properties", "$defs", "definitions", "items"} & set(table(load_yaml(text, path))))),
        (r"\.cdl$", SCHEMA, "netCDF CDL", _text(r"^\s{0,20}netcdf\b")),
        (r"\.avsc$", SCHEMA, "Avro", _json(lambda data: data.get("type") and data.get("fields"))),
        (r"\.shacl\.ttl$|\.owl$|(?:^|/)shapes?/[^/]{1,200}\.ttl$", SCHEMA, "RDF vocabulary", _text(r"shacl#|owl#")),
        (r"\.ksy$", SCHEMA, "Kaitai Struct", _text(r"^seq:|^types:")),
        (r"(?:^|/)(?:openapi|swagger)[^/]{0,60}\.(?:json|ya?ml)$", INTERFACE, "OpenAPI", _openapi),
        (r"(?:^|/)asyncapi[^/]{0,60}\.ya?ml$", INTERFACE, "AsyncAPI", _text(r"^channels:")),
        (r"\.wsdl$", INTERFACE, "WSDL",
         lambda text, path: load_xml(text, path).tag.rpartition("}")[2] in ("definitions", "description")),
        (r"\.proto$", INTERFACE, "Protocol Buffers", _text(r"^\s{0,20}(?:message|service)\s+\w+")),
        (r"\.thrift$", INTERFACE, "Thrift", _text(r"^\s{0,20}(?:struct|service)\s+\w+")),
        (r"\.capnp$", INTERFACE, "Cap'n Proto", _text(r"^\s{0,20}(?:struct|interface)\s+\w+")),
        (r"\.idl$", INTERFACE, "IDL", _text(r"\b(?:interface|module)\s+\w+")),
        (r"\.graphqls?$", INTERFACE, "GraphQL", _text(r"^\s{0,20}(?:type|schema)\b")),
        (r"\.cwl$", INTERFACE, "Common Workflow Language", _text(r"^cwlVersion:")),
        (r"\.pyi$", INTERFACE, "Python stub", _text(r"^[ \t]{0,40}(?:def|class|async def)\s+\w+|^\w+\s{0,4}:")),
        (r"(?:^|/)ro-crate-metadata\.json(?:ld)?$", PROVENANCE, "RO-Crate",
         _json(lambda data: listed(data.get("@graph")))),
        (r"\.link$|\.layout$|\.intoto\.jsonl?$|(?:^|/)(?:attestation|provenance)[^/]{0,60}\.jsonl?$", PROVENANCE,
         "in-toto", _lines(_attested)),
        (r"\.provn$", PROVENANCE, "PROV-N", _text(r"^\s{0,20}document\b")),
        (r"(?:^|/)prov[^/]{0,40}\.json(?:ld)?$|\.prov\.json$", PROVENANCE, "PROV-JSON",
         _json(lambda data: {"entity", "activity", "wasGeneratedBy", "@graph"} & set(data))),
        (r"\.prov\.ttl$", PROVENANCE, "PROV-O", _text(r"prov#")),
        (r"\.spdx\.json$|(?:^|/)(?:sbom|bom)[^/]{0,60}\.json$|\.cdx\.json$", MATERIALS, "SPDX or CycloneDX",
         _json(lambda data: ("spdxVersion" in data and data.get("packages"))
               or (data.get("bomFormat") == "CycloneDX" and data.get("components")))),
        (r"\.spdx$", MATERIALS, "SPDX", _text(r"^PackageName:")),
        (r"(?:^|/)bom\.xml$|\.cdx\.xml$", MATERIALS, "CycloneDX", _xml("bom")),
    )
)  # fmt: skip
_LIKELY = re.compile(
    r"\.(?:xsd|rng|rnc|json|jsonl|jsonld|ya?ml|cdl|avsc|ttl|owl|ksy|wsdl|proto|thrift|capnp|idl|graphqls?|cwl|pyi|link"
    r"|layout|provn|spdx|xml)$",
    re.I,
)
_LINKING = re.compile(r"\.pc(?:\.in)?$|Config\.cmake(?:\.in)?$|-config\.cmake(?:\.in)?$")
_HEADER = re.compile(r"\.(?:h|hh|hpp|hxx|mod\.inc)$")


def collect(snapshot: Snapshot) -> Interfaces:
    files: list[MachineFile] = []
    hollow: list[Hollow] = []
    typed: list[str] = []
    linking: list[str] = []
    headers = read = 0
    for entry in snapshot.files():
        if not _telling(entry) or by_path(entry.path) or in_test_folder(entry.path.split("/")[:-1]):
            continue
        if entry.name == "py.typed":
            typed.append(entry.path)
        elif _LINKING.search(entry.name):
            linking.append(entry.path)
        elif _HEADER.search(entry.name):
            headers += 1
        elif known := _known(entry.path):
            role, name, test = known
            if sum(file.format == name for file in files) >= MOST_KEPT or read >= _MOST_READ:
                continue
            read += 1
            problem = _problem(snapshot, entry, test)
            if problem is None:
                files.append(MachineFile(role, name, entry.path))
            elif len(hollow) < MOST_KEPT:
                hollow.append(Hollow(entry.path, problem))
    return Interfaces(
        tracked=len(snapshot.entries),
        files=tuple(files),
        hollow=tuple(hollow),
        typed=tuple(typed[:MOST_KEPT]),
        headers=headers,
        link_files=tuple(linking[:MOST_KEPT]),
        truncated=read >= _MOST_READ,
    )


def _telling(entry: Entry) -> bool:
    name = entry.name
    return name == "py.typed" or bool(_LIKELY.search(name) or _LINKING.search(name) or _HEADER.search(name))


def _known(path: str) -> tuple[str, str, Test] | None:
    return next(((role, name, test) for pattern, role, name, test in _FORMATS if pattern.search(path[-400:])), None)


def _problem(snapshot: Snapshot, entry: Entry, test: Test) -> str | None:
    try:
        text = snapshot.text(entry, _LIMIT)
        return None if text.strip() and test(text, entry.path) else "it does not hold what a file of this name holds"
    except CriteriaError as error:
        return str(error)[:200]

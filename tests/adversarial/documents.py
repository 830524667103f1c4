"""A6-A8: documents of one line, of filler or of others; borrowed badges; metadata that say nothing true."""

import json
from pathlib import Path

from cells import cell
from repos import snapshot_of

from adversarial.rows import Expect, Row, fails, holds, unknown
from adversarial.sound import ADDRESS, CITATION, CONDUCT, CONTRIBUTING, README, VERSION, changed, history
from criteria.evidence.cells import TestCounts
from criteria.model import Level, Strength
from criteria.snapshot import Snapshot


def untagged(path: Path) -> Snapshot:
    """The links are there, the release is not."""
    links = "\nhttps://anaconda.org/conda-forge/star-map/1.2.0 https://doi.org/10.5281/zenodo.1234567\n"
    return snapshot_of(path, changed({"README.md": README + links}), time=history(path))


_FILLER = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna "
    "aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. "
)
_HEADINGS = "# star-map\n\n## About\n\n## Installation\n\n## Tests\n\n## Documentation\n\n## Versions\n\n## Authors\n"
_BADGES = "".join(
    f"[![passing](https://img.shields.io/badge/{what}-passing-green)](https://example.org/{what})\n"
    for what in ("build", "tests", "coverage-100%25", "EOSC-gold", "SQAaaS-gold", "openssf", "docs")
)
_FOREIGN = README.replace("star-map", "moon-dial").replace("example/moon-dial", "lunar/moon-dial")


def _renamed(text: str) -> str:
    return text.replace("star-map", "moon-dial").replace("github.com/example", "github.com/lunar")


FILLER = (
    Row("A6 F2", "A README of no byte.", {"QC.Doc06.1": fails()}, {"README.md": ""}, refused=Level.BRONZE),
    Row("A6 F2", "A README of one line.", {"QC.Doc06.1": fails("words")}, {"README.md": "# star-map\n"},
        refused=Level.BRONZE),
    Row("A6 F2", "Forty bytes of README, a hundred of CONTRIBUTING.",
        {"QC.Doc06.1": fails("words"), "QC.Doc06.2": fails("words")},
        {"README.md": "star-map maps the stars of the night sky",
         "CONTRIBUTING.md": "Everybody may take part: send us a pull request with your change, and we will review it for you"}),
    Row("A6", "Headings of every item and no sentence under any.", {"QC.Doc06.1": fails("words")},
        {"README.md": _HEADINGS}),
    Row("A6", "Filler text under every heading.", {"QC.Doc06.1": fails()},
        {"README.md": _HEADINGS.replace("\n\n", f"\n\n{_FILLER}\n\n")}),
    Row("A6", "One sentence, said fifty times.", {"QC.Doc06.1": fails()},
        {"README.md": _HEADINGS + "star-map draws maps of the sky. " * 50}),
    Row("A6", "The words stand in comments that no reader sees.", {"QC.Doc06.1": fails("words")},
        {"README.md": f"# star-map\n\n<!--\n{README}\n-->\n"}),
    Row("A6", "The words stand in a block of code.", {"QC.Doc06.1": fails("words")},
        {"README.md": "# star-map\n\n```text\n" + README.replace("#", "") + "```\n"}),
    Row("A6", "Words of invisible characters.", {"QC.Doc06.1": fails()},
        {"README.md": "# star-map\n\n" + "\u200b\u200c \u2060\ufeff " * 400}),
    Row("A6", "Headings and words that are letters at random.", {"QC.Doc06.1": fails()},
        {"README.md": "# star-map\n\n## About\n\n" + "xq zvk wqp rtl mnb " * 30 + "\n\n## Tests\n\nxq zvk\n"}),
    Row("A6 L6", "A README that is another project's.", {"QC.Doc06.1": fails("moon-dial")}, {"README.md": _FOREIGN},
        refused=Level.BRONZE),
    Row("A6 L6", "A CONTRIBUTING that is another project's.", {"QC.Doc06.2": fails("lunar/moon-dial")},
        {"CONTRIBUTING.md": _renamed(CONTRIBUTING).replace("# Contributing to moon-dial", "# Contributing")},
        refused=Level.BRONZE),
    Row("A6 L6", "A CONTRIBUTING whose title names another project.", {"QC.Doc06.2": fails("moon-dial")},
        {"CONTRIBUTING.md": _renamed(CONTRIBUTING)}),
    Row("A6 L6", "A copied code of conduct sends reports to its first owner.",
        {"QC.Doc06.3": Expect(outcome=fails().outcome)},
        {"CODE_OF_CONDUCT.md": CONDUCT.replace("star-map", "moon-dial").replace("conduct@moon-dial.io",
         "conduct@lunar.org")},
        wrong="a code of conduct is meant to be copied; whose address it names, no file of the tree tells"),
    Row("A6 L6", "A copied code of conduct sends people to the first owner's repository.",
        {"QC.Doc06.3": fails("lunar/moon-dial")},
        {"CODE_OF_CONDUCT.md": CONDUCT.replace("star-map", "moon-dial").replace(
            "conduct@moon-dial.io", "https://github.com/lunar/moon-dial/issues")}),
    Row("A6", "A code of conduct with the blank of its form.", {"QC.Doc06.3": fails("placeholder")},
        {"CODE_OF_CONDUCT.md": CONDUCT.replace("conduct@star-map.io", "[INSERT CONTACT METHOD]")},
         refused=Level.BRONZE),
    Row("A6", "A code of conduct whose address is that of an example.", {"QC.Doc06.3": fails()},
        {"CODE_OF_CONDUCT.md": CONDUCT.replace("conduct@star-map.io", "someone@example.com")}),
    Row("A6", "A code of conduct that is only a title.", {"QC.Doc06.3": fails()},
        {"CODE_OF_CONDUCT.md": "# Contributor Covenant Code of Conduct\n"}),
    Row("A6 F19", "A README in reStructuredText or plain text is one all the same.", {"QC.Doc06.1": holds()},
        {"README.md": None, "readme.txt": README}),
    Row("A6 L6", "Documents of another project and a CITATION.cff of its own do not earn silver.",
        {"QC.Doc06.2": fails(), "QC.Doc06.1": fails()},
        {"README.md": _FOREIGN, "CONTRIBUTING.md": _renamed(CONTRIBUTING)}, refused=Level.BRONZE),
)  # fmt: skip

BADGES = (
    Row("A7 F6", "A README of badges and nothing else.", {"QC.Doc06.1": fails("words")},
        {"README.md": "# star-map\n\n" + _BADGES}, refused=Level.BRONZE),
    Row("A7 F6", "Badges of passing tests and full coverage beside tests that all were skipped.",
        {"QC.Uni01@devel": fails("skipped"), "QC.Uni01": unknown()}, {"README.md": _BADGES + README},
        cells=(cell(tests=TestCounts(total=12, skipped=12)),)),
    Row("A7 F6", "Badges of passing checks where nothing is configured to check.",
        {"QC.Sty04": fails(), "QC.Uni04": fails()},
        {"README.md": _BADGES + README, ".github/workflows/checks.yml": None}),
    Row("A7", "A picture of a badge in the tree.", {"QC.Uni04": fails(), "QC.Doc06.1": holds()},
        {"README.md": README + "\n![coverage 100%](docs/coverage.svg)\n", ".github/workflows/checks.yml": None,
         "docs/coverage.svg": "<svg xmlns='http://www.w3.org/2000/svg'><text>coverage: 100%</text></svg>"}),
    Row("A7 F6", "Links to the index and to an archive in the README are no release.", {"QC.Ver01": fails()},
        build=untagged),
)  # fmt: skip

_DOI = "\ndoi: "
_ORCID = "    given-names: Ada\n    orcid: https://orcid.org/"
_CODEMETA = {
    "@context": "https://w3id.org/codemeta/3.0", "@type": "SoftwareSourceCode", "name": "star-map",
    "version": VERSION, "author": [{"@type": "Person", "givenName": "Ada", "familyName": "Lovelace"}],
    "license": "https://spdx.org/licenses/MIT", "codeRepository": ADDRESS,
}  # fmt: skip


def _cff(old: str, new: str) -> dict[str, str | bytes | None]:
    assert old in CITATION
    return {"CITATION.cff": CITATION.replace(old, new)}


def _codemeta(**more: object) -> dict[str, str | bytes | None]:
    return {"CITATION.cff": None, "codemeta.json": json.dumps({**_CODEMETA, **more})}


METADATA = (
    Row("A8 F5", "Any bytes called CITATION.cff.", {"QC.Met01": fails()}, {"CITATION.cff": b"\x00\xff\xfe"},
        refused=Level.SILVER),
    Row("A8 F5", "An empty CITATION.cff.", {"QC.Met01": fails()}, {"CITATION.cff": ""}, refused=Level.SILVER),
    Row("A8 F5", "Title and author say TODO.", {"QC.Met01": fails("TODO", findings=2)},
        {"CITATION.cff": CITATION.replace("title: star-map", "title: TODO").replace("Lovelace", "TODO").replace(
            "given-names: Ada", "given-names: TODO")}),
    Row("A8", "Other words of a form.", {"QC.Met01": fails(findings=2)},
        {"CITATION.cff": CITATION.replace("title: star-map", "title: My Research Software").replace(
            "Lovelace", "Doe").replace("given-names: Ada", "given-names: John")}),
    Row("A8", "A version of the future.", {"QC.Met01": fails("999.0")}, _cff(f"version: {VERSION}", "version: 999.0"),
        refused=Level.SILVER),
    Row("A8", "A version of the past.", {"QC.Met01": fails("is not current")},
        _cff(f"version: {VERSION}", "version: 0.9.0")),
    Row("A8", "A date of the future.", {"QC.Met01": fails("after the commit")},
        _cff("date-released: 2023-11-10", "date-released: 2099-01-01")),
    Row("A8 F5", "The sample DOI of the archive.", {"QC.Met01": fails("sample DOI")},
        _cff("\nlicense", _DOI + "10.5281/zenodo.0\nlicense")),
    Row("A8", "A DOI that is none.", {"QC.Met01": fails("DOI")}, _cff("\nlicense", _DOI + "zenodo.1234567\nlicense")),
    Row("A8", "An ORCID with a wrong check digit.", {"QC.Met01": fails("check digit")},
        _cff("    given-names: Ada", _ORCID + "0000-0002-1825-0098")),
    Row("A8", "The ORCID of the manual.", {"QC.Met01": fails("manual")},
        _cff("    given-names: Ada", _ORCID + "0000-0002-1825-0097")),
    Row("A8", "The citation of another project.", {"QC.Met01": fails("moon-dial")},
        {"CITATION.cff": _renamed(CITATION)}, refused=Level.SILVER),
    Row("A8", "Each of five faults is a finding of its own.", {"QC.Met01": fails(findings=4)},
        {"CITATION.cff": CITATION.replace("title: star-map", "title: TODO").replace(VERSION, "999.0").replace(
            "2023-11-10", "2099-01-01").replace("    given-names: Ada", _ORCID + "0000-0002-1825-0098")}),
    Row("A8", "CodeMeta says TODO.", {"QC.Met01": fails("TODO")}, _codemeta(name="TODO")),
    Row("A8 F5", "Any JSON called codemeta.json.", {"QC.Met01": fails()},
        {"CITATION.cff": None, "codemeta.json": '{"a": 1}'}),
    Row("A8", "CodeMeta and CITATION.cff disagree.", {"QC.Met01": fails("make them agree")},
        {"codemeta.json": json.dumps({**_CODEMETA, "version": "1.1.0"})}),
    Row("A8", "A valid CodeMeta file holds.", {"QC.Met01": holds()}, _codemeta()),
    Row("A8", "CITATION.cff is deeper than the root.", {"QC.Met01": fails()},
        {"CITATION.cff": None, "docs/CITATION.cff": CITATION}),
    Row("A8", "A key is written twice, the second time with another value.", {"QC.Met01": fails("written twice")},
        {"CITATION.cff": CITATION + "title: moon-dial\n"}),
    Row("A8", "Nothing but the file itself says what it describes.",
        {"QC.Met01": holds(below=Strength.E3)},
        {"pyproject.toml": None, "CITATION.cff": CITATION.replace(f"\nversion: {VERSION}\n", "\n").replace(
            "title: star-map", "title: Maps of the night sky")}),
)  # fmt: skip

ROWS = (*FILLER, *BADGES, *METADATA)

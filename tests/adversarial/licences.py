"""A1-A5: licences that are none, forms, texts with a rider, statements that contradict, links."""

from licence_texts import filled, text_of

from adversarial.rows import PASS, Expect, Row, fails, holds
from adversarial.sound import CITATION, CODE, MANIFEST
from criteria.model import Level, Strength
from criteria.snapshot import SYMLINK

MIT = filled("MIT")
GPL = filled("GPL-3.0-only")
_NO_TEXT = {"QC.Lic01": fails(), "QC.Lic01.1": fails(), "QC.Lic02": fails(), "QC.Doc06.4": fails()}
_RIDDEN = {"QC.Lic01": fails("restrict"), "QC.Lic02": fails("restrict")}
# A name of the licence stands nowhere else, so that the text alone decides.
_SILENT = {
    "pyproject.toml": MANIFEST.replace('license = "MIT"\n', ""),
    "CITATION.cff": CITATION.replace("license: MIT\n", ""),
}
_APACHE_HEAD = (
    '# Licensed under the Apache License, Version 2.0 (the "License")\n# SPDX-License-Identifier: Apache-2.0\n'
)


def _licence(text: str | bytes | None, **more: str | None) -> dict[str, str | bytes | None]:
    return {"LICENSE": text, **more}


EMPTY = (
    Row("A1 F3", "An empty LICENSE is no licence.", _NO_TEXT, _licence(""), refused=Level.BRONZE),
    Row("A1 F3", "White space, a byte order mark and form feeds are no licence.", _NO_TEXT,
        _licence("\ufeff \n\t\x0c\r\n" * 4000)),
    Row("A1 F3", "Forty bytes that name a licence are no licence text.", _NO_TEXT,
        _licence("This software is under the MIT licence.\n")),
    Row("A1 F3", "A file called MIT-LICENSE that says nothing is no licence.", _NO_TEXT,
        {"LICENSE": None, "MIT-LICENSE": "", "LICENSE-MIT.txt": "\n"}),
    Row("A1", "A licence in the manifest alone is a name and no text.",
        {"QC.Lic01": fails("a name is no licence text")},
        _licence(None)),
    Row("A1", "The title and the copyright line, and none of the terms.", _NO_TEXT,
        _licence("MIT License\n\nCopyright (c) 2024 Ada Lovelace\n")),
    Row("A1", "An identifier of SPDX in place of the text.", _NO_TEXT,
        _licence("SPDX-License-Identifier: MIT\nhttps://spdx.org/licenses/MIT.html\n")),
    Row("A1", "All rights are reserved, at length.", _NO_TEXT,
        _licence("All rights reserved. " + "No part of this software may be used by anybody. " * 40)),
    Row("A1", "Half of the text: the permission without the conditions.", {"QC.Lic01": fails(), "QC.Lic02": fails()},
        _licence(MIT[: len(MIT) // 2])),
    Row("A1 F3", "The page of a web server that was saved as LICENSE.", _NO_TEXT,
        _licence("<!DOCTYPE html><html><head><title>404: Not Found</title></head><body>" + "<p>gone</p>" * 99)),
)  # fmt: skip

FORMS = (
    Row("A2 F4", "The form of the MIT licence with its blanks open.",
        {"QC.Lic01": fails("blank", strength=Strength.E1)}, _licence(text_of("MIT")), refused=Level.BRONZE),
    Row("A2 F4", "The blanks of a forge's own form.", {"QC.Lic01": fails("blank", strength=Strength.E1)},
        _licence(text_of("MIT").replace("<year> <copyright holders>", "[year] [fullname]"))),
    Row("A2 F4", "Another wording of the blanks.", {"QC.Lic01": fails("blank", strength=Strength.E1)},
        _licence(text_of("MIT").replace("<year> <copyright holders>", "YYYY {name of author}"))),
    Row("A2 F4", "The year is filled in, the holder is not.", {"QC.Lic01": fails("blank", strength=Strength.E1)},
        _licence(text_of("MIT").replace("<year> <copyright holders>", "2024 <COPYRIGHT HOLDER>"))),
    Row("A2", "The BSD licence with owner and organisation left open.",
        {"QC.Lic01": fails("blank", strength=Strength.E1)},
        {**_SILENT, "LICENSE": text_of("BSD-3-Clause")}),
    Row("A2", "The appendix of the Apache licence is a form by intention.", {"QC.Lic01": holds()},
        {**_SILENT, "LICENSE": text_of("Apache-2.0")}),
)  # fmt: skip

RIDERS = (
    Row("A3 F4", "The GPL, and below it that commercial use is forbidden.", _RIDDEN,
        {**_SILENT, "LICENSE": GPL + "\n\nThis software may be used for non-commercial purposes only.\n"},
        refused=Level.BRONZE),
    Row("A3", "The rider stands before the text.", _RIDDEN,
        _licence("For academic and research use only. Commercial use needs a written agreement.\n\n" + MIT)),
    Row("A3", "The rider stands in the middle of the permission.", _RIDDEN,
        _licence(MIT.replace("to deal", "for non-commercial purposes only, to deal"))),
    Row("A3", "The Commons Clause on top of a licence.", _RIDDEN,
        _licence("\"Commons Clause\" License Condition v1.0\n\nThe Software is provided to you by the Licensor under the "
                 "License, as defined below, subject to the following condition. Without limiting other conditions in "
                 "the License, the grant of rights under the License will not include, and the License does not grant "
                 "to you, the right to Sell the Software.\n\n" + MIT)),
    Row("A3", "The rider stands in a file of its own beside the text.", _RIDDEN,
        {"LICENSE-ADDENDUM.txt": "In addition to LICENSE: you may not use this software for commercial purposes.\n"}),
    Row("A3", "A field of use is excluded.", _RIDDEN,
        _licence(MIT + "\nThe Software shall not be used for military purposes, nor by competitors of the author.\n")),
    Row("A3", "A licence of Creative Commons that forbids commercial use.", {"QC.Lic02": fails()},
        {**_SILENT, "LICENSE": text_of("CC-BY-NC-4.0")}),
    Row("A3", "The rider stands in the README alone.", {"QC.Lic02": Expect(PASS, below=Strength.E3)},
        {"README.md": "# star-map\n\n" + "star-map draws maps of the night sky from public catalogues. " * 8
         + "\n\n## Licence\n\nFree for non-commercial use only; companies have to buy a licence.\n\n## Tests\n\npytest\n"},
        refused=Level.SILVER),
)  # fmt: skip

CONFLICTS = (
    Row("A4", "LICENSE says MIT, the manifest GPL, the heads Apache, and CITATION.cff is silent.",
        {"QC.Lic01": holds("GPL-3.0-only", "Apache-2.0", strength=Strength.E2)},
        {"pyproject.toml": MANIFEST.replace('license = "MIT"', 'license = "GPL-3.0-only"'),
         "CITATION.cff": CITATION.replace("license: MIT\n", ""),
         "star_map/sky.py": _APACHE_HEAD + CODE, "star_map/__init__.py": _APACHE_HEAD},
        refused=Level.SILVER),
    Row("A4", "The manifest alone contradicts.", {"QC.Lic01": holds("GPL-3.0", strength=Strength.E2)},
        {"pyproject.toml": MANIFEST.replace('license = "MIT"', 'license = "GPL-3.0-or-later"')}, refused=Level.SILVER),
    Row("A4", "A classifier contradicts the licence of the same manifest.",
        {"QC.Lic01": holds(strength=Strength.E2)},
        {"pyproject.toml": MANIFEST.replace(
            'license = "MIT"', 'classifiers = ["License :: OSI Approved :: Apache Software License"]')},
        refused=Level.SILVER),
    Row("A4", "CITATION.cff alone contradicts.", {"QC.Lic01": holds("CITATION.cff", strength=Strength.E2)},
        {"CITATION.cff": CITATION.replace("license: MIT", "license: AGPL-3.0-only")}, refused=Level.SILVER),
    Row("A4", "The heads of all sources contradict.", {"QC.Lic01": holds("Apache-2.0", strength=Strength.E2)},
        {"star_map/sky.py": _APACHE_HEAD + CODE, "star_map/__init__.py": _APACHE_HEAD}, refused=Level.SILVER),
    Row("A4", "Nothing but the text names the licence.", {"QC.Lic01": holds(strength=Strength.E2)}, _SILENT,
        refused=Level.SILVER),
    Row("A4", "The metadata declare a licence that forbids commercial use.", {"QC.Lic02": fails("CC-BY-NC")},
        {"CITATION.cff": CITATION.replace("license: MIT", "license: CC-BY-NC-4.0")}),
)  # fmt: skip

_LINK = {"LICENSE": SYMLINK}
LINKS = (
    *(
        Row("A5", f"LICENSE is a link to {target}.", {"QC.Lic01": fails("link"), "QC.Lic01.1": fails()},
            _licence(target), _LINK, refused=Level.BRONZE)
        for target in ("/usr/share/common-licenses/GPL-3", "../../../../etc/passwd", "gone.txt", "LICENSE",
                       "/proc/self/environ", "\x1b[2J", "a" * 255)
    ),
    Row("A5", "README, CONTRIBUTING and the code of conduct are links out of the tree.",
        {"QC.Doc06.1": fails("link"), "QC.Doc06.2": fails("link"), "QC.Doc06.3": fails("link")},
        {"README.md": "/etc/motd", "CONTRIBUTING.md": "../CONTRIBUTING.md", "CODE_OF_CONDUCT.md": "/dev/zero"},
        dict.fromkeys(("README.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md"), SYMLINK), refused=Level.BRONZE),
    Row("A5", "CITATION.cff and the manifest are links.", {"QC.Met01": fails()},
        {"CITATION.cff": "/etc/hostname", "pyproject.toml": "/etc/shadow"},
        dict.fromkeys(("CITATION.cff", "pyproject.toml"), SYMLINK)),
    Row("A5", "A link to the text inside the tree may be followed, and nowhere else.", {"QC.Lic01": holds()},
        {"LICENSE": "doc/LICENSE.txt", "doc/LICENSE.txt": MIT}, _LINK),
)  # fmt: skip

ROWS = (*EMPTY, *FORMS, *RIDERS, *CONFLICTS, *LINKS)

"""What a README, a CONTRIBUTING or a code of conduct should hold, and how each item shows in a text.

Tables of words by which people head such sections, and of phrases that say the thing without a heading. The items
of a README are those that baseline 4.1 recommends under QC.Doc06.1.
"""

import re
from collections.abc import Mapping

import attrs

README, CONTRIBUTING, CONDUCT = "readme", "contributing", "code of conduct"


@attrs.frozen
class Item:
    """`heading` is searched in headings, `phrase` in the whole text; either shows the item."""

    heading: re.Pattern[str]
    phrase: re.Pattern[str] | None = None


def _item(heading: str, phrase: str | None = None) -> Item:
    return Item(re.compile(rf"\b(?:{heading})", re.I), re.compile(phrase, re.I) if phrase else None)


MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"

ITEMS: Mapping[str, Mapping[str, Item]] = {
    README: {
        "description": _item(r"about|overview|introduction|description|features|what is|purpose|summary|synopsis"),
        "getting_started": _item(
            r"install|getting started|quick ?start|usage|using|set ?up|setting up|requirement|prerequisite|build"
            r"|download|how to (?:use|run|install)|deploy|running|examples?\b",
            r"\b(?:pip3?|pipx|conda|mamba|npm|apt(?:-get)?|dnf|yum|brew|cargo|uv|spack|gem) "
            r"(?:\w{1,12} )?(?:install|add)\b"
            r"|\bdocker (?:run|pull|compose)\b|\bmake install\b|\bcmake \.|\bmeson setup\b"
            r"|\bPkg\.add\b|install\.packages\(",
        ),
        "tests": _item(
            r"tests?\b|testing|running (?:the )?tests?",
            r"\bpytest\b|\bpython3? -m unittest\b|\btox\b|\bnox\b|\bmake (?:check|test)\b|\bctest\b"
            r"|\b(?:npm|cargo|go|sage) (?:run )?-?t(?:est)?\b"
            r"|\bunit ?tests?\b|\brun (?:the |all )?tests?\b|\btest suite\b|Pkg\.test|bin/test\b",
        ),
        "documentation": _item(
            r"documentation|docs\b|manual|tutorial|user guide|reference|further reading|learn",
            r"readthedocs|\bdocs?\.[\w-]{1,60}\.|[\w-]{1,60}\.github\.io|\bgitbook\b|\bdocs?/|\bdocumentation\b",
        ),
        "versioning": _item(
            r"version|release|change ?log|changes\b|what'?s new|history|news\b|roadmap",
            r"\bsemantic versioning\b|\bsemver\b|\bcalver\b|\bcalendar versioning\b|\bchange ?log\b|\brelease notes\b",
        ),
        "authors_contact": _item(
            r"authors?|contributors?|maintain|contact|support|getting help|help\b|community|team|get in touch"
            r"|mailing list|questions|bugs?\b|reporting|feedback",
            MAIL + r"|\bmailing list\b|\bdiscussions\b|\bissue tracker\b|/issues\b|\bzulip\b|\bgitter\b|\bmatrix\.to\b",
        ),
        "acknowledgments": _item(
            r"acknowledg|credits?\b|funding|thanks|sponsors?|citation|citing|cite\b",
            r"\bfunded by\b|\bfunding from\b|\bgrant agreement\b|\backnowledg|\bsupported by\b|\bsponsor",
        ),
    },
    CONTRIBUTING: {
        "submit": _item(
            r"pull request|merge request|submit|patch|how to contribute|sending|workflow|git workflow",
            r"\bpull[- ]requests?\b|\bmerge[- ]requests?\b|\bsubmit(?:ting)? \b"
            r"|\bsend (?:a|us|your) (?:patch|pull|change)|\bfork (?:the|this|it|our|\w{1,30} on)\b"
            r"|\bgit format-patch\b|\bPRs?\b",
        ),
        "test": _item(r"tests?\b|testing", r"\bpytest\b|\btox\b|\bmake check\b|\btests?\b|\btesting\b"),
        "review": _item(
            r"review|approv",
            r"\breview(?:s|ed|er|ers|ing)?\b|\bapprov(?:e|al|ed|es)\b|\bwill be merged\b|\bbe merged\b",
        ),
    },
    CONDUCT: {},
}  # fmt: skip


@attrs.frozen
class Code:
    """A published code of conduct. `contact`: the body that published it receives reports itself."""

    name: str
    mark: re.Pattern[str]
    contact: bool = False


def _code(name: str, mark: str, contact: bool = False) -> Code:
    return Code(name, re.compile(mark, re.I), contact)


CODES: tuple[Code, ...] = (
    _code("Contributor Covenant", r"contributor[- ]covenant|contributors,? and leaders pledge to make participation"),
    _code("Citizen Code of Conduct", r"citizen code of conduct|citizencodeofconduct"),
    _code("Python Software Foundation", r"python\.org/psf/(?:code)?of?conduct|psf code of conduct|"
          r"python (?:software foundation|community) code of conduct|policies\.python\.org", True),
    _code("NumFOCUS", r"numfocus (?:\w{1,12} )?code of conduct|numfocus\.org/code-of-conduct", True),
    _code("Django", r"django code of conduct|djangoproject\.com/conduct", True),
    _code("Rust", r"rust-lang\.org/(?:policies/code-of-)?conduct|rust code of conduct"),
    _code("The Carpentries", r"carpentries code of conduct|docs\.carpentries\.org", True),
    _code("Ubuntu", r"ubuntu code of conduct"),
    _code("Mozilla", r"mozilla community participation|mozilla\.org/about/governance/policies/participation", True),
    _code("Microsoft", r"microsoft open source code of conduct|opensource\.microsoft\.com/codeofconduct", True),
    _code("Apache", r"apache\.org/foundation/policies/conduct", True),
    _code("CNCF", r"cncf (?:community )?code of conduct|cncf/foundation", True),
    _code("Debian", r"debian code of conduct|debian\.org/code_of_conduct", True),
    _code("KDE", r"kde\.org/code-of-conduct|kde (?:community )?code of conduct", True),
    _code("GNOME", r"conduct\.gnome\.org|gnome code of conduct", True),
    _code("Berlin Code of Conduct", r"berlin code of conduct|berlincodeofconduct"),
    _code("Geek Feminism", r"geek ?feminism"),
    _code("TODO Group", r"todogroup\.org/opencodeofconduct|open code of conduct"),
    _code("Jupyter", r"jupyter code of conduct|jupyter\.org/conduct|jupyter/governance", True),
    _code("SciPy", r"scipy code of conduct", True),
)  # fmt: skip

PLACEHOLDER = re.compile(
    r"\[insert [\w ]{1,40}\]|\[(?:your |contact |project )?e-?mail(?: address)?\]"
    r"|<(?:your |contact )?e-?mail(?: address)?>|\[contact method\]|\[(?:project|company|organi[sz]ation)[ _]name\]"
    r"|\byour[._-]?e?mail@|\{\{ ?[\w .]{1,40} ?\}\}",
    re.I,
)
_CONTACT_MAIL = re.compile(MAIL)
_SPELLED = re.compile(
    r"\b[\w.-]{1,64} ?(?:\(at\)|\[at\]|<at>| at ) ?[\w.-]{1,64} ?(?:\(dot\)|\[dot\]| dot |\.) ?\w{2,10}\b", re.I
)
_REPORT = re.compile(r"\b(?:report|contact|reach|e-?mail|notify|write to|complain)", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>()]{4,300}")
_NOBODY = ("example.com", "example.org", "example.net", "domain.com", "email.com", "users.noreply.github.com")


def has_contact(text: str) -> bool:
    """Whether reports can reach somebody: a mail address that is no example, or a link in a line about reporting."""
    for match in _CONTACT_MAIL.finditer(text):
        if not match.group().lower().endswith(_NOBODY):
            return True
    for line in text.splitlines():
        part = line[:2000]
        if _REPORT.search(part) and (_ADDRESS.search(part) or _SPELLED.search(part)):
            return True
    return False

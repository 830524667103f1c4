"""What the documentation says to whom: pages and sections for developers, administrators and users, by their topic.

A topic shows by the name of a page, by a heading, or by a directive with which a generator takes text from code.
"""

import re
from collections.abc import Iterator, Mapping

import attrs

ARCHITECTURE, BUILD, API, CLI = "architecture", "build", "API reference", "command line"
INSTALL, CONFIGURATION, SERVICE, SECURITY, FAQ = "installation", "configuration", "service reference", "security", "FAQ"
HEAD = 16 * 1024  # bytes of a page whose headings are read
MIN_WORDS = 30  # of a page or of the part below a heading: a title alone tells nothing

# Topic -> words in the name of a page; words in a heading.
_TOPICS: Mapping[str, tuple[str, str]] = {
    ARCHITECTURE: (
        r"architecture|design|internals?|structure|code[-_]?(?:base|layout|structure|map|overview)"
        r"|developers?[-_]?(?:guide|manual|docs?)|hacking|"
        r"implementation|walk[-_]?through",
        r"architecture|(?:code|project|repository|package|source(?: code)?|directory|module|library) (?:structure"
        r"|layout|organi[sz]ation|overview)|"
        r"internals|(?:software|system) design|design (?:overview|decisions|principles)|developer(?:'?s)? (?:guide"
        r"|documentation)|how it works|"
        r"(?:files and )?directory structure",
    ),
    BUILD: (
        r"build(?:ing)?(?:[-_].{1,40})?|compil(?:e|ing|ation)|install(?:ation)?[-_]?(?:from[-_]?)?(?:source|guide)?"
        r"|develop(?:ment|ing)?(?:[-_].{1,40})?|"
        r"contributing|contribute|hacking|dev[-_]?(?:setup|guide|environment)|workflow",
        r"build(?:ing)?(?: from source| instructions| the \w{1,30}| with \w{1,30}| \w{1,20})?$|compil(?:e|ing|ation)"
        r"|(?:install\w{0,8}|build) from (?:the )?source|"
        r"development (?:setup|environment|installation|install|workflow)|set(?:ting)? up (?:a |the "
        r"|your )?(?:development|dev) environment|"
        r"from source|developing",
    ),
    INSTALL: (r"install(?:ation|ing)?(?:[-_].{1,40})?|deploy(?:ment|ing)?(?:[-_].{1,40})?|getting[-_]?started|setup",
              r"install(?:ation|ing)?\b|deploy(?:ment|ing)?\b|set(?:ting)? up"),
    CONFIGURATION: (r"config(?:uration|uring|ure)?(?:[-_].{1,40})?|settings|options|environment[-_]?variables",
                    r"config(?:uration|uring|ure)(?: (?:the \w{1,30}|files?|options|settings|guide|reference"
                    r"|variables|and \w{1,20}))?:?$"
        r"|settings$|environment variables|(?:command[- ]line )?options$"),
    SERVICE: (
        r"(?:service[-_]?)?reference[-_]?card|service[-_]?reference|operations?[-_]guide|operating(?:[-_].{1,40})?"
        r"|admin(?:istration|istrator)?(?:[-_]?guide)?|runbook",
        r"service reference|daemons?|start(?:ing)? and stop(?:ping)?|log ?files?|logging|(?:network )?ports?"
        r"|open ports|cron|monitoring|state (?:information|files)|"
        r"operating the|administrat(?:ion|or)|init scripts?|back ?ups?",
    ),
    SECURITY: (r"security(?:[-_].{1,40})?|threats?(?:[-_].{1,40})?|isolation",
    r"security|threat model|hardening|authenti?cation|access control"),
    FAQ: (r"faq(?:[-_].{1,40})?|troubleshoot(?:ing)?(?:[-_].{1,40})?|known[-_]?issues|questions",
    r"faq|frequently asked|troubleshooting|known (?:issues|problems)|common (?:problems|errors)"),
    API: (r"api(?:[-_].{1,40})?|reference|modules", r"api(?: reference| documentation)?|reference manual"
                                                    r"|module reference|public interface"),
    CLI: (r"cli(?:[-_].{1,40})?|command[-_]?line(?:[-_].{1,40})?|commands|usage|man",
    r"command[- ]line|cli\b|commands|usage"),
}  # fmt: skip
_NAMES = {topic: re.compile(rf"^(?:\d{{1,3}}[-_.])?(?:{names})$", re.I) for topic, (names, _) in _TOPICS.items()}
_HEADINGS = {
    topic: re.compile(
        rf"^(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\.? )?(?:(?:the|a|an|how "
        rf"to|basic|advanced|general|overall|system|quick|software|our) ){{0,2}}(?:{words})",
        re.I,
    )
    for topic, (_, words) in _TOPICS.items()
}
_UNDERLINED = re.compile(r"^([^\s=~^*#\"`'+.<>|:_-][^\n]{2,100})\n([=~^*#\"`'+._-])\2{2,}[ \t]*$", re.M)
_HASHED = re.compile(r"^(?:#{1,5}|={1,5}|\\(?:chapter|section|subsection)\*?\{)[ \t]{0,4}(\S[^\n}]{2,100})", re.M)

# A directive, and what it takes from the code.
_DIRECTIVES = (
    (API, re.compile(
        r"^[ \t]{0,12}\.\. (?:auto(?:module|class|function|summary|method|exception|doxygen\w{0,10}|api\w{0,10})"
        r"|doxygen\w{1,12}|apidoc|f:auto\w{1,12}|py:auto\w{1,10}|toctree::\n[ \t]{1,12}:glob:\n\n[ \t]{1,12}api)\b"
        r"|^::: [\w.]{1,100}|^[ \t]{0,8}```@(?:auto)?docs\b|^[ \t]{0,8}<!--- ?::: |^```\{eval-rst\}\n\.\. auto", re.M)),
    (CLI, re.compile(r"^[ \t]{0,12}\.\. (?:click|argparse|autoprogram|sphinx_argparse_cli|typer|program-output"
                     r"|command-output|program)::"
                     r"|^::: mkdocs-(?:click|typer)|^\.SH SYNOPSIS", re.M)),
)  # fmt: skip


@attrs.frozen
class Page:
    """A place that speaks of a topic. `how`: name, heading, or directive, which takes its text from the code."""

    topic: str
    path: str
    how: str


def pages_of(path: str, text: str, *, root: bool = False) -> Iterator[Page]:
    """The topics of one page. `root`: a document of the root, whose own name tells nothing."""
    name = path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2]
    folder = path.rpartition("/")[0].rpartition("/")[2]
    long_enough = len(text.split()) >= MIN_WORDS
    told: set[str] = set()
    for topic, pattern in _DIRECTIVES:
        if pattern.search(text):
            told.add(topic)
            yield Page(topic, path, "directive")
    if not long_enough:
        return
    for topic, pattern in _NAMES.items():
        if (
            topic not in told
            and not root
            and (pattern.match(name) or (name.lower() in ("index", "readme") and pattern.match(folder)))
        ):
            told.add(topic)
            yield Page(topic, path, "name")
    headings = [match.group(1).strip() for form in (_UNDERLINED, _HASHED) for match in form.finditer(text)][:200]
    for topic, pattern in _HEADINGS.items():
        if topic not in told and topic is not API and any(pattern.match(heading) for heading in headings):
            yield Page(topic, path, "heading")

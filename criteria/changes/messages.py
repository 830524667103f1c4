"""What the message of a commit says about the way it came in: change request, branch, issues, reviewers.

A message is the claim of whoever wrote it. Text is hostile: it is cut first, and every expression is linear.
"""

import re
from collections.abc import Iterator

import attrs

SUBJECT, BODY = 300, 8_000  # characters that are read
MOST = 20  # issue numbers kept per message
_SHORTEST = 8  # letters of a subject that can say something

_MERGES = (  # subjects that name a change request, and often its branch
    re.compile(r"^Merge pull request #(?P<number>\d{1,9}) in \S{1,200} from (?P<branch>\S{1,200})"),
    re.compile(r"^Merge (?:pull|merge) request #(?P<number>\d{1,9})(?: from (?P<fork>\S{1,200}))?"),
    re.compile(r"^Merged in (?P<branch>\S{1,200}) \(pull request #(?P<number>\d{1,9})\)"),
    re.compile(r"^Merged? (?:PR|pr) ?#?(?P<number>\d{1,9})\b(?: from (?P<branch>\S{1,200}))?"),
    re.compile(r"^(?:Auto merge of|Rollup merge of|Merge) #(?P<number>\d{1,9})\b"),
)
_SQUASHED = re.compile(r"\((?:#|!|gh-|GH-)(?P<number>\d{1,9})\)$")
# SageMath's release manager writes these; elsewhere gh-N names an issue, hence only on a merge.
_PREFIXED = re.compile(r"^(?:gh-|Trac #)(?P<number>\d{1,9}): ")
_TRAILERS = re.compile(
    r"^(?:See merge request \S{0,200}!(?P<a>\d{1,9})"
    r"|(?:PR-URL|Pull-Request|Pull-request|Part-of|URL): <?(?:\S{0,200}/(?:pull|pulls|merge_requests|pull-requests)/|#)"
    r"(?P<b>\d{1,9})>?)[ \t]*$",
    re.M,
)
_TOOLS = re.compile(r"^(?:Reviewed-on|Differential Revision): <?https?://\S{4,200}", re.M)
_BRANCH = re.compile(
    r"^Merge (?:remote-tracking )?branch(?:es)? '(?P<name>[^']{1,200})'(?P<far> of \S{1,300})?"
    r"(?: into '?(?P<into>[^'\s]{1,200})'?)?"
)
_AT_ORIGIN = re.compile(r"^(?:origin|upstream)/")

_WORD = r"(?:close[sd]?|closing|fix(?:e[sd])?|fixing|resolve[sd]?|resolving)"
_ISSUE = r"(?:(?:[\w.-]{1,60}/[\w.-]{1,60})?#|gh-|https?://[^\s/]{1,100}/[^\s#?]{1,150}/issues/)"
_CLOSES = re.compile(rf"\b{_WORD}:?[ \t]{{1,3}}(?:issue[ \t])?{_ISSUE}(\d{{1,9}})\b", re.I)
_NAMES = re.compile(r"(?<![\w&/#])#(\d{1,9})\b")

_PEOPLE = re.compile(
    r"^[ \t]{0,4}(?P<role>Reviewed-by|Approved-by|Acked-by|Reviewers?(?:\(s\))?|Reported by|Author(?:\(s\)|s)?)"
    r"[ \t]?:[ \t]{0,4}(?P<names>\S[^\n]{0,300})$",
    re.M | re.I,
)
_REVIEWS = ("reviewed-by", "approved-by", "acked-by", "reviewer", "reviewers", "reviewer(s)", "reviewers(s)")
_EMPTY_WORDS = re.compile(
    r"^(?:wip|work in progress|fix(?:es|ed|up)?|bug ?fix(?:es)?|update[sd]?|change[sd]?|changes made"
    r"|minor(?: changes?)?|misc|stuff|test(?:s|ing)?|tmp|temp|typos?|clean ?up|commit|edit(?:s|ed)?|save|progress"
    r"|initial commit"
    r"|small (?:fix|change)(?:es)?|more(?: changes)?|fix (?:bug|it|tests?|ci|build|typos?))[ .!]*$",
    re.I,
)
_BY_EDITOR = re.compile(r"^(?:Update|Create|Delete|Rename|Add files via upload)(?: [^\s/]{1,100})?$")


@attrs.frozen
class Message:
    """`request`: number of the change request it names; `linked`: it names one, with or without a number.

    `branch`: what was merged, without the owner of a fork, who stands in `owner`. `pull`: it merges a line of work
    into itself, as `git pull` does. `reviewed`: it names a reviewer who is not the author.
    `weak`: why the subject tells nothing; None where it may, or where the forge wrote it.
    """

    request: int | None = None
    linked: bool = False
    branch: str | None = None
    owner: str | None = None
    pull: bool = False
    closes: tuple[int, ...] = ()
    issues: tuple[int, ...] = ()
    reviewed: bool = False
    weak: str | None = None


def read_message(text: str, author: str, *, merge: bool, main: str | None) -> Message:
    """`merge`: the commit has several parents. `main`: name of the branch whose line this is, where it is known."""
    subject, _, rest = text.lstrip("\n")[: SUBJECT + BODY].partition("\n")
    subject, body = subject[:SUBJECT].strip(), without_comments(rest[:BODY])
    number, owner, branch = _request(subject, body, merge)
    pull = False
    if merge and number is None:
        branch, pull = _merged(subject, main)
    whole = f"{subject}\n{body}"
    closes = _numbers(_CLOSES, whole, None)
    return Message(
        request=number,
        linked=number is not None or _TOOLS.search(body) is not None,
        branch=branch,
        owner=owner,
        pull=pull,
        closes=closes,
        issues=tuple(sorted({*closes, *_numbers(_NAMES, whole, number)}))[:MOST],
        reviewed=_reviewed(body, author),
        weak=_weak(subject, body, merge),
    )


def without_comments(text: str) -> str:
    """The text less what stands in HTML comments: templates give examples there (`Fixes #12345`)."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start)
        at = len(text) if end < 0 else end + 3
    return "".join(kept) + text[at:]


def _request(subject: str, body: str, merge: bool) -> tuple[int | None, str | None, str | None]:
    """Number of the change request, owner of the fork it came from, and its branch."""
    for pattern in _MERGES:
        if match := pattern.match(subject):
            found = match.groupdict()
            owner, stroke, branch = (found.get("fork") or "").partition("/")  # GitHub writes owner/branch
            return int(match["number"]), owner if stroke else None, branch or found.get("branch")
    match = _SQUASHED.search(subject) or (_PREFIXED.match(subject) if merge else None)
    if match:
        return int(match["number"]), None, None
    trailer, named = _TRAILERS.search(body), _BRANCH.match(subject)
    if trailer is None:
        return None, None, None
    return int(trailer["a"] or trailer["b"]), None, named["name"] if named else None


def _merged(subject: str, main: str | None) -> tuple[str | None, bool]:
    """The branch that was merged, and whether that joins a line of work with itself."""
    match = _BRANCH.match(subject)
    if match is None:
        return None, False
    name = _AT_ORIGIN.sub("", match["name"])
    lines = {main} if main else {"main", "master", "trunk"}
    # A branch that takes the main line in, or takes itself from elsewhere: people worked on one line and met.
    return name, name in lines or (match["far"] is not None and name == match["into"])


def _numbers(pattern: re.Pattern[str], text: str, less: int | None) -> tuple[int, ...]:
    found = dict.fromkeys(int(match[1]) for match in pattern.finditer(text))
    return tuple(number for number in found if number != less)[:MOST]


def _reviewed(body: str, author: str) -> bool:
    """Somebody else than the author is named as reviewer."""
    reviewers: set[str] = set()
    authors = {_folded(author)}
    for match in _PEOPLE.finditer(body):
        (reviewers if match["role"].lower() in _REVIEWS else authors).update(_people(match["names"]))
    return bool(reviewers - authors - {""})


def _people(names: str) -> Iterator[str]:
    return (_folded(name.partition("<")[0]) for name in re.split(r"[,;]", names))


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _weak(subject: str, body: str, merge: bool) -> str | None:
    """Judged is what a person wrote: for a merge of a change request that is the title on the first line below."""
    title = _SQUASHED.sub("", subject).strip()
    if merge and title.startswith("Merge"):
        title = next((line.strip() for line in body.splitlines() if line.strip()), "")
        if not title:
            return None
    if not any(sign.isalpha() for sign in title):
        return "empty"
    if _EMPTY_WORDS.match(title):
        return "says nothing"
    if _BY_EDITOR.match(title):
        return "left as the editor of the forge wrote it"
    return "too short" if sum(sign.isalpha() for sign in title) < _SHORTEST else None

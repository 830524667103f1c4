"""Where a text makes files that everybody on a machine may write: chmod, umask, install and their kin."""

import re
from collections.abc import Iterator
from itertools import islice

MOST = 10_000  # matches of one file that are looked at

_MODE = rb"(?P<mode>0?o?[0-7]{3,4}|[ugoa]{1,4}[+=][rwxXst]{1,6}(?:,[ugoa]{0,4}[-+=][rwxXst]{0,6}){0,3})"
_END = rb"(?![\w.])"
_COMMAND = re.compile(rb"\bchmod[ \t]{1,8}(?:-{1,2}[\w-]{1,20}[ \t]{1,8}){0,4}" + _MODE + _END)
_LISTED = re.compile(rb"['\"]chmod['\"],[ ]{0,2}(?:['\"]-\w{1,4}['\"],[ ]{0,2}){0,3}['\"]" + _MODE + rb"['\"]")
_CALL = re.compile(rb"\b(?:[fl]?chmod(?:at|Sync|_r|_R)?|Chmod|set_mode|from_mode)[ \t]?\((?P<arguments>[^\n]{0,200})")
_PERL = re.compile(rb"\bchmod[ \t]{1,4}\(?(?P<mode>0[0-7]{3,4}),")
_OCTAL = re.compile(
    rb"(?<![\w.])(?P<mode>0o?[0-7]{3,4})(?![\w.])|S_IWOTH|S_IRWXO|[\"'](?P<text>[ugoa]{1,4}[+=][rwxXst]{1,6})[\"']"
)
_MASKED = re.compile(rb"~|[0-7S][ ]?- ?[A-Za-z_]")
_UMASK = re.compile(rb"\bumask\b(?:[ \t]{1,4}|\()0{1,4}(?:o0{1,3})?(?![\w.])|^[ \t]{0,8}UMask=0{1,4}[ \t]*$", re.M)
_RESTORED = re.compile(rb"\bumask[ \t]?\([ \t]?(?:[A-Za-z_]|0o?[0-7]*[1-7])")
_INSTALL = re.compile(rb"\binstall\b[^\n|;&#]{0,200}?[ \t](?:-m|--mode)[ =]?(?P<mode>[0-7]{3,4})" + _END)
_SETTING = re.compile(
    rb"^[ \t]{0,40}(?:-[ ]{1,4})?(?:mode|file_mode|directory_mode|chmod):[ ]{1,4}['\"]?" + _MODE + rb"['\"]?[ \t\r]*$",
    re.M,
)
_COPIED = re.compile(rb"^[ \t]{0,8}(?:COPY|ADD)[ \t][^\n]{0,200}?--chmod=" + _MODE + _END, re.M | re.I)
_CMAKE = re.compile(rb"\bWORLD_WRITE\b")
_JAVA = re.compile(rb"\bsetWritable\([ ]?true,[ ]?false[ ]?\)")

_COMMENT = re.compile(rb"^[ \t]{0,80}(?:#(?!!)|//|/\*|\*|%|;|dnl\b|--|rem\b|>>>|sage:|\.\.\.)", re.I)
_SAID = re.compile(
    rb"\b(?:echo|printf|print|puts|warn|warning|error|info|log\w{0,12}|message|help|raise|die)\b[ \t(]", re.I
)
_STARTED = re.compile(rb"system|popen|subprocess|spawn|\brun\b|\brun\(|call|exec|cmd|command|\bsh\b|shell|script", re.I)

# Languages in which a command stands as it is; in others it is a text that has to be handed to a shell.
COMMANDS = frozenset(
    ("Shell", "Make", "Automake", "Dockerfile", "Apptainer", "YAML", "RPM spec", "m4", "Tcl", "Batch", "Nix", "Perl")
)
_SETTINGS = frozenset(("YAML", "TOML", "INI", "JSON"))


def world_writable(content: bytes, language: str | None) -> list[list[int | str]]:
    """`[line, how, mode]` of each place, by line. `how` is chmod, umask, install, mode or permissions."""
    places: dict[tuple[int, str, str], None] = {}
    line, at = 1, 0
    found = islice(_matches(content, language), MOST)
    for start, how, mode in sorted((match.start(), how, mode) for match, how, mode in found):
        line, at = line + content.count(b"\n", at, start), start
        before = content[_line_start(content, start) : start]
        if not _COMMENT.match(before) and not _SAID.search(before):
            places[line, how, mode.decode("ascii", "replace")] = None
    return [list(place) for place in places]


def _line_start(content: bytes, at: int) -> int:
    """Where the line begins, or not more than 400 bytes before: a file may be one line."""
    first = max(0, at - 400)
    return max(first, content.rfind(b"\n", first, at) + 1)


Place = tuple[re.Match[bytes], str, bytes]


def _matches(content: bytes, language: str | None) -> Iterator[Place]:
    """A word that must be there is looked for before each pattern: most files hold none of them."""
    direct = language is None or language in COMMANDS
    if b"chmod" in content:
        yield from _commands(content, direct)
    if b"chmod" in content or b"Chmod" in content or b"_mode(" in content:
        yield from _calls(content)
    if b"mask" in content or b"Mask" in content:
        for match in _UMASK.finditer(content):
            # The only way to ask for the mask in C and Python is to set it, and to set it back.
            called = direct or b"(" in match[0] or _is_started(content, match)
            if called and not _RESTORED.search(content[match.end() : match.end() + 200]):
                yield match, "umask", b"0"
    if direct and b"install" in content:
        yield from _of_mode(_INSTALL, content, "install")
    if language in _SETTINGS:
        yield from _of_mode(_SETTING, content, "mode")
    if language in ("CMake", None):
        yield from ((match, "permissions", b"WORLD_WRITE") for match in _CMAKE.finditer(content))
    if language in ("Java", "Kotlin", "Scala", "Groovy"):
        yield from ((match, "permissions", b"setWritable") for match in _JAVA.finditer(content))


def _commands(content: bytes, direct: bool) -> Iterator[Place]:
    for place in _of_mode(_COMMAND, content, "chmod"):
        if direct or _is_started(content, place[0]):
            yield place
    for pattern in (_LISTED, _PERL, _COPIED):
        yield from _of_mode(pattern, content, "chmod")


def _of_mode(pattern: re.Pattern[bytes], content: bytes, how: str) -> Iterator[Place]:
    return ((match, how, match["mode"]) for match in pattern.finditer(content) if is_world_writable(match["mode"]))


def _calls(content: bytes) -> Iterator[Place]:
    """A mode from which a mask is taken lets everybody write no more than the mask does."""
    for match in _CALL.finditer(content):
        if _MASKED.search(match["arguments"]):
            continue
        for argument in _OCTAL.finditer(match["arguments"].partition(b")")[0]):
            mode = argument["mode"] or argument["text"] or argument[0]
            if mode.startswith(b"S_I") or is_world_writable(mode):
                yield match, "chmod", mode


def _is_started(content: bytes, match: re.Match[bytes]) -> bool:
    return _STARTED.search(content[_line_start(content, match.start()) : match.start()]) is not None


def is_world_writable(mode: bytes) -> bool:
    """Whether others may write. With the sticky bit, as of /tmp, they cannot touch what is another's."""
    if mode.lstrip(b"0o").isdigit() or not mode.strip(b"0o"):
        digits = mode.replace(b"o", b"")[-4:]
        sticky = len(digits) == 4 and int(digits[:1]) & 1
        return bool(int(digits[-1:] or b"0") & 2) and not sticky
    given = False
    for clause in mode.split(b","):
        who, _, what = clause.replace(b"=", b"+").partition(b"+")
        if b"-" not in clause and (b"o" in who or b"a" in who):
            given = given or b"w" in what
            if b"t" in what:
                return False
    return given

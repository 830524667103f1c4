"""The formats of credentials: how each is found in a text, and what proves that it is real.

The group `secret` of a pattern is what must never be shown. Every pattern is linear: runs of one class of characters
with a bound, begun where no such run goes before. `GATE` finds texts in which any format could stand by the rarest
sign of each, so that most files are passed over in one look.
"""

import re
from collections.abc import Callable

import attrs

from criteria.credentials import proofs
from criteria.credentials.proofs import Match

GATE = re.compile(
    rb"_(?:(?<=gh[pousr]_)|(?<=github_pat_)|(?<=npm_)|(?<=k_live_)|(?<=hf_)|(?<=do[opr]_v1_)|(?<=dckr_[po]at_)"
    rb"|(?<=secret_)access_key|(?<=SECRET_)ACCESS_KEY)"
    rb"|-(?:----BEGIN|(?<=gl(?:pat|ptt|cbt|oas|imt)-)|(?<=gl(?:dt|rt|ft)-)|(?<=gl(?:soat|ffct)-)|(?<=glagent-)"
    rb"|(?<=xox[abeoprs]-)|(?<=xapp-)|(?<=GOCSPX-)|(?<=pypi-)AgE|(?<=Private-)Lines: )"
    rb"|K(?:(?<=AK)IA|(?<=SK)[0-9a-f]{32}|(?<=tK)ey=|(?<=sK)ey)|S(?<=AS)IA[A-Z2-7]|C(?<=AC)[0-9a-f]{32}"
    rb"|z(?<=AIz)a|J(?<=eyJ)|G(?<=SG)\.|~(?<=[0-9]Q~)"
    rb"|:(?:AA|//hooks\.slack|//[^\s/@:'\"<>`]{0,64}:[^\s/@'\"<>`]{3,200}@)"
)


@attrs.frozen
class Format:
    """`is_real` tells a credential from an example; redaction hides both, unless the form is `vague`."""

    kind: str
    marks: tuple[bytes, ...]  # one of them is in every text that holds one
    pattern: re.Pattern[bytes]
    is_real: Callable[[Match], bool]
    is_password: bool = False  # chosen by people, hence guessed from its digest
    vague: bool = False  # the form alone says nothing: 40 signs can be a commit


def _format(
    kind: str, marks: bytes, pattern: bytes, is_real: Callable[[Match], bool] = proofs.random, **more: bool
) -> Format:
    return Format(kind, tuple(marks.split()), re.compile(pattern), is_real, **more)


def _token(kind: str, marks: bytes, body: bytes, is_real: Callable[[Match], bool] = proofs.random) -> Format:
    """A token that no further letter, digit, dash or underscore touches."""
    return _format(kind, marks, rb"(?<![A-Za-z0-9_-])(?P<secret>" + body + rb")(?![A-Za-z0-9_-])", is_real)


FORMATS: tuple[Format, ...] = (
    _format(
        "AWS secret key",
        b"AKIA ASIA ecret",
        rb"(?<![A-Za-z0-9/+=])(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        proofs.aws,
        vague=True,
    ),
    _token("GitHub token", b"ghp_ gho_ ghu_ ghs_ ghr_", rb"gh[pousr]_[A-Za-z0-9]{36}", proofs.checked),
    _token("GitHub token", b"github_pat_", rb"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _token(
        "GitLab token",
        b"glpat- glptt- gldt- glrt- glcbt- glsoat- glft- glimt- glagent- gloas- glffct-",
        rb"gl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent|oas|ffct)-[A-Za-z0-9_-]{20,300}(?:\.[0-9a-z.]{2,20})?",
    ),
    _token("Slack token", b"xox", rb"xox[abeoprs]-(?:\d{1,14}-){1,3}[A-Za-z0-9]{20,150}"),
    _token("Slack token", b"xapp-", rb"xapp-\d-[A-Z0-9]{8,14}-\d{10,14}-[a-f0-9]{64}"),
    _format(
        "Slack webhook",
        b"//hooks.slack.com/",
        rb"://hooks\.slack\.com/(?:services|workflows)/"
        rb"(?P<secret>T[A-Z0-9]{7,12}/[AB][A-Z0-9]{7,12}/[A-Za-z0-9/]{18,50})",
    ),
    _token("Stripe live key", b"k_live_", rb"[rs]k_live_[A-Za-z0-9]{24,247}"),
    _token("Google API key", b"AIza", rb"AIza[0-9A-Za-z_-]{35}"),
    _token("Google OAuth secret", b"GOCSPX-", rb"GOCSPX-[A-Za-z0-9_-]{28}"),
    _token("PyPI token", b"pypi-AgE", rb"pypi-AgE[A-Za-z0-9_-]{60,1000}", proofs.pypi),
    _token("npm token", b"npm_", rb"npm_[A-Za-z0-9]{36}", proofs.checked),
    _token("Hugging Face token", b"hf_", rb"hf_[A-Za-z]{34}"),
    _token("DigitalOcean token", b"_v1_", rb"do[opr]_v1_[a-f0-9]{64}"),
    _token("Docker Hub token", b"dckr_", rb"dckr_[po]at_[A-Za-z0-9_-]{27,32}"),
    _token("Telegram bot token", b":AA", rb"\d{8,10}:AA[A-Za-z0-9_-]{33}"),
    _token("SendGrid key", b"SG.", rb"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _token("Twilio key", b"SK", rb"SK[0-9a-f]{32}", proofs.twilio),
    _format(
        "Twilio token",
        b"AC",
        rb"(?<![A-Za-z0-9])(?P<secret>[0-9a-f]{32})(?![A-Za-z0-9])",
        proofs.twilio_token,
        vague=True,
    ),
    _token(
        "JSON Web Token",
        b"eyJ",
        rb"eyJ[A-Za-z0-9_-]{8,1000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{16,1000}",
        proofs.web_token,
    ),
    _format("Azure storage key", b"AccountKey=", rb"AccountKey=(?P<secret>[A-Za-z0-9+/]{86}==)", proofs.azure),
    _format(
        "Azure client secret",
        b"Q~",
        rb"(?<![A-Za-z0-9_~.-])(?P<secret>[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])",
    ),
    _format(
        "private key",
        b"PRIVATE",
        rb"-----BEGIN (?P<label>(?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?)-----"
        rb"(?P<secret>(?:\s{0,4}(?:[A-Za-z-]{1,30}: [^\n]{1,200}\n)){0,5}[A-Za-z0-9+/=\s\\\"'#*,;|>]{40,30000})",
        proofs.private_key,
    ),
    _format(
        "private key",
        b"Private-Lines:",
        rb"Private-Lines: \d{1,3}\r?\n(?P<secret>(?:[A-Za-z0-9+/=]{1,76}\r?\n){1,200})",
        proofs.putty,
    ),
    _format(
        "password in a URL",
        b"://",
        rb"://(?P<user>[^\s/@:'\"<>`]{0,64}):(?P<secret>[^\s/@:'\"<>`]{3,200})@(?P<host>[A-Za-z0-9.\-\[:]{1,200})",
        proofs.url,
        is_password=True,
    ),
)

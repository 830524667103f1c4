"""Which texts are credentials, and which only look like one."""

import base64
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_credentials import KINDS, checked, private_key, sample, text, web_token

from criteria.credentials.finder import credentials
from criteria.credentials.formats import FORMATS, GATE

SEEDS = st.integers(0, 10**6)


def kinds_in(content: str | bytes, name: str = "") -> list[str]:
    raw = content.encode() if isinstance(content, str) else content
    return [place.kind for place in credentials(raw, name) if place.real]


@pytest.mark.parametrize("kind", KINDS)
@given(seed=SEEDS)
def test_every_format_is_found_where_it_stands(kind: str, seed: int) -> None:
    """The gate lets it through, the pattern marks exactly the part that must not be shown."""
    line, secret = sample(kind, seed)
    content = f"# before\n{line}\n# after\n".encode()
    real = [place for place in credentials(content) if place.real]
    assert [content[place.start : place.end].decode() for place in real] == [secret]
    assert GATE.search(content)


def test_every_format_has_a_sample() -> None:
    """A format without a sample is not tested."""
    found = {place.kind for kind in KINDS for place in credentials(sample(kind, 1)[0].encode())}
    assert {format_.kind for format_ in FORMATS} == found | {"private key"}


@pytest.mark.parametrize(
    "text_",
    [
        "ghp_" + "A" * 36,
        "ghp_" + text(random.Random(1), 36),  # no checksum
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AKIAJ2QX4TZ5LWBCDEFG da39a3ee5e6b4b0d3255bfef95601890afd80709",  # a digest, no key
        "postgresql://user:password@db.observatory.edu/x",
        "postgresql://observer:${PASSWORD}@db.observatory.edu/x",
        "https://x-access-token:$TOKEN@github.com/a/b",
        "https://me:s3cr3tWord99@localhost:8080/",
        "https://me:s3cr3tWord99@example.org/",
        "https://git:<token>@git.observatory.edu/a",
        "mongodb://a.observatory.edu:27017,b:c@d.observatory.edu",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n" + "A" * 400 + "\n-----END RSA PRIVATE KEY-----",
        "glpat-xxxxxxxxxxxxxxxxxxxx",
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "SK" + "0123456789abcdef" * 2,  # nothing says that it is Twilio's
        "highs_c_api = npm_config_registry_and_more_words",
    ],
)
def test_examples_variables_and_digests_are_no_credentials(text_: str) -> None:
    """What people write in the place of a credential is none."""
    assert kinds_in(text_) == []


def test_the_token_of_a_tutorial_is_no_credential() -> None:
    """The one that everybody copies names John Doe."""
    assert kinds_in(web_token(random.Random(1), name="John Doe")) == []
    said = (b'{"alg":"HS256"}', b'{"some":"payload"}')
    parts = [base64.urlsafe_b64encode(part).decode().rstrip("=") for part in said]
    assert kinds_in(".".join([*parts, "a1B2c3D4e5F6g7H8i9J0"])) == []
    assert kinds_in(web_token(random.Random(1))) == ["JSON Web Token"]


@pytest.mark.parametrize("kind", ["PKCS8", "EC", "OPENSSH"])
@pytest.mark.parametrize("wrap", [str, lambda key: repr(key), lambda key: '  x: "' + key.replace("\n", "\\n") + '"'])
def test_private_keys_are_decoded(kind: str, wrap: object) -> None:
    """As a file, as a text in code, and with escaped line ends as in JSON."""
    assert callable(wrap)
    assert kinds_in(wrap(private_key(kind))) == ["private key"]


def test_an_encrypted_key_is_a_key() -> None:
    """A password can be guessed at leisure by whoever has the file."""
    assert kinds_in(private_key("PKCS8", b"a word")) == ["private key"]


def test_a_cut_key_is_none_but_still_hidden() -> None:
    """Its length does not fit; redaction works by form."""
    cut = private_key("EC")[:150]
    assert kinds_in(cut) == []
    assert [place.kind for place in credentials(cut.encode())] == ["private key"]


def test_a_putty_key_is_found() -> None:
    """The private lines are base64."""
    lines = base64.b64encode(random.Random(3).randbytes(96)).decode()
    head = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPrivate-Lines: 2\n"
    body = f"{head}{lines[:64]}\n{lines[64:]}\n"
    assert kinds_in(body) == ["private key"]
    assert kinds_in(body.replace("PuTTY-User-Key-File", "Some-File")) == []


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        (".netrc", "machine h login me password {}\n", "password in a netrc file"),
        (".pypirc", "[index]\nusername: me\npassword: {}\n", "password in a .pypirc file"),
        (".npmrc", "//registry.observatory.edu/:_authToken={}\n", "token in an .npmrc file"),
        (".pgpass", "db.observatory.edu:5432:stars:me:{}\n", "password in a .pgpass file"),
        ("config.json", '{{"auths": {{"h": {{"auth": "{}"}}}}}}\n', "registry login in a Docker configuration"),
    ],
)
def test_files_that_keep_passwords(name: str, content: str, kind: str) -> None:
    """By the file's name; a placeholder in them is none, and another file of such text neither."""
    assert kinds_in(content.format("hv7Kq2mZx9"), name) == [kind]
    assert kinds_in(content.format("${TOKEN}"), name) == []
    assert kinds_in(content.format("hv7Kq2mZx9"), "notes.txt") == []


def test_a_word_around_a_token_makes_it_another_text() -> None:
    """A longer run of letters is no token of that length."""
    token = checked("ghp", random.Random(5))
    assert kinds_in(f"x{token}") == kinds_in(f"{token}x") == []
    assert kinds_in(f"({token})") == ["GitHub token"]


@pytest.mark.threat("T40", "A23")
@pytest.mark.parametrize(
    "unit",
    ["-----BEGIN PRIVATE KEY-----\n", "eyJ.", "eyJa", "://a:", "AKIA", "password password ", "Private-Lines: 9\n",
     "xoxb-1-", "AC" + "a" * 32 + " ", "A" * 40 + " AKIAABCDEFGHIJKLMNOP ", "glpat-a", "SG.a."],
)  # fmt: skip
def test_hostile_repetition_is_read_in_one_pass(unit: str) -> None:
    """A quarter of a megabyte of beginnings without an end is gone through and holds nothing."""
    assert kinds_in(unit * (250_000 // len(unit)), ".netrc") in ([], ["password in a netrc file"])

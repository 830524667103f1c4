"""Credentials that open nothing, made when they are needed: none of them stands in a file of ours."""

import base64
import json
import random
import string
import zlib

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

ALPHANUMERIC = string.ascii_letters + string.digits
_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
KINDS = (
    "AWS secret key", "GitHub token", "GitHub fine-grained token", "GitLab token", "Slack token", "Slack app token",
    "Slack webhook", "Stripe live key", "Google API key", "Google OAuth secret", "PyPI token", "npm token",
    "Hugging Face token", "DigitalOcean token", "Docker Hub token", "Telegram bot token", "SendGrid key", "Twilio key",
    "Twilio token", "JSON Web Token", "Azure storage key", "Azure client secret", "password in a URL",
)  # fmt: skip


def text(rng: random.Random, length: int, alphabet: str = ALPHANUMERIC) -> str:
    """Every sign of three kinds at least once, as real tokens of this length have."""
    while True:
        made = "".join(rng.choice(alphabet) for _ in range(length))
        if len(set(made)) * 2 > min(length, len(set(alphabet))):
            return made


def checked(prefix: str, rng: random.Random) -> str:
    """With the checksum that GitHub and npm put at the end."""
    body = text(rng, 30)
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return f"{prefix}_{body}{digits.rjust(6, '0')}"


def macaroon(rng: random.Random) -> str:
    place = b"pypi." + b"org"
    body = b"\x02\x01" + bytes([len(place)]) + place + rng.randbytes(120)
    return "pypi-" + base64.urlsafe_b64encode(body).decode().rstrip("=")


def web_token(rng: random.Random, **claims: str) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": text(rng, 12), "aud": "cluster", **claims})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, text(rng, 43)])


def sample(kind: str, seed: int) -> tuple[str, str]:
    """A line that holds a credential of that kind, and the part of it that must never be shown."""
    rng = random.Random(f"{kind} {seed}")
    hexadecimal, wide = "0123456789abcdef", ALPHANUMERIC + "_-"
    made = {
        "AWS secret key": lambda: text(rng, 40, ALPHANUMERIC + "/+"),
        "GitHub token": lambda: checked("ghp", rng),
        "GitHub fine-grained token": lambda: f"github_pat_{text(rng, 22)}_{text(rng, 59)}",
        "GitLab token": lambda: "glpat-" + text(rng, 20),
        "Slack token": lambda: f"xoxb-{text(rng, 12, string.digits)}-{text(rng, 12, string.digits)}-{text(rng, 24)}",
        "Slack app token": lambda: (
            f"xapp-1-A{text(rng, 10, string.ascii_uppercase)}-{text(rng, 13, string.digits)}-"
            + text(rng, 64, hexadecimal)
        ),
        "Slack webhook": lambda: (
            f"T{text(rng, 9, string.ascii_uppercase)}/B{text(rng, 9, string.ascii_uppercase)}/" + text(rng, 24)
        ),
        "Stripe live key": lambda: "sk_live_" + text(rng, 24),
        "Google API key": lambda: "AIza" + text(rng, 35),
        "Google OAuth secret": lambda: "GOCSPX-" + text(rng, 28),
        "PyPI token": lambda: macaroon(rng),
        "npm token": lambda: checked("npm", rng),
        "Hugging Face token": lambda: "hf_" + text(rng, 34, string.ascii_letters),
        "DigitalOcean token": lambda: "dop_v1_" + text(rng, 64, hexadecimal),
        "Docker Hub token": lambda: "dckr_pat_" + text(rng, 27),
        "Telegram bot token": lambda: text(rng, 10, string.digits) + ":AA" + text(rng, 33),
        "SendGrid key": lambda: f"SG.{text(rng, 22, wide)}.{text(rng, 43, ALPHANUMERIC)}",
        "Twilio key": lambda: "SK" + text(rng, 32, hexadecimal),
        "Twilio token": lambda: text(rng, 32, hexadecimal),
        "JSON Web Token": lambda: web_token(rng),
        "Azure storage key": lambda: text(rng, 86, ALPHANUMERIC + "+/") + "==",
        "Azure client secret": lambda: text(rng, 3) + "8Q~" + text(rng, 34),
        "password in a URL": lambda: text(rng, 16),
    }[kind]()
    lines = {
        "AWS secret key": f"id = AKIA{text(rng, 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}\nkey = {made}",
        "Slack webhook": f"https://hooks.slack.com/services/{made}",
        "Twilio key": f"TWILIO_API_KEY={made}",
        "Twilio token": f"twilio = Client('AC{text(rng, 32, hexadecimal)}', '{made}')",
        "Azure storage key": f"DefaultEndpointsProtocol=https;AccountName=sky;AccountKey={made};",
        "password in a URL": f"postgresql://observer:{made}@db.observatory.edu/stars",
    }
    return lines.get(kind, f"token = '{made}'"), made


def private_key(kind: str = "PKCS8", password: bytes | None = None) -> str:
    forms = {
        "PKCS8": (ec.generate_private_key(ec.SECP256R1()), PrivateFormat.PKCS8),
        "EC": (ec.generate_private_key(ec.SECP256R1()), PrivateFormat.TraditionalOpenSSL),
        "OPENSSH": (ed25519.Ed25519PrivateKey.generate(), PrivateFormat.OpenSSH),
    }
    key, form = forms[kind]
    closed = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, closed).decode()

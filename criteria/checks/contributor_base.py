"""contributor-base: more people than a small core take part, or people of several organisations."""

import re

from criteria.check import Parameters, failed, not_assessed, passed
from criteria.evidence.history import History
from criteria.evidence.retrieval import Retrieval
from criteria.model import EvidenceSet, Strength, Verdict
from criteria.printable import printable

ID = "contributor-base"
TITLE = "Enough people or organisations take part"
WHY = "What a single person or house keeps alive ends with them."
HOW = (
    "Authors of the history are counted through the .mailmap, bots apart. Counted are those with enough commits "
    "outside the core, which are the people with most commits, or the organisations in their mail addresses. Names "
    "and addresses in commits are claims; addresses of mail providers, and domains of a single person, name no "
    "organisation."
)
FIX = "Make first contributions easy: label suitable issues, answer quickly, and credit everybody who helped."
EFFORT = "days"
LIFECYCLE = "experimental"
NEEDS: tuple[str, ...] = ("retrieval", "history")

_PROVIDERS = frozenset((
    "gmail.com", "googlemail.com", "users.noreply.github.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com",
    "protonmail.com", "proton.me", "gmx.de", "gmx.net", "web.de", "qq.com", "163.com", "live.com", "me.com", "mail.ru",
    "fastmail.com", "posteo.de", "yandex.ru", "localhost", "aol.com", "free.fr", "mac.com", "hotmail.fr", "pm.me",
    "riseup.net", "hey.com", "foxmail.com", "users.noreply.gitlab.com", "comcast.net", "users.sourceforge.net",
))  # fmt: skip
# A domain of one person may be their own; an institution shows by its domain, or by more than one person of it.
_INSTITUTION = re.compile(r"(?:^|\.)(?:edu|gov|mil|int)$|\.(?:ac|edu|gov)\.[a-z]{2}$")
_SECOND_LEVEL = ("ac", "co", "edu", "gov", "org", "com", "net")


def judge(evidence: EvidenceSet, parameters: Parameters) -> Verdict:
    """`count`: people, of whom the first `core` are left out, or organisations; `minimum` with `minimum_commits`."""
    retrieval: Retrieval = evidence["retrieval"].data
    history: History = evidence["history"].data
    count, minimum, least = str(parameters["count"]), int(parameters["minimum"]), int(parameters["minimum_commits"])
    required = f"{minimum} {count} with {least} commits or more"
    if not retrieval.versioned:
        return not_assessed("an archive carries no history, and so no authors", required=required)
    if history.shallow or history.broken:
        return not_assessed(history.broken or "the clone is shallow: its history was cut off", required=required)
    people = [person for person in history.people if person.commits >= least]
    if count == "organisations":
        found_in = [house for person in people if (house := organisation(person.mail))]
        houses = sorted({house for house in found_in if _INSTITUTION.search(house) or found_in.count(house) > 1})
        named = f": {printable(', '.join(houses[:6]))}" if houses else ""
        found = f"{len(houses)} organisations in the addresses of {len(people)} people{named}"
        if len(houses) >= minimum:
            return passed(found, Strength.E1, required=required, found=found)
        unknown = sum(1 for person in people if organisation(person.mail) not in houses)
        if len(houses) + unknown >= minimum:
            return not_assessed(
                f"{found}; {unknown} use addresses that name no organisation", required=required, found=found
            )
        return failed(found, required=required, found=found)
    outside = people[int(parameters["core"]) :]
    found = f"{len(outside)} people with {least} commits or more beside the {int(parameters['core'])} with most"
    if len(outside) >= minimum:
        return passed(f"{found}, over the whole history", Strength.E2, required=required, found=found)
    return failed(found, required=required, found=found)


def organisation(mail: str) -> str | None:
    """The registrable domain of an address, roughly; None for a mail provider or where there is none."""
    domain = mail.rpartition("@")[2].lower().strip(".")
    labels = domain.split(".")
    if domain in _PROVIDERS or len(labels) < 2 or labels[-1] in ("local", "lan", "localdomain", "none", "invalid"):
        return None
    size = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    house = ".".join(labels[-size:])
    return None if house in _PROVIDERS else house

"""Licence notices in the heads of source files: SPDX tags and the usual sentences."""

import re

from criteria.licences.names import Name, name_of

HEAD = 4096  # bytes of a file that are looked at

_TAG = re.compile(r"SPDX-License-Identifier:[^\S\n]{0,5}([^\n]{1,200})")
_IGNORED = re.compile(r"(?s)REUSE-IgnoreStart.{0,100000}?(?:REUSE-IgnoreEnd|\Z)")
_MOST = 5  # tags of one file
_TAG_END = re.compile(r"\s*(?:\*/|-->|#\}|\*\)|\"|'|;|\]).*$")
_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")

_GNU = re.compile(r"\b(?:(affero|lesser|library)(?: or lesser)? )?general public license\b")
_VERSION = re.compile(r"\bversion (\d(?:\.\d)?)\b|\bv ?(\d(?:\.\d)?)\b")
_LATER = re.compile(r"\bany later version\b|\bor later\b|\bor newer\b")
_SHORT_GNU = re.compile(
    r"(?i)\b(?:under|terms of|licen[cs]ed?)\b[^\n.]{0,40}?\b([al]?gpl)(?:[ -]{0,2}v?(?:ersion )?(\d(?:\.\d)?))?"
    r"(\+|[^\w\n]{1,3}or (?:any )?(?:later|newer))?"
)
_FIELD = re.compile(r"(?im)^\W{0,8}(?:__license__|licen[cs]e)\W{0,3}[:=]\W{0,3}([^\n]{2,100})")
_COPYRIGHT = re.compile(r"(?i)\bcopyright\b|\(c\) ?(?:19|20)\d\d|©|SPDX-FileCopyrightText")
_RESERVED = re.compile(
    r"(?i)\bproprietary\b|\bconfidential\b|\btrade secrets?\b|\bunauthori[sz]ed (?:copying|use|distribution)\b"
    r"|\b(?:may|must) not be (?:copied|reproduced|distributed|disclosed)\b"
)
_KINDS = {"affero": "AGPL", "lesser": "LGPL", "library": "LGPL", None: "GPL"}
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"\blicensed under the apache license version 2\.0\b", "Apache-2.0"),
    (r"\bsubject to the terms of the mozilla public license v ?\.? ?2\.0\b", "MPL-2.0"),
    (r"\beclipse public license v? ?2\.0\b", "EPL-2.0"),
    (r"\beuropean union public licence\b|\blicensed under the eupl\b", "EUPL-1.2"),
    (r"\bneither the name\b.{0,200}\bendorse or promote products\b", "BSD-3-Clause"),
    (
        r"\bredistribution and use in source and binary forms\b.{0,1500}\bmay not be used to endorse or promote\b",
        "BSD-3-Clause",
    ),
    (r"\bredistribution and use in source and binary forms\b", "BSD-2-Clause"),
    (r"\bpermission is hereby granted free of charge to any person obtaining a copy\b", "MIT"),
)
_UNDER = re.compile(
    r"\b(?:licensed|released|distributed|available) under (?:the )?(?:terms of )?(?:the )?((?:\S+ ){1,6}licen[cs]e)\b"
)


def notice_in(head: str) -> Name:
    """The licence a file's head names; an empty name where it names none."""
    if tags := tags_in(head):
        return name_of(joined(tags))
    return sentence_in(head)


def tags_in(head: str) -> tuple[str, ...]:
    """The values of SPDX tags, at most five; parts between the marks that REUSE gives for examples are left out."""
    head = _IGNORED.sub(" ", head) if "REUSE-Ignore" in head else head
    found = (_TAG_END.sub("", tag[1]).strip() for tag in _TAG.finditer(head))
    return tuple(dict.fromkeys(value for value in found if value))[:_MOST]


def joined(tags: tuple[str, ...]) -> str:
    """Several tags of one file hold together, as the REUSE specification says."""
    return " AND ".join(f"({tag})" if " " in tag and len(tags) > 1 else tag for tag in tags)


def sentence_in(head: str) -> Name:
    """The licence that the sentences of a head name."""
    plain = " ".join(word.lower() for word in _WORD.findall(head))
    if gnu := _GNU.search(plain):
        return _gnu(_KINDS[gnu[1]], plain[max(0, gnu.start() - 100) : gnu.end() + 200])
    for pattern, id_ in _SENTENCES:
        if re.search(pattern, plain):
            return Name(id_)
    if (field := _FIELD.search(head)) and (name := name_of(field[1].strip(" .*/"))).known:
        return name
    if short := _SHORT_GNU.search(head):
        return name_of(f"{short[1]} {short[2]}{' or later' if short[3] else ''}") if short[2] else _vague(short[1])
    under = _UNDER.search(plain)
    return name_of(under[1]) if under else Name()


def names_holder(head: str) -> bool:
    """Whether it says who holds the copyright."""
    return _COPYRIGHT.search(head) is not None


def reserves_rights(head: str) -> bool:
    """Whether it says that others may not use the file."""
    return _RESERVED.search(head) is not None


def _vague(kind: str) -> Name:
    return Name(family=kind.upper())


def _gnu(kind: str, sentence: str) -> Name:
    version = _VERSION.search(sentence)
    if version is None:
        return Name(family=kind)
    return name_of(f"{kind} {version[1] or version[2]}{' or later' if _LATER.search(sentence) else ''}")

"""Licence notices in the heads of source files: SPDX tags and the usual sentences."""

import re

from criteria.licences.names import Name, name_of

HEAD = 4096  # bytes of a file that are looked at

_TAG = re.compile(r"SPDX-License-Identifier:[^\S\n]{0,5}([^\n]{1,200})")
_TAG_END = re.compile(r"\s*(?:\*/|-->|#\}|\*\)|\"|'|;|\]).*$")
_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")

_GNU = re.compile(r"\b(?:(affero|lesser|library)(?: or lesser)? )?general public license\b")
_VERSION = re.compile(r"\bversion (\d(?:\.\d)?)\b|\bv ?(\d(?:\.\d)?)\b")
_LATER = re.compile(r"\bany later version\b|\bor later\b|\bor newer\b")
_KINDS = {"affero": "AGPL", "lesser": "LGPL", "library": "LGPL", None: "GPL"}
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"\blicensed under the apache license version 2\.0\b", "Apache-2.0"),
    (r"\bsubject to the terms of the mozilla public license v ?\.? ?2\.0\b", "MPL-2.0"),
    (r"\beclipse public license v? ?2\.0\b", "EPL-2.0"),
    (r"\beuropean union public licence\b|\blicensed under the eupl\b", "EUPL-1.2"),
    (r"\bneither the name\b.{0,200}\bendorse or promote products\b", "BSD-3-Clause"),
    (r"\bredistribution and use in source and binary forms\b", "BSD-2-Clause"),
    (r"\bpermission is hereby granted free of charge to any person obtaining a copy\b", "MIT"),
)
_UNDER = re.compile(
    r"\b(?:licensed|released|distributed|available) under (?:the )?(?:terms of )?(?:the )?((?:\S+ ){1,6}licen[cs]e)\b"
)


def notice_in(head: str) -> Name:
    """The licence a file's head names; an empty name where it names none."""
    if tag := _TAG.search(head):
        return name_of(_TAG_END.sub("", tag[1]).strip())
    plain = " ".join(word.lower() for word in _WORD.findall(head))
    if gnu := _GNU.search(plain):
        return _gnu(_KINDS[gnu[1]], plain[max(0, gnu.start() - 100) : gnu.end() + 200])
    for pattern, id_ in _SENTENCES:
        if re.search(pattern, plain):
            return Name(id_)
    under = _UNDER.search(plain)
    return name_of(under[1]) if under else Name()


def _gnu(kind: str, sentence: str) -> Name:
    version = _VERSION.search(sentence)
    if version is None:
        return Name(family=kind)
    return name_of(f"{kind} {version[1] or version[2]}{' or later' if _LATER.search(sentence) else ''}")

"""Reads examples behind `sage:` and leaves out those whose tags are not met, as Sage's parser does."""

import doctest
import re

_TAGS = re.compile(r"#\s*(needs|optional|long time|not tested)\s*([\w. ]*)$")


def parse_optional_tags(source):
    match = _TAGS.search(source.partition("\n")[0].rstrip())
    return set() if match is None else set(match[2].split()) or {match[1]}


class SageDocTestParser(doctest.DocTestParser):
    def __init__(self, optional_tags=(), long=False):
        self.optional_tags = set(optional_tags)
        self.long = long

    def parse(self, string, *args):
        from sage.doctest.external import available_software

        found = doctest.DocTestParser.parse(self, re.sub(r"(?m)^(\s*)sage: ", r"\1>>> sage: ", string), *args)
        kept = []
        for item in found:
            if isinstance(item, doctest.Example):
                tags = parse_optional_tags(item.source)
                item.optional_tags = frozenset(tags)
                if "not tested" in tags or ("long time" in tags and not self.long):
                    continue
                if tags - self.optional_tags - available_software - {"long time"}:
                    continue
                item.sage_source = item.source = item.source[6:]
                if item.source.startswith("#"):
                    continue
            kept.append(item)
        return kept

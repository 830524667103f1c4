"""Where in a text something stands."""

import attrs


@attrs.frozen
class Place:
    """A few words of the text and the line (from 1) where they stand."""

    text: str
    line: int

"""Evidence of kind "web": whether the addresses of the documentation answer, and with this project.

Made where the network may be asked, not here: a collector never touches it. It is captured once and dated (V4); what
could not be measured is unknown, never a failure of the project (A32).
"""

from collections.abc import Mapping

import attrs

KIND = "web"
ABSENT = "the network was not asked (--offline)"


@attrs.frozen
class Page:
    """What stood behind one address.

    `answers` is False only where the host says that there is no such page, and None where nothing could be learned: no
    network, no answer in time, a refusal, an error of the server. `names_project`: its text holds the project's name.
    """

    answers: bool | None
    names_project: bool
    reason: str


@attrs.frozen
class Web:
    """`date` is the day of the capture, such as 2024-05-01; `pages` holds the addresses that were asked, as written."""

    date: str
    pages: Mapping[str, Page]

"""How the source reached us: the fact behind "open", "public" and "under version control".

Made where the source is fetched, not here: a collector never touches the network.
"""

import attrs

KIND = "retrieval"


@attrs.frozen
class Retrieval:
    """`how` is git, checkout, index or archive.

    `anonymous` tells whether the very commit was read without any credential over
    the network; None where the network was not asked.
    """

    how: str
    location: str  # URL or name, never with credentials, never a path of this machine
    anonymous: bool | None
    reason: str  # why `anonymous` is what it is
    versioned: bool  # a history of its own, not one made by us from an archive
    dirty: bool = False  # the checkout differed from the commit that is assessed
    digest: str | None = None  # of the archive

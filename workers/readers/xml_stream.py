"""XML as a stream of events, in memory that does not grow with the document; bombs and outside entities are refused.

No tree is built and nothing is recursive, so neither size nor depth costs anything but time.
"""

from collections.abc import Iterator
from typing import BinaryIO, Generic, Protocol, TypeVar, cast
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from workers.errors import ResultError

CHUNK = 64 * 1024  # bytes
MOST_CHUNK = 16 * 2**20
Found = TypeVar("Found")


class _Parser(DefusedExpatParser):
    """A document type may be named, as coverage reports do; what it points to is never opened, entities are refused."""

    def defused_external_entity_ref_handler(self, *_: object) -> int:  # type: ignore[override]
        return 1  # for expat: go on


class Collector(ContentHandler, Generic[Found]):
    """Puts what it recognises into `found`; counts the events, so that the reader sees whether the text goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Found] = []
        self.events = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the library's name
        self.events += 1
        self.begin(name.rpartition(":")[2], cast("Attributes", attrs))

    def endElement(self, name: str) -> None:  # noqa: N802
        self.events += 1
        self.finish(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        self.events += 1
        self.text(content)

    def begin(self, name: str, attributes: "Attributes") -> None: ...

    def finish(self, name: str) -> None: ...

    def text(self, content: str) -> None: ...


class Attributes(Protocol):
    """The attributes of an element."""

    def get(self, name: str, alternative: str = ...) -> str: ...


def collect(stream: BinaryIO, collector: Collector[Found], what: str, doctype: bool = False) -> Iterator[Found]:
    """What the collector finds, as it is found. `what`: the words for the file in an error.

    `doctype`: whether a document type may be named. Raises ResultError for what is no acceptable XML.
    """
    parser = _Parser(forbid_dtd=not doctype, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(collector)
    size = CHUNK
    try:
        while data := stream.read(size):
            before = collector.events
            parser.feed(data)
            # One word longer than a chunk is scanned from its beginning each time: larger chunks keep that linear.
            size = CHUNK if collector.events > before else min(2 * size, MOST_CHUNK)
            yield from collector.found
            collector.found.clear()
        parser.close()
    except (DefusedXmlException, SAXException, ValueError, LookupError) as error:
        raise ResultError(f"{what} cannot be read as XML: {type(error).__name__}") from error
    yield from collector.found
    collector.found.clear()

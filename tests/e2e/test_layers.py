"""Layers and build caches for real: made once, known exactly, and no change's objects in the main line's builds."""

import multiprocessing
import os
import signal
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import attrs
import pytest
from e2e_tools import absent
from worker_cells import cell

from workers import sandbox
from workers.build_cache import OWN, SEED, CellCache
from workers.caches.shelf import CacheShelf
from workers.caches.spec import Owner, cache_spec
from workers.emulation import host_arch
from workers.engines.docker import DockerEngine
from workers.engines.engine import Ended, Patience
from workers.images.packages import patient
from workers.images.records import ImageRecords
from workers.images.stock import ImageStock
from workers.images.store import ImageStore, recipe_of
from workers.log import CappedLog

pytestmark = pytest.mark.engine
OWN_ARCH = host_arch()
NAME, SMALL = "debian-12", ("hello",)  # a package of a few kB that nothing else needs
REFERENCE = recipe_of(NAME).reference(OWN_ARCH, SMALL)
PROJECT = "e2e" + "0" * 61
MINUTES = Patience(600, 600)


@pytest.fixture
def no_layer(engine: DockerEngine) -> Iterator[DockerEngine]:
    """The small layer is not here before the test nor after it."""
    _remove(engine)
    yield engine
    _remove(engine)


def _remove(engine: DockerEngine) -> None:
    if engine.images().find(NAME, OWN_ARCH, SMALL) is not None:
        with patient(engine.client.api):
            engine.client.api.remove_image(REFERENCE)


def _make(state: str, said: Any) -> None:
    os.environ["ASSAY_STATE"] = state
    sentences: list[str] = []
    image = DockerEngine().images().ensure(NAME, OWN_ARCH, SMALL, sentences.append)
    said.put((image.id, sentences))


def _maker(state: Path, said: Any) -> Any:
    process = multiprocessing.get_context("spawn").Process(target=_make, args=(str(state), said))
    process.start()
    return process


def test_two_processes_make_a_layer_once(no_layer: DockerEngine, tmp_path: Path) -> None:
    """Both have it in the end, one has made it, and no container of its making is left."""
    said: Any = multiprocessing.get_context("spawn").Queue()
    makers = [_maker(tmp_path, said) for _ in range(2)]
    answers = [said.get(timeout=600) for _ in makers]
    for maker in makers:
        maker.join(60)
    assert answers[0][0] == answers[1][0]
    assert sum(sentence.startswith("adding") for _, sentences in answers for sentence in sentences) == 1
    places = ImageRecords(tmp_path / "images").workplaces
    assert no_layer.client.api.containers(all=True, filters={"name": places}) == []


@pytest.mark.threat("F16")
def test_a_maker_that_was_killed_blocks_nobody(no_layer: DockerEngine, tmp_path: Path) -> None:
    """Its container is removed by the next one, which makes the layer."""
    said: Any = multiprocessing.get_context("spawn").Queue()
    first = _maker(tmp_path, said)
    place = ImageRecords(tmp_path / "images").workplace(REFERENCE)
    api = no_layer.client.api
    for _ in range(1200):
        if api.containers(filters={"name": place}):
            break
        time.sleep(0.05)
    assert first.pid is not None
    os.kill(first.pid, signal.SIGKILL)
    first.join(60)
    assert no_layer.images().find(NAME, OWN_ARCH, SMALL) is None
    second = _maker(tmp_path, said)
    assert said.get(timeout=600)[0]
    second.join(60)
    assert api.containers(all=True, filters={"name": place}) == []


@pytest.mark.threat("T31")
def test_what_is_in_a_layer_is_known(no_layer: DockerEngine) -> None:
    """Its labels say what dpkg in it says, package by package, and of which day Debian's archive was."""
    image = no_layer.images().ensure(NAME, OWN_ARCH, SMALL, lambda _: None)
    line = ["dpkg-query", "-W", "-f", "${Package}=${Version}\\n"]
    inside = no_layer.client.containers.run(image.id, line, remove=True, network_mode="none").decode().split()
    assert list(image.contents.versions) == sorted(set(inside))
    assert any(version.startswith("hello=") for version in image.contents.versions)
    assert image.contents.snapshot.startswith("bookworm 20")
    assert image.made.startswith("20")


def test_a_layer_in_use_stays(no_layer: DockerEngine, tmp_path: Path) -> None:
    """While a container uses it, it is busy, and the engine itself refuses; then it goes, and its base stays."""
    images = no_layer.images()
    image = images.ensure(NAME, OWN_ARCH, SMALL, lambda _: None)
    stock = ImageStock(no_layer.client, ImageRecords(tmp_path))
    container = no_layer.client.containers.create(image.id, ["sleep", "600"], labels={"assay.run": "e2e-layers"})
    try:
        container.start()
        item = next(item for item in stock.items(time.time() + 60) if item.name == REFERENCE)
        assert (item.busy, item.kind, item.stands_on) == (True, "layer", recipe_of(NAME).reference(OWN_ARCH))
        assert 0 < item.size < 50 * 10**6
        assert not stock.remove(item)
    finally:
        container.remove(force=True)
    assert stock.remove(item)
    assert images.find(NAME, OWN_ARCH, SMALL) is None
    assert images.find(NAME, OWN_ARCH) is not None


@attrs.frozen
class Built:
    """A build that ended: what its commands printed, and what its cache was."""

    printed: str
    cache: CellCache
    seen_by_tests: str


@attrs.frozen
class Builder:
    """Builds in real cells with a shelf of its own."""

    engine: DockerEngine
    shelf: CacheShelf
    system: tuple[str, ...] = ()

    def __call__(self, commands: str, change: str = "", *, tools: tuple[str, ...] = ("ccache", "pip")) -> Built:
        planned = cell(system=self.system)
        with self.engine.session(planned, "e2e-layers") as session:
            spec = cache_spec(Owner(PROJECT, change), planned.arch, session.image, planned.limits)
            cache = CellCache(self.shelf, spec, tools)
            plain = sandbox.environment(session.work)
            _run(session, "mkdir -p results home source && python3 -m venv venv", plain)
            cache.begin(session)
            printed = _run(session, commands, cache.environment(plain, session.work))
            cache.end(session)
            session.end_build()
            seen = _run(session, "ls /work /work/cache 2>&1 || true", plain)
        assert cache.remarks == []
        return Built(printed, cache, seen)

    def digest(self, change: str = "") -> str | None:
        planned = cell(system=self.system)
        with self.engine.session(planned, "e2e-layers") as session:
            return self.shelf.digest(
                cache_spec(Owner(PROJECT, change), planned.arch, session.image, planned.limits).key
            )


def _run(session: Any, command: str, environment: dict[str, str]) -> str:
    log = CappedLog(2**20)
    ended: Ended = session.run(command, environment, MINUTES, log)
    log.close()
    assert ended.exit == 0, log.text()
    return log.text()


@pytest.fixture
def builder(engine: DockerEngine, tmp_path: Path) -> Builder:
    """Cells with ccache in their layer."""
    engine.images().ensure(NAME, OWN_ARCH, ("ccache",), lambda _: None)
    return Builder(engine, CacheShelf(tmp_path / "caches"), ("ccache",))


C_PROJECT = """
for part in one two three; do
  printf '#include <stdio.h>\\nint %s(void) { return printf("%s"); }\\n' $part $part > $part.c
done
ccache --zero-stats >/dev/null
for part in one two three; do gcc -O2 -g -c $part.c -o $part.o; done
ccache --print-stats
"""


def hits(built: Built) -> tuple[int, int]:
    """How often ccache had the object, and how often it had not."""
    said = dict(line.split() for line in built.printed.splitlines() if len(line.split()) == 2)
    return int(said["direct_cache_hit"]) + int(said["preprocessed_cache_hit"]), int(said["cache_miss"])


def test_the_second_build_compiles_nothing(builder: Builder) -> None:
    """The main line's next build finds every object, and so does the first build of a change; the tests see none."""
    first = builder(C_PROJECT)
    assert (first.cache.began_as, hits(first)) == ("", (0, 3))
    assert first.seen_by_tests.split("/work:")[-1].split() == ["home", "results", "source", "venv"]
    again = builder(C_PROJECT)
    assert (again.cache.began_as, hits(again)) == (OWN, (3, 0))
    change = builder(C_PROJECT, change="7")
    assert (change.cache.began_as, hits(change)) == (SEED, (3, 0))


POISON = """
mkdir -p "$PIP_CACHE_DIR" "$CCACHE_DIR"
find "$PIP_CACHE_DIR" "$CCACHE_DIR" -type f -exec sh -c 'echo poison > "$1"' _ {} \\;
echo poison > "$PIP_CACHE_DIR/poison"; echo poison > "$CCACHE_DIR/poison"; ln -s / ../cache/out
"""
FIND_POISON = 'grep -rl poison "$CCACHE_DIR" "$PIP_CACHE_DIR" 2>/dev/null || true; ls -A ../cache'


@pytest.mark.threat("T30")
def test_a_change_poisons_only_itself(builder: Builder) -> None:
    """Whatever a change writes into its cache, the main line's is byte for byte what it was, and builds as before."""
    builder(C_PROJECT)
    before = builder.digest()
    poisoned = builder(POISON, change="7")
    assert poisoned.cache.began_as == SEED
    assert builder.digest() == before
    assert builder.digest("7") not in (None, before)
    assert "poison" not in builder(FIND_POISON).printed
    assert hits(builder(C_PROJECT)) == (3, 0)
    assert "poison" in builder(FIND_POISON, change="7").printed
    assert "poison" not in builder(FIND_POISON, change="8").printed


@pytest.mark.threat("F16")
def test_a_cache_damaged_on_the_disk(builder: Builder, tmp_path: Path) -> None:
    """One flipped byte, and the build begins without the cache, compiles again, and keeps a sound one."""
    builder(C_PROJECT)
    (kept,) = (tmp_path / "caches").rglob("*.tar")
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    kept.write_bytes(data)
    again = builder(C_PROJECT)
    assert (again.cache.began_as, hits(again)) == ("", (0, 3))
    assert hits(builder(C_PROJECT)) == (3, 0)


WHEEL = "demo-1.0-py3-none-any.whl"


@pytest.fixture
def index(engine: DockerEngine, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """A package index as cells see it, with the headers of the large one; its address, and what was asked of it."""
    gateway = engine.client.api.inspect_network("bridge")["IPAM"]["Config"][0].get("Gateway", "")
    content, asked = _wheel(tmp_path), []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body, kind = (content, "application/zip") if self.path.endswith(".whl") else (PAGE, "text/html")
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if kind != "text/html":
                self.send_header("Cache-Control", "max-age=365000000, immutable, public")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return None

    try:
        server = ThreadingHTTPServer((gateway, 0), Handler)
    except OSError:
        absent(f"nothing can listen at {gateway or 'the gateway'} of the engine's bridge: is the engine remote?")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{gateway}:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


PAGE = f'<!DOCTYPE html><html><body><a href="/files/{WHEEL}">{WHEEL}</a></body></html>'.encode()


def _wheel(folder: Path) -> bytes:
    path = folder / WHEEL
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("demo.py", "ANSWER = 42\n")
        archive.writestr("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
        archive.writestr("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("demo-1.0.dist-info/RECORD", "demo.py,,\n")
    return path.read_bytes()


def test_pip_downloads_nothing_twice(builder: Builder, index: tuple[str, list[str]]) -> None:
    """A package that one build fetched is in the next one's cache, and in that of a change."""
    address, asked = index
    host = address.removeprefix("http://").partition(":")[0]
    command = f"pip install --index-url {address}/simple --trusted-host {host} demo && python -c 'import demo'"
    for change, fetched in (("", 1), ("", 1), ("7", 1)):
        builder(command, change)
        assert sum(path.endswith(".whl") for path in asked) == fetched
    assert any(path.startswith("/simple/demo") for path in asked)


def test_layers_of_other_states_are_not_disturbed(no_layer: DockerEngine, tmp_path: Path) -> None:
    """Two that share the engine, each with a state of its own, end with one image, the first."""
    first = ImageStore(no_layer.client, records=ImageRecords(tmp_path / "one"))
    second = ImageStore(no_layer.client, records=ImageRecords(tmp_path / "two"))
    image = first.ensure(NAME, OWN_ARCH, SMALL, lambda _: None)
    assert second.ensure(NAME, OWN_ARCH, SMALL, pytest.fail) == image


@pytest.mark.threat("T03")
def test_a_cache_without_end(builder: Builder) -> None:
    """A build that fills its cache loses it, and the cell goes on at once, in the middle of what was being copied."""
    fill = 'mkdir -p "$PIP_CACHE_DIR"; head -c 600M /dev/urandom > "$PIP_CACHE_DIR/large"'
    with pytest.raises(AssertionError, match="was emptied"):
        builder(fill)
    assert builder("ls -A ../cache 2>/dev/null || true").cache.began_as == ""
    assert builder.digest() is None

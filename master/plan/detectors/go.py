"""Go modules."""

import re
from collections.abc import Iterator, Mapping

from criteria.snapshot import Snapshot
from master.plan.toolchain import choose_toolchain
from master.plan.tree_text import text_at
from workers.cell import Recipe, Results

MODULE = "go.mod"
PACKAGE = "golang-go"
REPORT = "go.json"
_TEST = f'set -o pipefail; go test -count=1 -json ./... | tee "$ASSAY_RESULTS/{REPORT}"'
_GO = re.compile(r"^go[ \t]{1,10}(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)", re.MULTILINE)
_REQUIRED = re.compile(r"^(?:require)?[ \t]{1,10}([a-z0-9][A-Za-z0-9_.~/-]{2,200})[ \t]{1,10}v\d", re.MULTILINE)


class GoDetector:
    """`go test -json`, after all modules were downloaded."""

    name = "Go"

    def detect(self, snapshot: Snapshot, offered: Mapping[str, str]) -> Recipe | None:
        text = text_at(snapshot, MODULE)
        if text is None:
            return None
        match = _GO.search(text)
        version = match.group(1) if match else ""
        chosen = choose_toolchain((PACKAGE,), version, f"{MODULE} asks for Go {version}", offered)
        if chosen.image is None:
            return Recipe(reasons=(chosen.reason,))
        required = tuple(dict.fromkeys(_REQUIRED.findall(text)))
        vendored = "vendor/modules.txt" in snapshot.by_path
        tested = any(entry.name.endswith("_test.go") for entry in snapshot.files())
        fetch = ("go mod download",) if required and not vendored else ()
        # `-run '^$'` compiles the tests and runs none.
        build = (*fetch, "go build ./...", *(("go test -count=1 -run '^$' ./...",) if tested else ()))
        return Recipe(
            images=(chosen.image,),
            system=(PACKAGE,),
            build=build,
            test=(_TEST,) if tested else (),
            results=Results(tests=(REPORT,) if tested else ()),
            environment={"GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"},
            reasons=tuple(_reasons(chosen.reason, required, vendored, tested)),
        )


def _reasons(image: str, required: tuple[str, ...], vendored: bool, tested: bool) -> Iterator[str]:
    yield f"{MODULE} is there: the project is built with Go"
    if image:
        yield image
    if required and vendored:
        yield "the modules that go.mod asks for are in the folder vendor"
    elif required:
        yield f"modules downloaded while building: {len(required)}; that fails where no module proxy can be reached"
    yield "the tests are those of `go test`" if tested else "no tests found: no file ends with _test.go"
    if tested:
        yield "coverage is not measured for Go"

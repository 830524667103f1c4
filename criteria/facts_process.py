"""The process that reads files: told on its input which ones, it writes what they say, as JSON."""

import json
import sys
from pathlib import Path

from criteria.facts import read_entries
from criteria.snapshot import Snapshot


def main() -> None:
    question = json.load(sys.stdin)
    snapshot = Snapshot(Path(question["repository"]), question["commit"])
    entries = [snapshot.entry(path, mode, id_) for path, mode, id_ in question["entries"]]
    json.dump(dict(read_entries(snapshot, entries)), sys.stdout)


if __name__ == "__main__":
    main()

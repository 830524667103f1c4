"""`assay report`: renderings of a report that was written before."""

import json
import sys
from pathlib import Path

from criteria.errors import UntrustedInputError
from criteria.untrusted import load_json
from master import output
from master.errors import UsageError
from reports.schema import check_document, report_schema

LIMIT = 64 * 2**20  # bytes


def schema() -> int:
    sys.stdout.write(json.dumps(report_schema(), indent=2) + "\n")
    return 0


def rendered(path: Path, form: str, file: Path | None) -> int:
    output.check_format(form)
    try:
        document = load_json(path.read_bytes(), str(path), LIMIT)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except UntrustedInputError as error:
        raise UsageError(str(error)) from error
    problem = check_document(document)
    if problem is not None:
        raise UsageError(f"{path} is no report of Assay: {problem}")
    output.deliver(document, form, file)
    return 0

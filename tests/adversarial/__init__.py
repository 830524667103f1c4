"""The adversarial classes A1 to A34, each by rows of a table: an attack over a sound project, and its verdicts."""

from adversarial import code, documents, licences, suites

ROWS = (*code.ROWS, *licences.ROWS, *documents.ROWS, *suites.ROWS)

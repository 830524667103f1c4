"""The adversarial classes A1 to A34, each by rows of a table: an attack over a sound project, and its verdicts."""

from adversarial import code, documents, histories, licences, repositories, suites

ROWS = (*code.ROWS, *licences.ROWS, *documents.ROWS, *histories.ROWS, *repositories.ROWS, *suites.ROWS)

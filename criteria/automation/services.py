"""Which files configure a continuous integration, and who reads each: the one list."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from criteria.automation.azure import azure
from criteria.automation.circleci import circleci
from criteria.automation.gitlab import gitlab
from criteria.automation.jenkins import jepl
from criteria.automation.model import Job
from criteria.automation.small_services import appveyor, cirrus, woodpecker
from criteria.automation.targets import Targets
from criteria.automation.travis import travis

Reader = Callable[[str, str, Any, Targets], Iterator[Job]]
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"^\.gitlab-ci\.ya?ml$|^\.gitlab/ci/[^/]{1,100}\.ya?ml$"), gitlab),
    (re.compile(r"^\.?azure-pipelines[\w-]{0,60}\.ya?ml$"), azure),
    (re.compile(r"^\.circleci/config\.ya?ml$|^circle\.ya?ml$"), circleci),
    (re.compile(r"^\.travis\.ya?ml$"), travis),
    (re.compile(r"^\.?appveyor\.ya?ml$"), appveyor),
    (re.compile(r"^\.cirrus\.ya?ml$"), cirrus),
    (re.compile(r"^\.woodpecker(?:/[^/]{1,100})?\.ya?ml$|^\.drone\.ya?ml$"), woodpecker),
    (re.compile(r"^\.sqa/config\.ya?ml$"), jepl),
)
JENKINSFILE = re.compile(r"^(?:[Jj]enkinsfile|\.jenkins/[Jj]enkinsfile|ci/[Jj]enkinsfile)$")

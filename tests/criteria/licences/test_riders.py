import pytest
from licence_texts import filled

from criteria.licences.text import read_licence

RIDERS = (
    "No military use.",
    "The software must not be employed by armed forces.",
    "Any use by military organisations is excluded.",
    "This code is free for academic users. All others have to ask.",
    "Companies need to obtain a separate license before using this package.",
    "For-profit entities are not granted any rights under this license.",
    "You may use this software as long as you do not make money from it.",
    "Permission is granted only to non-profit organizations and universities.",
    "Use by government agencies is prohibited.",
    "Citizens and residents of the following countries may not use this software: Wonderland.",
    "The Software shall not be used by any person for systems that violate human rights.",
    "Use of this repository as training data for machine learning models is strictly forbidden.",
    "Redistribution of this package in any form is not permitted.",
    "Modified versions may not be distributed.",
    "This license expires on 31 December 2027.",
    "The author may revoke this license at any time.",
    "Unauthorized copying of this file is prohibited.",
    "Proprietary and confidential.",
    "Die Nutzung ist nur für nicht-kommerzielle Zwecke gestattet.",
    "L'utilisation commerciale est interdite.",
    "Solo para uso académico. Prohibido el uso comercial.",
    "Uso commerciale vietato.",
    "Uso comercial proibido.",
    "for n\u043en-commercial use",
    "for non-com\u200bmercial use",
    "for **non**-*commercial* use",
    "for non-\ncommercial use",
)
CONDITIONS = (
    "Any publication using results obtained with this software MUST cite our paper.",
    "You must register with the authors before you use it.",
    "Commercial users: please contact us for licensing.",
    "No patent licence is granted.",
    "By downloading the software you agree to our terms.",
)
HARMLESS = (
    "Please cite our paper if you use this software.",
    "It may be used for commercial and non-commercial purposes alike.",
    "The name of the author may not be used in advertising without specific prior permission.",
    "Portions are under the following licenses, which permit redistribution.",
    "Commercial support is available.",
)


@pytest.mark.threat("A3")
@pytest.mark.parametrize("rider", RIDERS)
def test_a_restriction_in_any_wording_is_a_rider(rider: str) -> None:
    """A3: by purpose, by user, by field, in time, in other languages, with letters that only look right."""
    reading = read_licence(f"{filled('MIT')}\n\n{rider}\n")
    assert reading.riders
    assert reading.riders[0].line > 20
    assert [match.id for match in reading.matches] == ["MIT"]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_duty_is_a_condition_for_a_person_to_read(condition: str) -> None:
    """Whether it restricts cannot be told from its words."""
    reading = read_licence(f"{filled('MIT')}\n\n{condition}\n")
    assert (len(reading.riders), len(reading.conditions)) == (0, 1)


@pytest.mark.parametrize("sentence", HARMLESS)
def test_requests_and_notices_are_neither(sentence: str) -> None:
    """What takes nothing away is not held against the project."""
    reading = read_licence(f"{filled('BSD-3-Clause')}\n\n{sentence}\n")
    assert (reading.riders, reading.conditions) == ((), ())


@pytest.mark.parametrize("id_", ["MIT", "BSD-3-Clause", "ISC", "Apache-2.0"])
def test_the_markup_of_a_page_hides_nothing(id_: str) -> None:
    """A licence in HTML is recognised, and so is a rider; what only the source of the page shows is not there."""
    body = filled(id_).replace("&", "&amp;").replace('"', "&quot;")
    page = f"<html><body><pre>{body}</pre><p>For non-<b>commercial</b> use.</p></body></html>"
    hidden = f"<html><body><p>Nothing here.</p><!-- {filled(id_)} --></body></html>"
    assert [match.id for match in read_licence(page).matches] == [id_]
    assert read_licence(page).riders
    assert read_licence(hidden).matches == ()


@pytest.mark.threat("T40")
@pytest.mark.parametrize(
    "unit", ["army ", "no ", "redistribution x ", "commercial use ", "only to ", "must ", "free for "]
)
def test_repetition_is_only_text(unit: str) -> None:
    """A quarter of a megabyte of the first word of a pattern is read to the end."""
    assert read_licence(unit * (2**18 // len(unit))).matches == ()

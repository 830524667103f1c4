import pytest
from licence_texts import text_of

from criteria.licences.tongue import other_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Diese Lizenz gilt für das Werk und die Software, die unter den Bedingungen der Lizenz zu nutzen ist. ",
            "German",
        ),
        ("Ce contrat est une licence de logiciel libre pour la diffusion et la modification des logiciels. ", "French"),
        (
            "La licencia se aplica a la obra y a los programas que se distribuyen con el aviso de los autores. ",
            "Spanish",
        ),
    ],
)
def test_a_text_in_another_language_is_named(text: str, language: str) -> None:
    """By its commonest words."""
    assert other_language(text * 4) == language


@pytest.mark.parametrize("id_", ["MIT", "GPL-3.0-only", "Apache-2.0", "EUPL-1.2", "CC-BY-4.0"])
def test_licences_in_english_are_english(id_: str) -> None:
    """None of them is taken for another language."""
    assert other_language(text_of(id_)) is None


@pytest.mark.parametrize(
    "text", ["", "der die das", "lorem ipsum dolor sit amet " * 50, "word " * 400, "x = 1\n" * 200]
)
def test_filler_is_no_language(text: str) -> None:
    """Neither too few words nor words that are none."""
    assert other_language(text) is None

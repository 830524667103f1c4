"""Whether a text is written in another language than English, in which we hold no texts to compare with."""

import re

_WORD = re.compile(r"[^\W\d_]{1,40}")
_LEAST = 40  # words; fewer prove nothing
_COMMON = 0.08  # share of its commonest words from which on a text is in a language
_WORDS = {
    "English": "the of and to in or that is for with this you any not by as be are",
    "German": "der die das und den von zu mit ist des im für dem nicht ein eine oder auf werden sie",
    "French": "le la les des et de du une est dans pour que qui par sur au ou ne pas ce",
    "Spanish": "el la los las de y en que del una por con para se no es su al o",
    "Italian": "il la le di e che in un una per del della con non si dei da è o",
    "Portuguese": "o a os as de e do da em que um uma para com não por dos se ou",
    "Dutch": "de het een en van in te dat die op zijn voor met niet aan is of door",
    "Polish": "i w na z do nie się że jest oraz lub o od przez dla tego",
    "Swedish": "och att det som en på är av för med den till inte om ett eller",
    "Czech": "a v na se že je to s z do nebo o pro k by jako tohoto",
    "Russian": "и в на не с что по к это или из для за от как",
}
_STOP_WORDS = {name: frozenset(words.split()) for name, words in _WORDS.items()}


def other_language(text: str) -> str | None:
    """The name of the language; None for English, for what is too short, and for what is none of the languages above.

    Filler such as `lorem ipsum` is no language.
    """
    words = [match.group().lower() for match in _WORD.finditer(text[:20_000])]
    if len(words) < _LEAST or _share(words, _STOP_WORDS["English"]) >= _COMMON:
        return None
    name, share = max(((name, _share(words, stop)) for name, stop in _STOP_WORDS.items()), key=lambda item: item[1])
    return name if share >= 1.5 * _COMMON else None


def _share(words: list[str], stop: frozenset[str]) -> float:
    return sum(word in stop for word in words) / len(words)

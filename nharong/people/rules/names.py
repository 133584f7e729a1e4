"""What somebody typed into the search box: words to find, with or without diacritics, with or without the marker. Pure."""

from dataclasses import dataclass

from nharong.kernel.text import bare_name, fold

GRAM = 3
"""Letters from which a word is found anywhere in a name; a shorter one only at the beginning of a word."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search by name."""

    folded: str
    """All of it, folded."""
    bare: str
    """Without a sex marker (A, Y, H') at its beginning."""
    words: tuple[str, ...]
    """Longest first: the longest decides most."""

    def patterns(self) -> tuple[str, ...]:
        """What the folded name, a space at both ends, must hold: each of three signs at least, as the index needs.

        A word of three letters anywhere, one of two where a word begins, a single letter as a word of its own.
        """
        return tuple(word if len(word) >= GRAM else f" {word}" if len(word) > 1 else f" {word} " for word in self.words)

    def rank(self, name: str) -> int:
        """How well a folded name fits: 0 the same, 1 begins so, 2 holds the words in this order, 3 holds them."""
        if name in (self.folded, self.bare):
            return 0
        if name.startswith(self.bare):
            return 1
        return 2 if f" {self.bare}" in f" {name}" else 3


def read_search(text: str) -> Asked | None:
    """The search, or None where nothing is left to look for. At most eight words count."""
    folded, bare = fold(text), bare_name(text)
    words = sorted(dict.fromkeys(bare.split()), key=len, reverse=True)[:8]
    return Asked(folded, bare, tuple(words)) if words else None

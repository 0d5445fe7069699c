"""What every engine can do. An engine knows texts only: which products the words may mean, best first.

Stars, prices, sellability and the counts of filters are never asked of an engine (no index holds a
verdict); they come from the shelf and the rows.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject

from search import question
from search.documents import Document
from search.question import Question, Reading


@dataclass(frozen=True)
class Found:
    """Numbers of products, best first, and at which step of relaxation (0 = as typed) they were found."""

    keys: tuple[int, ...] = ()
    step: int = 0


class SearchBackend(ABC):
    """One engine. `find`, `begin`, `words` and the three of indexing are all it has to bring."""

    @abstractmethod
    def find(self, readings: Sequence[Reading]) -> list[int]:
        """Products that meet one of the readings, best first; never limited by any filter."""

    @abstractmethod
    def begin(self, words: Sequence[str], limit: int) -> list[int]:
        """Products whose title holds all `words` (folded), the last one perhaps only begun."""

    @abstractmethod
    def words(self) -> Mapping[str, int]:
        """Folded words of all entries, with in how many entries each stands."""

    @abstractmethod
    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace; the number of documents."""

    @abstractmethod
    def delete(self, keys: Iterable[int]) -> None:
        """Forget these products; unknown ones are no error."""

    @abstractmethod
    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace all that is known by `documents`, without a moment in which nothing is found."""

    def match(self, asked: Question) -> Found:
        """The first step of relaxation that finds anything, decided before any filter is applied."""
        vocabulary = SimpleLazyObject(self.words)
        for number, readings in enumerate(question.steps(asked, vocabulary)):
            if readings and (keys := self.find(readings)):
                return Found(tuple(keys), number)
        return Found()

    def correct(self, asked: Question) -> str:
        """The question as it was perhaps meant; "" when there is nothing to offer."""
        return question.correction(asked, self.words())

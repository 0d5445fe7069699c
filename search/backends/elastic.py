"""Elasticsearch 8, through `elasticsearch.dsl`. Texts come in cleaned and folded: the analyzer only splits.

Rebuilding writes a new index and swaps an alias. Synonyms stand in the question, never in the engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from django.utils.crypto import get_random_string
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query
from elasticsearch.helpers import bulk

from search.backends.base import SearchBackend
from search.documents import Document
from search.question import Reading, Word

ALIAS = "cho-ocop-products"
WEIGHTS = {"title": 10, "title_folded": 8, "tags": 4, "tags_folded": 4, "body": 1, "body_folded": 1}
FIELDS = [f"{name}^{weight}" for name, weight in WEIGHTS.items()]
TITLE_HOLDS_IT = 10
MOST_FOUND = 10_000  # Elasticsearch's own limit for one page of hits
MOST_WORDS = 30_000
TIMEOUT_S = 5

TEXT = {"type": "text", "analyzer": "whitespace"}
MAPPINGS = {
    "dynamic": "strict",
    "properties": dict.fromkeys(WEIGHTS, TEXT) | {"words": {"type": "keyword"}},
}
SETTINGS = {"number_of_replicas": 0, "max_result_window": MOST_FOUND}


class ElasticBackend(SearchBackend):
    def __init__(self, url: str, alias: str = ALIAS) -> None:
        self.url, self.alias = url, alias

    @cached_property
    def client(self) -> Elasticsearch:
        return Elasticsearch(self.url, request_timeout=TIMEOUT_S)

    def find(self, readings: Sequence[Reading]) -> list[int]:
        return self._keys(Q("dis_max", queries=[_reading(reading) for reading in readings]), MOST_FOUND)

    def begin(self, words: Sequence[str], limit: int) -> list[int]:
        *whole, begun = words
        must = [Q("match", title_folded=word) for word in whole]
        return self._keys(Q("bool", must=[*must, Q("prefix", title_folded=begun)]), limit)

    def words(self) -> Mapping[str, int]:
        search = self._search()[:0]
        search.aggs.bucket("words", "terms", field="words", size=MOST_WORDS)
        return {bucket.key: bucket.doc_count for bucket in search.execute().aggregations.words.buckets}

    def index(self, documents: Iterable[Document]) -> int:
        if not self._exists():
            return self.rebuild(documents)
        return self._write(self.alias, documents)

    def delete(self, keys: Iterable[int]) -> None:
        if self._exists():
            actions = ({"_op_type": "delete", "_index": self.alias, "_id": key} for key in keys)
            bulk(self.client, actions, raise_on_error=False, refresh=True)

    def rebuild(self, documents: Iterable[Document]) -> int:
        fresh = f"{self.alias}-{get_random_string(8).lower()}"
        self.client.indices.create(index=fresh, mappings=MAPPINGS, settings=SETTINGS)
        written = self._write(fresh, documents)
        self._swap(fresh)
        return written

    def _swap(self, fresh: str) -> None:
        """Point the alias at `fresh`, then drop what it pointed at."""
        former = list(self.client.indices.get_alias(name=self.alias)) if self._exists() else []
        removals = [{"remove": {"index": name, "alias": self.alias}} for name in former]
        self.client.indices.update_aliases(actions=[*removals, {"add": {"index": fresh, "alias": self.alias}}])
        for name in former:
            self.client.indices.delete(index=name)

    def _exists(self) -> bool:
        return bool(self.client.indices.exists_alias(name=self.alias))

    def _write(self, index: str, documents: Iterable[Document]) -> int:
        written, _ = bulk(self.client, _actions(index, documents), refresh=True)
        return written

    def _search(self) -> Search:
        return Search(using=self.client, index=self.alias)

    def _keys(self, query: Query, limit: int) -> list[int]:
        search = self._search().query(query).source(False)[:limit]
        try:
            return [int(hit.meta.id) for hit in search.execute()]
        except NotFoundError:  # nothing was ever indexed
            return []


def _reading(reading: Reading) -> Query:
    words = [_word(word) for word in reading.words]
    phrase = Q("match_phrase", title_folded={"query": reading.phrase, "boost": TITLE_HOLDS_IT})
    held = Q("bool", should=words, minimum_should_match=reading.needed)
    return Q("bool", must=[held], should=[phrase], boost=reading.weight)


def _word(word: Word) -> Query:
    return Q("multi_match", query=" ".join(word.spellings), fields=FIELDS, type="best_fields", operator="or")


def _actions(index: str, documents: Iterable[Document]) -> Iterator[dict]:
    for document in documents:
        texts = document.texts()
        words = sorted(set(f"{texts['title_folded']} {texts['tags_folded']} {texts['body_folded']}".split()))
        yield {"_index": index, "_id": document.key, **texts, "words": words}

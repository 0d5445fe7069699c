"""The words we ask in about lots, their events and their labels."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from traceability import codes
from traceability.label_states import ENDED, sources

if TYPE_CHECKING:
    from catalogue.models import Producer, Product
    from traceability.models import Lot


class LotQuerySet(QuerySet):
    def of(self, product: "Product") -> Self:
        """Lots of packs of one product, the last packed first; lots of its material stay with the producer."""
        return self.filter(product=product, material="")

    def to_show(self, product: "Product", newest: int) -> Self:
        """The `newest` lots of a product's packs, and all that were recalled: who has such a pack must find it."""
        own = self.of(product)
        return own.filter(Q(pk__in=own.values("pk")[:newest]) | Q(state="recalled"))

    def of_producer(self, producer: "Producer") -> Self:
        """Lots of all products of one producer: what its workspace may touch."""
        return self.filter(product__owner=producer)

    def of_place(self, province: int) -> Self:
        """Lots of products whose origin lies in a province of today (by primary key)."""
        return self.filter(product__province=province)

    def circulating(self) -> Self:
        """Lots that nobody has recalled."""
        return self.filter(state="open")

    def traced(self) -> Self:
        """Lots whose packs can be followed: some label of theirs is in use."""
        labels = self.model._meta.get_field("labels").related_model.objects
        return self.filter(Exists(labels.filter(lot=OuterRef("pk"), state="activated")))

    def recalled(self) -> Self:
        """Lots taken back (thu hồi)."""
        return self.filter(state="recalled")

    def public(self) -> Self:
        """Lots anyone may read: of a product that is public, or with a label that left the printer, ours or another
        system's. The one rule for the lot's page, its document, its files; Look.may_read_lot says it of one code."""
        labels, aliases = (self.model._meta.get_field(name).related_model.objects for name in ("labels", "aliases"))
        seen = labels.filter(lot=OuterRef("pk")).exclude(state="generated")
        led_to = aliases.filter(lot=OuterRef("pk"))
        return self.filter(Q(product__is_public=True) | Exists(seen) | Exists(led_to))

    def with_events(self) -> Self:
        """Loads the steps with their places and corrections: one more query whatever the number of lots."""
        events = self.model._meta.get_field("events").related_model.objects.told()
        return self.prefetch_related(Prefetch("events", events))

    def with_label_counts(self) -> Self:
        """Adds `labels_made` (void ones left out), `labels_activated` and `labels_void`, of unit labels."""
        unit = Q(labels__kind="unit")
        return self.annotate(
            labels_made=Count("labels", unit & ~Q(labels__state="void")),
            labels_activated=Count("labels", unit & Q(labels__state="activated")),
            labels_void=Count("labels", unit & Q(labels__state="void")),
        )


class GrowingAreaQuerySet(QuerySet):
    def of_producer(self, producer: "Producer") -> Self:
        """Codes that one producer declared."""
        return self.filter(producer=producer)

    def of_place(self, province: int) -> Self:
        """Codes declared for a province of today (primary key)."""
        return self.filter(province=province)

    def confirmed(self) -> Self:
        """Codes that an authority confirmed."""
        return self.filter(state="confirmed")

    def waiting(self) -> Self:
        """Codes that no authority has looked at."""
        return self.filter(state="declared")

    def with_paper(self) -> Self:
        """Adds `document`: the paper on which the last authority that spoke of the code did so; None before that."""
        reviews = self.model._meta.get_field("reviews").related_model.objects
        last = reviews.filter(area=OuterRef("pk")).order_by("-pk")
        return self.annotate(document=Subquery(last.values("document")[:1]))


class LaboratoryQuerySet(QuerySet):
    def active(self) -> Self:
        """Laboratories that a lot may name."""
        return self.filter(is_active=True)

    def with_counts(self) -> Self:
        """Adds `people_count` and `result_count`."""
        return self.annotate(people_count=Count("people", distinct=True), result_count=Count("results", distinct=True))


class LotInputQuerySet(QuerySet):
    def standing(self) -> Self:
        """Inputs of steps that nobody declared wrong."""
        records = self.model._meta.get_field("event").related_model._meta.get_field("records").related_model.objects
        return self.filter(~Exists(records.declarations().filter(event=OuterRef("event"))))


class EvidenceQuerySet(QuerySet):
    def readable(self) -> Self:
        """Files that go with steps of lots that anyone may read."""
        lots = self.model._meta.get_field("event").related_model._meta.get_field("lot").related_model.objects
        return self.filter(event__lot__in=lots.public())

    def of_lot(self, lot: int) -> Self:
        """Files of all steps of a lot (primary key)."""
        return self.filter(event__lot=lot)

    def photographs(self) -> Self:
        """Photographs, without laboratories' reports."""
        return self.filter(kind="photo")

    def named(self, stored_sha256: str) -> Self:
        """Files whose stored copy has this hash: one picture may go with several steps."""
        return self.filter(stored_sha256=stored_sha256)


class EventQuerySet(QuerySet):
    def of(self, lot: "Lot") -> Self:
        """The steps of one lot in the order they happened."""
        return self.filter(lot=lot)

    def with_place(self) -> Self:
        """Loads the place along."""
        return self.select_related("place")

    def told(self) -> Self:
        """What a timeline says: the place, and of a step that was declared wrong `declared_at` and `wrong` (why)."""
        records = self.model._meta.get_field("records").related_model.objects
        last = records.declarations().filter(event=OuterRef("pk")).order_by("-position")
        said = {"declared_at": Subquery(last.values("declared_at")[:1]), "wrong": Subquery(last.values("reason")[:1])}
        return self.with_place().annotate(**said)

    def standing(self) -> Self:
        """Steps that nobody declared wrong."""
        records = self.model._meta.get_field("records").related_model.objects
        return self.filter(~Exists(records.declarations().filter(event=OuterRef("pk"))))

    def with_evidence(self) -> Self:
        """Loads photographs and reports, and what went in: two more queries."""
        return self.with_files().prefetch_related("inputs__source")

    def with_files(self) -> Self:
        """Loads photographs and reports: one more query."""
        return self.prefetch_related("evidence")

    def unrecorded(self) -> Self:
        """Steps from before there were records, in the order they were written down."""
        return self.filter(records__isnull=True).order_by("pk")


def _within(field: str, since: datetime | None, before: datetime | None) -> dict[str, datetime]:
    asked = {f"{field}__gte": since, f"{field}__lt": before}
    return {lookup: moment for lookup, moment in asked.items() if moment}


class RecordQuerySet(QuerySet):
    def originals(self) -> Self:
        """Steps, without what was declared of them later."""
        return self.filter(declared_at__isnull=True)

    def declarations(self) -> Self:
        """Declarations that a step was recorded wrong."""
        return self.filter(declared_at__isnull=False)

    def that_made_it(self) -> Self:
        """Steps that say how the lot came into being, and still stand."""
        wrong = self.model.objects.declarations().filter(event=OuterRef("event"))
        return self.originals().filter(~Exists(wrong), event__stage__in=("process", "pack"))

    def readable(self) -> Self:
        """Records of lots that anyone may read."""
        lots = self.model._meta.get_field("lot").related_model.objects
        return self.filter(lot__in=lots.public())

    def naming(self, identifier: str) -> Self:
        """Records whose event speaks of this very thing."""
        return self.filter(body__contains=f'"{identifier}"')

    def saying(self, member: str, values: Iterable[str]) -> Self:
        """Records whose event says one of these in a member of plain text ("bizStep"). Without a list of values: none."""
        said = (Q(body__contains=f'"{member}":{json.dumps(value, ensure_ascii=False)}') for value in values)
        return self.filter(reduce(or_, said, Q(pk__in=())))

    def at_read_points(self, identifiers: Iterable[str]) -> Self:
        """Records of events that happened at one of these places."""
        said = (Q(body__contains=f'"readPoint":{{"id":{json.dumps(one, ensure_ascii=False)}') for one in identifiers)
        return self.filter(reduce(or_, said, Q(pk__in=())))

    def happened(self, since: datetime | None = None, before: datetime | None = None) -> Self:
        """Records of events at or after `since` and before `before`."""
        return self.filter(**_within("event__at", since, before))

    def written(self, since: datetime | None = None, before: datetime | None = None) -> Self:
        """Records made at or after `since` and before `before`: the EPCIS record time."""
        made = self.annotate(written_at=Coalesce("declared_at", "event__recorded_at"))
        return made.filter(**_within("written_at", since, before))

    def called(self, ids: Iterable[str]) -> Self:
        """Records of events with these ids, and what was declared of them."""
        return self.filter(epcis_id__in=list(ids))

    def held_by(self, size: int) -> tuple[int, int]:
        """How many records there are, and how many of them the tree of `size` links holds. One query."""
        held = self.aggregate(all=Count("pk"), held=Count("pk", Q(leaf__number__lt=size)))
        return held["all"], held["held"]

    def outside_the_tree(self) -> Self:
        """Records that no signed root holds yet, the oldest first."""
        return self.filter(leaf__isnull=True).order_by("pk")


class TreeNodeQuerySet(QuerySet):
    def size(self) -> int:
        """How many leaves the tree has. One query."""
        last = self.filter(level=0).order_by("-number").values_list("number", flat=True).first()
        return 0 if last is None else last + 1

    def among(self, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
        """The hashes of these subtrees, by level and number. One query, none for nothing."""
        per_level: dict[int, list[int]] = {}
        for level, number in wanted:
            per_level.setdefault(level, []).append(number)
        if not per_level:
            return {}
        any_of = reduce(or_, (Q(level=level, number__in=numbers) for level, numbers in per_level.items()))
        found = self.filter(any_of).values_list("level", "number", "hash")
        return {(level, number): bytes.fromhex(text) for level, number, text in found}


class LabelQuerySet(QuerySet):
    def of_units(self) -> Self:
        """Labels that stand on one pack each."""
        return self.filter(kind="unit")

    def on_packs(self) -> int:
        """How many packs carry these labels, or will; a void one may be made again. One query."""
        return self.exclude(state="void").aggregate(sum=Sum("copies"))["sum"] or 0

    def hold(self) -> int:
        """Keep others from changing these labels until the transaction ends; returns how many there are.

        All verbs hold labels in the same order, so that none waits for another in a circle. One query.
        """
        return len(self.select_for_update().order_by("pk").values_list("pk"))

    def per_sheet(self) -> dict[int, int]:
        """How many labels stand on each sheet, by its key. One query."""
        return dict(self.order_by().values_list("sheet").annotate(count=Count("pk")))

    def tally(self) -> dict[str, int]:
        """How many labels are in each state; states without any are left out. One query."""
        return dict(self.order_by().values_list("state").annotate(count=Count("pk")))

    def may_become(self, state: str) -> Self:
        """Labels from whose state a way leads to this one (label_states)."""
        return self.filter(state__in=sources(state))

    def printed(self) -> Self:
        """Labels that left the printer and wait to be put into use."""
        return self.filter(state="printed")

    def circulating(self) -> Self:
        """Labels neither void nor recalled."""
        return self.exclude(state__in=ENDED)


class LabelSheetQuerySet(QuerySet):
    def with_file(self) -> Self:
        """Sheets whose PDF still waits to be fetched."""
        return self.exclude(file="")

    def to_draw(self, silent_since: datetime) -> Self:
        """Sheets whose file was asked for and that nobody draws: not begun, or not a word since that moment.

        The first asked for comes first.
        """
        quiet = Q(drawn_at__isnull=True) | Q(drawn_at__lt=silent_since)
        return self.filter(quiet, printing="drawing").order_by("pk")


class AliasQuerySet(QuerySet):
    def newest(self) -> Self:
        """The last entered first, with what each leads to and who entered it."""
        return self.order_by("-pk").with_target().select_related("created_by")

    def with_target(self) -> Self:
        """Loads along what each leads to."""
        return self.select_related("label__sheet__product", "lot__product", "product")

    def withdrawn(self) -> Self:
        """Codes that lead nowhere any more."""
        return self.filter(withdrawn_at__isnull=False)

    def read_as(self, text: str) -> Self:
        """The code that somebody typed or scanned, in any spelling."""
        return self.filter(alias__in=codes.readings(text))

    def written(self, text: str) -> Self:
        """Codes that begin as this text does, in any spelling."""
        return self.filter(reduce(or_, (Q(alias__startswith=one) for one in codes.readings(text))))


class CompanyPrefixQuerySet(QuerySet):
    def standing(self) -> Self:
        """Prefixes somebody checked and nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)

    def held(self, day: date) -> Self:
        """Standing prefixes that have not run out on `day`; their last day counts."""
        return self.standing().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def overlapping(self, digits: str) -> Self:
        """Prefixes that begin with these digits, or with which these begin."""
        shorter = [digits[:length] for length in range(1, len(digits) + 1)]
        return self.filter(Q(prefix__startswith=digits) | Q(prefix__in=shorter))

"""Verbs of the case desk: the rules look at new scans, people report labels, producers answer, officers settle cases."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import now

from catalogue.globe import Point
from catalogue.models import Place, Product
from traceability import codes, rules
from traceability.models import Case, CaseEntry, CodeAlias, Event, Flag, Label, Scan, ScratchPin, StrangeCodes
from traceability.rules import Finding, Judged, Row, day_of

logger = logging.getLogger(__name__)
Role = Event.AuthorClass  # on whose behalf somebody acts
LONGEST_CODE = Case._meta.get_field("code").max_length
REPORTS_A_DAY = 5  # from one network
LABELS_AT_ONCE, PASSES = 100, 100  # the others wait for the next minute
ROWS_EACH = 1_000  # of one label, the newest: a flood of scans hides no other label
NETWORKS_KEPT, CONTACTS_KEPT = timedelta(days=30), timedelta(days=396)
CLEARING = (Case.Outcome.NO_SIGN, Case.Outcome.MISTAKE)  # outcomes after which a label is no longer suspected


class TooManyReports(Exception):
    """This network has sent five reports within a day."""


class CaseClosed(Exception):
    """The case has its outcome already."""


class MayNotSettle(Exception):
    """This outcome is not theirs to say: see outcomes_open_to."""


# What people report ------------------------------------------------------------------------------
@transaction.atomic
def report(code: str, *, kind: str, network: str, photo: ContentFile | None = None, **said: object) -> Case:
    """Take down what somebody saw; the answer's `receipt` is all that leads there. Raises TooManyReports.

    `code`: as typed or scanned, known or not. `said`: words, place_text, province, contact.
    """
    if has_reported_enough(network):
        raise TooManyReports(network)
    label, product = find_marked(code)
    case = Case(
        code=codes.normalise(code)[:LONGEST_CODE], kind=kind, label=label, product=product, network=network, **said
    )
    if photo:
        case.photo.save(photo.name, photo, save=False)
    case.full_clean(exclude=["label", "product", "province"])
    case.save()
    _write(case)
    return case


def has_reported_enough(network: str) -> bool:
    """Whether this network has sent its reports of the day."""
    return Case.objects.reported_from(network, now() - timedelta(days=1)).count() >= REPORTS_A_DAY


def find_marked(code: str) -> tuple[Label | None, Product | None]:
    """The label and the product of a code in any spelling, ours or another system's. One query."""
    read = codes.normalise(code)
    if codes.is_code(read):
        label = Label.objects.select_related("sheet__product__owner").filter(code=read).first()
        return label, label and label.sheet.product
    alias = CodeAlias.objects.with_target().read_as(code).first()
    return (alias.label, alias.product_meant) if alias else (None, None)


# What scans give away ----------------------------------------------------------------------------
def judge_labels() -> int:
    """Let the rules look at labels with new scans; returns how many flags were made.

    May be killed and run again: a label keeps its mark until it was judged. At most 9 queries for 100 labels, one for
    each that was scanned more than 1,000 times, and 4 for each that is flagged.
    """
    made = after = 0
    for _pass in range(PASSES):
        waiting = Label.objects.filter(is_unjudged=True, pk__gt=after).select_related("lot", "sheet__product")
        labels = list(waiting.order_by("pk")[:LABELS_AT_ONCE])
        made += _judge(labels) if labels else 0
        if len(labels) < LABELS_AT_ONCE:
            break
        after = labels[-1].pk
    return made


def judge_networks(at: datetime) -> int:
    """Open a case for each network that guessed codes within the last day; returns how many flags were made."""
    tries = StrangeCodes.objects.filter(since__gte=at - rules.DAY).values_list("network", "since", "times")
    known = set(Case.objects.by_rules().filter(created_at__gte=at - rules.DAY).values_list("network", flat=True))
    fresh = [one for one in rules.guessing(tries) if one.facts["network"] not in known]
    return sum(_flag(None, [one], network=one.facts["network"]) for one in fresh)


def forget_reporters(at: datetime) -> int:
    """Reports keep their network for 30 days, and how to reach who sent them for 13 months. Returns how many forgot."""
    reports = Case.objects.filter(source=Case.Source.REPORT)
    networks = reports.filter(created_at__lt=at - NETWORKS_KEPT).exclude(network="").update(network="")
    return networks + reports.filter(created_at__lt=at - CONTACTS_KEPT).exclude(contact="").update(contact="")


def _judge(labels: Sequence[Label]) -> int:
    rows, centres, opened = _rows_of(labels), _centres(), _opened(labels)
    made, done = 0, []
    for label in labels:
        try:
            made += _judge_one(label, opened.get(label.pk), rows[label.pk], centres)
        except Exception:  # one label's trouble must not stop the others
            logger.exception("label not judged", extra={"label": label.pk})
        else:
            done.append(label)
    _write_down(done, _regions(done, rows))
    return made


def _judge_one(label: Label, opened_at: datetime | None, rows: Sequence[Row], centres: Mapping[str, Point]) -> int:
    seen = _judged(label, opened_at, rows)
    flags = [found for found in rules.judge(seen, rows, centres) if found.is_flag]
    return _flag(label, flags) if flags else 0


def _opened(labels: Sequence[Label]) -> dict[int, datetime]:
    opened = ScratchPin.objects.filter(label__in=labels, opened_at__isnull=False)
    return dict(opened.values_list("label", "opened_at"))


@transaction.atomic
def _write_down(labels: Sequence[Label], regions: Mapping[int, int]) -> None:
    """Take the marks off and say in how many regions each was scanned. Who was scanned meanwhile stays marked."""
    seen = {label.pk: label.scan_count for label in labels}
    locked = Label.objects.filter(pk__in=seen).order_by("pk").select_for_update().values_list("pk", "scan_count")
    Label.objects.filter(pk__in=[key for key, count in locked if count == seen[key]]).update(is_unjudged=False)
    news = {label.pk: regions[label.pk] for label in labels if regions.get(label.pk, 0) > label.scan_regions}
    for count in set(news.values()):
        Label.objects.filter(pk__in=[key for key in news if news[key] == count]).update(scan_regions=count)


def _judged(label: Label, opened_at: datetime | None, rows: Iterable[Row]) -> Judged:
    lot = label.lot
    before = [row for row in rows if opened_at and row.at <= opened_at and day_of(row.at) == day_of(opened_at)]
    return Judged(
        is_unit=label.kind == Label.Kind.UNIT,
        activated_at=label.activated_at,
        ended_at=label.ended_at or (lot and lot.recalled_at),
        expires_on=lot and lot.expires_on,
        opened_at=opened_at,
        opened_by=max(before).device if before else "",
    )


def _rows_of(labels: Sequence[Label]) -> dict[int, list[Row]]:
    """The newest scans of each within the last seven days, without those that a settled case has dealt with."""
    settled = Case.objects.last_closed([label.pk for label in labels])
    recent = Scan.objects.since(now() - rules.WINDOW).values_list("label", "at", "network", "device", "region")
    quiet = [label.pk for label in labels if label.scan_count <= ROWS_EACH]
    found = list(recent.filter(label__in=quiet))
    for label in labels:
        if label.scan_count > ROWS_EACH:
            found += recent.filter(label=label).order_by("-at")[:ROWS_EACH]
    rows = defaultdict(list)
    for key, *row in found:
        if key not in settled or row[0] > settled[key]:
            rows[key].append(Row(*row))
    return rows


def _regions(labels: Sequence[Label], rows: Mapping[int, Sequence[Row]]) -> dict[int, int]:
    """In how many regions each was scanned; of one scanned more than 1,000 times, in how many lately."""
    units = [label for label in labels if label.kind == Label.Kind.UNIT]
    few = Scan.objects.regions_of([label.pk for label in units if label.scan_count <= ROWS_EACH])
    many = [label.pk for label in units if label.scan_count > ROWS_EACH]
    return few | {key: len({row.region for row in rows[key]} - {""}) for key in many}


def _centres() -> dict[str, Point]:
    places = Place.objects.provinces().filter(latitude__isnull=False)
    return {code: Point(*point) for code, *point in places.values_list("code", "latitude", "longitude")}


@transaction.atomic
def _flag(label: Label | None, findings: Sequence[Finding], *, network: str = "") -> int:
    """Add to the open case of the label, or open one; returns how many flags are new."""
    if label:
        label = Label.objects.select_for_update(of=("self",)).select_related("sheet").get(pk=label.pk)
    asked = Case.objects.by_rules().unfinished().filter(label=label, network=network)
    case = asked.first() or _open(label, network)
    had = set(case.flags.values_list("rule", flat=True))
    fresh = [one for one in findings if one.rule not in had]
    Flag.objects.bulk_create(
        Flag(case=case, rule=one.rule, at=one.at, networks=one.networks, facts=one.facts) for one in fresh
    )
    if label and not label.flagged_at and any(one.rule in rules.COPY_RULES for one in fresh):
        Label.objects.filter(pk=label.pk).update(flagged_at=now())
    return len(fresh)


def _open(label: Label | None, network: str) -> Case:
    facts = (
        {"label": label, "code": label.code, "product_id": label.sheet.product_id} if label else {"network": network}
    )
    case = Case.objects.create(source=Case.Source.RULES, kind=Case.Kind.SCANS, **facts)
    _write(case, role=Role.PLATFORM)
    return case


# What becomes of a case --------------------------------------------------------------------------
@transaction.atomic
def take_up(case: Case, words: str, *, role: str, by: AbstractBaseUser | None = None) -> Case:
    """Somebody looks into it, or a producer states its view; `words` are for the desk, not for the reporter.

    Raises CaseClosed.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_open:
        raise CaseClosed(str(case))
    case.state = Case.State.LOOKING
    case.save(update_fields=["state"])
    _write(case, words=words, role=role, by=by)
    return case


@transaction.atomic
def close(case: Case, outcome: str, *, answer: str, role: str, by: AbstractBaseUser | None = None) -> Case:
    """Settle it, or settle it anew where a label is still suspected; the reporter reads `answer`. A counterfeit makes
    its label suspect on the next scan. What was said before stays written down.

    Raises CaseClosed, MayNotSettle.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if outcome not in (open_to := outcomes_open_to(role, case)):
        raise MayNotSettle(str(case)) if case.is_open or open_to else CaseClosed(str(case))
    case.state, case.outcome, case.answer, case.closed_at = Case.State.CLOSED, outcome, answer, now()
    case.save(update_fields=["state", "outcome", "answer", "closed_at"])
    _write(case, words=answer, role=role, by=by)
    if case.label_id and outcome == Case.Outcome.COUNTERFEIT:
        Label.objects.filter(pk=case.label_id, flagged_at__isnull=True).update(flagged_at=now())
    elif case.label_id and outcome in CLEARING and not Case.objects.speak_against(case.label_id).exists():
        Label.objects.filter(pk=case.label_id).update(flagged_at=None)
    return case


def outcomes_open_to(role: str, case: Case) -> list[str]:
    """The outcomes that somebody may give a case now.

    What suspects a producer's own labels, a report or the scans, is for authorities to settle: the producer answers with
    its statement (take_up) and asks them to. They may also take the warning off a label once the case is closed.
    """
    if role != Role.AUTHORITY:
        return []
    if case.is_open:
        return Case.Outcome.values
    is_suspect = case.label and case.label.flagged_at
    return list(CLEARING) if is_suspect and case.outcome not in CLEARING else []


def _write(case: Case, **entry: object) -> None:
    CaseEntry.objects.create(case=case, state=case.state, outcome=case.outcome, **entry)

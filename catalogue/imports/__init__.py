"""Certificates from a list into the register: the good rows are kept, the others reported (DECISIONS 15).

files, tables, xlsx -> cells -> headers -> reading -> places, register -> saving. What may stand in a file: docs/import.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from catalogue.imports.places import Places
from catalogue.imports.reading import Facts, Problem, read_list
from catalogue.imports.register import Plan, Reach, Register, plan
from catalogue.imports.saving import replace, save
from catalogue.models import Place, Product

BATCH = 200  # rows of one transaction
EVERYTHING = Reach()
Progress = Callable[["Report"], object]


@dataclass
class Report:
    """What an import did, or would do. `rows` = `added` + `known` + `bad` once `done` == `rows`."""

    rows: int = 0
    done: int = 0
    added: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def bad(self) -> int:
        """Rows left out; a row may have several problems."""
        return len({(problem.sheet, problem.row) for problem in self.problems})


def import_certificates(
    content: bytes,
    *,
    today: date,
    dry_run: bool = False,
    actor: AbstractBaseUser | None = None,
    reach: Reach = EVERYTHING,
    province: str = "",
    progress: Progress = lambda report: None,
) -> Report:
    """Bring in a list's certificates; importing it again changes nothing. With `dry_run` nothing is written.

    `reach` is whose rows may be brought in, `province` stands where the list names none. Rows are kept in batches,
    so a process that dies leaves whole rows behind and is simply run again. Raises FileRefused.
    """
    listing = read_list(content, today, province)
    report = Report(rows=listing.rows, problems=listing.problems, notes=listing.notes)
    report.done = report.bad
    places = Places()
    wanted = _rehearse(listing.facts, places, reach, report, progress, count_new=dry_run)
    if not dry_run:
        wanted.sort(key=lambda one: one.found.province)  # a batch reads the register of few provinces, not of all
        for first in range(0, len(wanted), BATCH):
            _keep(wanted[first : first + BATCH], places, reach, actor, report)
            progress(report)
    report.problems.sort(key=lambda problem: (problem.sheet, problem.row))
    return report


def _rehearse(facts: list[Facts], places: Places, reach: Reach, report: Report, progress: Progress, *, count_new: bool):
    """The rows that are new, by what the register holds now; the others are reported."""
    register, new = Register(_provinces(facts, places)), []
    for number, told in enumerate(plan(facts, places, register, reach)):
        if isinstance(told, Plan):
            new.append(told)
        _count(told, report, count_new=count_new)
        if number % BATCH == BATCH - 1:
            progress(report)
    progress(report)
    return new


def _keep(plans: list[Plan], places: Places, reach: Reach, actor, report: Report) -> None:
    """Write some rows: new certificates together, those that replace another one by one."""
    _issue([one.facts for one in plans if not one.replaces], places, reach, actor, report)
    for one in plans:
        if one.replaces:
            _count(replace(one, actor) or one, report)


@transaction.atomic
def _issue(facts: list[Facts], places: Places, reach: Reach, actor, report: Report) -> None:
    """Plan again, now with the rows' provinces and products held, and write."""
    provinces = _provinces(facts, places)
    list(Place.objects.filter(pk__in=provinces).order_by("pk").select_for_update(no_key=True))
    register, told = _planned_under_lock(facts, provinces, places, reach)
    refused = save([one for one in told if isinstance(one, Plan)], register, actor)
    for one in told:
        _count(one, report)
    report.added -= len(refused)
    report.problems += refused


def _planned_under_lock(facts: list[Facts], provinces: set[int], places: Places, reach: Reach):
    """Other imports of these provinces wait; an officer's single act may still come before our lock, then again."""
    while True:
        register = Register(provinces)
        told = list(plan(facts, places, register, reach))
        held = {one.product.pk for one in told if isinstance(one, Plan) and one.product.pk}
        list(Product.objects.filter(pk__in=held).order_by("pk").select_for_update().values_list("pk"))
        if register.still_true_of(held):
            return register, told


def _count(told: Plan | Problem | None, report: Report, *, count_new: bool = True) -> None:
    if isinstance(told, Problem):
        report.problems.append(told)
    elif told is None:
        report.known += 1
    elif count_new:
        report.added += 1
    else:
        return
    report.done += 1


def _provinces(facts: list[Facts], places: Places) -> set[int]:
    return {pk for one in facts if (pk := places.province_of(one)) is not None}

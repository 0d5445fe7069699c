"""What a producer says of its lots: a lot, a step, what went into it, a growing area."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext_lazy as _

from catalogue.imports.files import MOST_BYTES
from catalogue.models import Place, Producer, Product
from catalogue.scan_files import NotAScan
from marketplace.producers.forms import PICTURE_TROUBLES, DayField, own_products
from marketplace.producers.texts import tells_no_stars
from traceability import evidence, units
from traceability.models import Event, GrowingArea, Laboratory, Lot, LotInput, Record, Unit
from traceability.units import COUNT

MORNING = time(8)
AMOUNT = {"min_value": Decimal("0.001"), "max_digits": 9, "decimal_places": 3}
LONGEST_AHEAD = timedelta(days=30 * 365)  # farther is a slip of the finger
FRACTION = _("Số này phải là số nguyên, hoặc chọn kg, lít để ghi phần lẻ.")


class AmountForm(forms.Form):
    """An amount with its unit, kept as a whole number: 12.5 kg are 12,500 g."""

    quantity = forms.DecimalField(label=_("Khối lượng, số lượng"), required=False, **AMOUNT)
    uom = forms.ChoiceField(label=_("Đơn vị"), required=False, choices=Unit.choices)

    def clean(self):
        facts = super().clean()
        if facts.get("quantity") is None:
            return facts | {"uom": ""}
        try:
            quantity, uom = units.whole(facts["quantity"], facts.get("uom", ""))
        except units.Fraction:
            self.add_error("quantity", FRACTION)
            return facts
        return facts | {"quantity": quantity, "uom": "" if uom == COUNT else uom}


def near(day: date) -> None:
    """Raises ValidationError for a day over 30 years from today."""
    if abs(day - localdate()) > LONGEST_AHEAD:
        raise ValidationError(_("Ngày này cách hôm nay hơn 30 năm. Xin xem lại năm."), code="far")


class LotForm(forms.Form):
    """A lot in one screen; the rules stand in traceability."""

    product = forms.ModelChoiceField(
        label=_("Sản phẩm của lô"), queryset=Product.objects.none(), empty_label=_("Chọn sản phẩm")
    )
    number = forms.CharField(
        label=_("Số lô"),
        max_length=40,
        validators=[tells_no_stars],
        help_text=_("Số lô của cơ sở. Ví dụ: 2026-11A."),
    )
    quantity = forms.DecimalField(
        label=_("Số gói trong lô"),
        **AMOUNT | {"max_digits": 10},
        help_text=_("Lô nguyên liệu: khối lượng, và chọn kg, tấn hay lít."),
    )
    uom = forms.ChoiceField(label=_("Đơn vị đo"), choices=Unit.choices, initial=COUNT, required=False)
    unit = forms.CharField(
        label=_("Cách gọi một gói"), max_length=20, initial=_("gói"), required=False, help_text=_("Gói, chai, hộp, hũ…")
    )
    material = forms.CharField(
        label=_("Tên nguyên liệu"),
        max_length=100,
        required=False,
        validators=[tells_no_stars],
        help_text=_("Chỉ ghi khi đây là lô nguyên liệu. Ví dụ: chè búp tươi."),
    )
    harvested_on = DayField(label=_("Ngày thu hoạch"), required=False, validators=[near])
    produced_on = DayField(label=_("Ngày sản xuất"), required=False, validators=[near])
    packed_on = DayField(label=_("Ngày đóng gói"), required=False, validators=[near])
    expires_on = DayField(label=_("Hạn sử dụng đến ngày"), required=False, validators=[near])
    growing_areas = forms.ModelMultipleChoiceField(
        label=_("Vùng trồng"),
        queryset=GrowingArea.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    laboratories = forms.ModelMultipleChoiceField(
        label=_("Phòng kiểm nghiệm được ghi kết quả"),
        queryset=Laboratory.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    LATER = ("harvested_on", "material", "uom", "unit", "growing_areas", "laboratories")  # folded away at first

    def __init__(self, *args, producer: Producer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = own_products(producer)
        choose_sources(self, producer)

    def clean(self):
        facts = super().clean()
        if facts.get("quantity") is None:
            return facts
        try:
            facts["quantity"], facts["uom"] = units.whole(facts["quantity"], facts.get("uom") or COUNT)
        except units.Fraction:
            self.add_error("quantity", FRACTION)
            return facts
        measured = facts["uom"] != COUNT
        facts["unit"] = dict(Unit.choices)[facts["uom"]] if measured else facts.get("unit") or _("gói")
        if facts["quantity"] > (1_000_000_000 if measured else 100_000):
            self.add_error("quantity", _("Số này quá lớn cho một lô."))
        return facts | {"unit": str(facts["unit"])}


class SourcesForm(forms.Form):
    """Where a lot grew, and who may test it."""

    growing_areas = LotForm.base_fields["growing_areas"]
    laboratories = LotForm.base_fields["laboratories"]

    def __init__(self, *args, producer: Producer, **kwargs):
        super().__init__(*args, **kwargs)
        choose_sources(self, producer)


def choose_sources(form: forms.Form, producer: Producer) -> None:
    form.fields["growing_areas"].queryset = GrowingArea.objects.of_producer(producer)
    form.fields["laboratories"].queryset = Laboratory.objects.active()


def like(lot: Lot) -> dict[str, Any]:
    """A new lot as the form begins when one is copied: all but its number and its days."""
    return {
        "product": lot.product_id,
        "quantity": lot.quantity,
        "uom": lot.uom,
        "unit": lot.unit,
        "material": lot.material,
        "growing_areas": [area.pk for area in lot.growing_areas.all()],
        "laboratories": [laboratory.pk for laboratory in lot.laboratories.all()],
    }


class StepForm(AmountForm):
    """What happened to a lot, where and when."""

    STAGES = ["harvest", "process", "pack", "store", "ship"]
    FACTS = ("stage", "place_text", "quantity", "uom", "box", "party", "note")

    stage = forms.ChoiceField(label=_("Công đoạn"))
    on = DayField(label=_("Ngày"))
    place_text = forms.CharField(
        label=_("Nơi"),
        max_length=200,
        required=False,
        validators=[tells_no_stars],
        help_text=_("Ví dụ: xưởng thôn Đông, xã Hòa Lộc."),
    )
    box = forms.CharField(
        label=_("Mã thùng"),
        max_length=40,
        required=False,
        validators=[tells_no_stars],
        help_text=_("Chỉ ghi khi đóng gói vào thùng có mã."),
    )
    party = forms.CharField(
        label=_("Bên giao, bên nhận"),
        max_length=200,
        required=False,
        validators=[tells_no_stars],
        help_text=_("Thu mua: của ai. Xuất hàng: giao cho ai."),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, validators=[tells_no_stars])
    photo = forms.FileField(
        label=_("Ảnh"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
        help_text=_("Vị trí chụp và tên máy ghi trong ảnh sẽ bị xóa."),
    )
    keep_time = forms.BooleanField(label=_("Giữ giờ chụp của ảnh"), required=False)
    field_order = ("stage", "photo", "keep_time", "quantity", "uom", "on", "place_text", "party", "box", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Event.Stage.choices)
        self.fields["stage"].choices = [(stage, labels[stage]) for stage in self.STAGES]
        self.fields["quantity"].help_text = _(
            "Nguyên liệu thu hoạch hoặc đưa vào chế biến; khi đóng thùng: số gói trong thùng."
        )

    def clean(self):
        facts = super().clean()
        facts["files"] = []
        if facts.get("photo"):
            try:
                facts["files"] = [evidence.photo(facts["photo"], keep_time=bool(facts.get("keep_time")))]
            except NotAScan as trouble:
                self.add_error("photo", PICTURE_TROUBLES.get(trouble.why, PICTURE_TROUBLES["unreadable"]))
        return facts

    def facts(self) -> dict[str, Any]:
        """The step as add_step takes it."""
        facts = {name: self.cleaned_data[name] for name in (*self.FACTS, "files")}
        return facts | {"at": moment_of(self.cleaned_data["on"])}

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > localdate():
            raise ValidationError(_("Việc chưa xảy ra thì chưa ghi được."))
        return day


class InputForm(AmountForm):
    """What went in: an own lot, or goods of a supplier."""

    source = forms.ModelChoiceField(
        label=_("Lô của cơ sở"), queryset=Lot.objects.none(), required=False, empty_label=_("Không phải lô của cơ sở")
    )
    supplier = forms.CharField(label=_("Hoặc mua của"), max_length=200, required=False, validators=[tells_no_stars])
    supplier_lot = forms.CharField(label=_("Số lô của nơi bán"), max_length=60, required=False)
    material = forms.CharField(
        label=_("Nguyên liệu"),
        max_length=200,
        required=False,
        validators=[tells_no_stars],
        help_text=_("Ví dụ: hoa nhài."),
    )
    field_order = ("source", "supplier", "supplier_lot", "material", "quantity", "uom")

    def __init__(self, *args, lot: Lot, **kwargs):
        super().__init__(*args, **kwargs)
        others = Lot.objects.of_producer(lot.product.owner).exclude(pk=lot.pk)
        self.fields["source"].queryset = others.select_related("product")
        self.fields["source"].label_from_instance = lot_label

    def clean(self):
        facts = super().clean()
        if facts.get("source") and facts.get("supplier"):
            self.add_error("supplier", _("Chỉ chọn một trong hai: lô của cơ sở hoặc nơi bán."))
        elif not facts.get("source") and not facts.get("supplier") and self.has_changed():
            self.add_error("supplier", _("Xin chọn lô, hoặc ghi mua của ai."))
        return facts

    def made(self) -> LotInput | None:
        """What goes along with the step; None for a row left empty."""
        facts = self.cleaned_data
        if not facts.get("source") and not facts.get("supplier"):
            return None
        return LotInput(**{name: facts.get(name) for name in self.field_order})


def lot_label(lot: Lot) -> str:
    return f"{lot.number} · {lot.material or lot.product.title}"


class InputRows(BaseFormSet):
    """What went in at one step: a lot only once."""

    def clean(self):
        seen = set()
        for form in self.forms:
            source = form.cleaned_data.get("source")
            if source and source in seen:
                form.add_error("source", _("Lô này đã chọn ở dòng trên; cộng khối lượng vào một dòng."))
            seen.add(source)


InputFormSet = formset_factory(InputForm, formset=InputRows, extra=2, max_num=5, validate_max=True)


class CorrectionForm(StepForm):
    """Why a step is wrong, and where it happened differently, how it was."""

    reason = forms.ChoiceField(label=_("Sai thế nào"), choices=Record.Reason.choices)
    field_order = ("reason", *StepForm.field_order)

    def __init__(self, data=None, files=None, *, step: Event):
        where = step.place_text or (step.place.name if step.place else "")
        wrong = {"stage": step.stage, "on": localdate(step.at), "place_text": where, "note": step.note}
        amount = {"quantity": step.quantity, "uom": step.uom or COUNT, "box": step.box, "party": step.party}
        super().__init__(data, files, initial=wrong | amount)
        self.step = step

    @property
    def right(self) -> dict[str, Any] | None:
        """The step as it was; None when nothing happened at all. What went in and the photographs stay with it."""
        if self.cleaned_data["reason"] != Record.Reason.INCORRECT:
            return None
        facts = self.facts() | ({} if "place_text" in self.changed_data else self._place())
        if "on" not in self.changed_data:
            facts["at"] = self.step.at
        kept = [evidence.again(one) for one in self.step.evidence.all()]
        return facts | {
            "files": [one for one in (*kept, *facts["files"]) if one],
            "inputs": [self._again(one) for one in self.step.inputs.all()],
        }

    def _place(self) -> dict[str, Any]:
        return {"place": self.step.place, "place_text": self.step.place_text}

    def _again(self, one: LotInput) -> LotInput:
        return LotInput(**{name: getattr(one, name) for name in InputForm.field_order})


class AreaForm(forms.ModelForm):
    """A growing area's code as its paper says. Nothing refuses an odd code: it is shown as declared."""

    valid_from = DayField(label=_("Có hiệu lực từ ngày"), required=False)
    valid_until = DayField(label=_("Ngày cuối cùng còn hiệu lực"), required=False)

    class Meta:
        model = GrowingArea
        fields = ["kind", "code", "name", "crop", "issuer", "market", "valid_from", "valid_until", "province"]
        labels = {"province": _("Tỉnh, thành phố")}
        help_texts = {
            "code": _("Như ghi trên giấy. Ví dụ: VN-DTOR-0017."),
            "crop": _("Ví dụ: xoài cát Hòa Lộc."),
            "issuer": _("Ví dụ: Cục Bảo vệ thực vật."),
            "market": _("Mã cấp để bán đi đâu: Trung Quốc, EU… Trong nước thì bỏ trống."),
        }

    def __init__(self, *args, producer: Producer, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.producer = producer
        self.fields["province"].queryset = Place.objects.provinces()
        self.initial.setdefault("province", producer.province_id)
        for name in ("code", "name", "crop", "issuer", "market"):
            self.fields[name].validators.append(tells_no_stars)

    def clean(self):
        facts = super().clean()
        same = GrowingArea.objects.of_producer(self.instance.producer).exclude(pk=self.instance.pk)
        if same.filter(code=facts.get("code"), market=facts.get("market", "")).exists():
            self.add_error("code", _("Mã này đã được khai cho thị trường đó."))
        return facts


class StepListForm(forms.Form):
    """A list of steps: a CSV or XLSX file."""

    file = forms.FileField(
        label=_("Tệp các bước"),
        help_text=_("CSV hoặc XLSX, tối đa 10 MB và 2.000 dòng."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Tệp lớn quá 10 MB. Xin tách thành nhiều tệp."))
        if PurePath(file.name).suffix.lower() not in (".csv", ".xlsx", ".txt"):
            raise ValidationError(_("Chỉ nhận tệp .csv hoặc .xlsx."))
        return file


def moment_of(day) -> datetime:
    """A day as an instant, the same however often it is sent: eight in the morning, before eight its beginning."""
    morning = make_aware(datetime.combine(day, MORNING))
    return morning if morning <= now() else make_aware(datetime.combine(day, time.min))


def first_moment_of(lot: Lot, facts: Mapping[str, Any]) -> datetime:
    """When a step of these facts is: the beginning of its day if it was told so before eight, however late it is sent again."""
    beginning = make_aware(datetime.combine(localdate(facts["at"]), time.min))
    said = {name: facts[name] for name in StepForm.FACTS}
    return beginning if Event.objects.of(lot).filter(at=beginning, **said).exists() else facts["at"]

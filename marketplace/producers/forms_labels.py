"""What a producer may type about labels."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.producers import paper_words
from traceability.models import Label
from traceability.papers import COMMON, PAPERS


class LabelsForm(forms.Form):
    """On which paper, whose code, how many, for which printer. A card or poster always carries the lot's own code."""

    paper = forms.ChoiceField(label=_("In lên giấy nào"), choices=paper_words.choices, required=False)
    kind = forms.ChoiceField(
        label=_("Mã trên tem dán lên gói"),
        choices=[
            (Label.Kind.UNIT, _("Mỗi gói một mã riêng (nên chọn)")),
            (Label.Kind.LOT, _("Một mã chung cho mọi gói: người quét không biết gì về riêng gói của mình")),
        ],
        required=False,
    )
    count = forms.IntegerField(label=_("Số tem cần tạo"), min_value=1, max_value=COMMON.most)
    dpi = forms.TypedChoiceField(
        label=_("Máy in"),
        choices=paper_words.PRINTERS,
        coerce=int,
        empty_value=paper_words.PRINTERS[0][0],
        required=False,
        help_text=_("Số dpi ghi trên máy hoặc trong sách hướng dẫn. Chọn đúng thì mã in sắc nét."),
    )

    @property
    def groups(self):
        return paper_words.groups()

    @property
    def chosen(self) -> dict:
        """The choices to mark."""
        shown = {name: self[name].value() for name in ("paper", "kind", "dpi")}
        usual = {"paper": COMMON.key, "kind": Label.Kind.UNIT, "dpi": paper_words.PRINTERS[0][0]}
        return {name: str(shown[name] or usual[name]) for name in usual}

    def clean_paper(self):
        return self.cleaned_data["paper"] or COMMON.key

    def clean(self):
        data = super().clean()
        paper = PAPERS.get(data.get("paper"), COMMON)
        data["kind"] = data.get("kind") or Label.Kind.UNIT
        if not paper.is_for_packs:
            data["kind"] = Label.Kind.LOT
        if data.get("count") and data["count"] > paper.most:
            self.add_error("count", _("Loại giấy này in nhiều nhất %(most)s tấm một đợt.") % {"most": paper.most})
        return data


class PagesForm(forms.Form):
    """Which pages of a sheet to print again."""

    first = forms.IntegerField(label=_("Từ tờ số"), min_value=1)
    last = forms.IntegerField(label=_("Đến tờ số"), min_value=1, required=False)

    def __init__(self, *args, pages: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = pages
        for field in self.fields.values():
            field.max_value = pages
            field.widget.attrs |= {"max": pages}

    def clean(self):
        data = super().clean()
        first = data.get("first")
        last = data["last"] = data.get("last") or first
        if first and last and not first <= last <= self.pages:
            raise ValidationError(_("Đợt tem này có các tờ từ 1 đến %(pages)s."), params={"pages": self.pages})
        return data

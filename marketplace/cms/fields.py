"""Days as officers type them, scans as they hand them in."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from catalogue.services import read_scan


def not_in_the_future(day):
    """Raises ValidationError for a day after today (Asia/Ho_Chi_Minh)."""
    if day > localdate():
        raise forms.ValidationError(_("Ngày này chưa đến."))


class ScanField(forms.FileField):
    """A scan of paper, written anew as soon as it is handed in: cleans to a scan_files.Scan, or None."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff"})

    def __init__(self, **kwargs):
        super().__init__(help_text=_("PDF hoặc ảnh, không quá 10 MB."), **kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return read_scan(upload) if upload else None


class DayField(forms.DateField):
    """A day up to today."""

    widget = AdminDateInput
    default_validators = [not_in_the_future]

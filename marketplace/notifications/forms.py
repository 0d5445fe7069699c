from django import forms
from django.utils.translation import gettext_lazy as _


class NewsForm(forms.Form):
    """Asks for a yes; the box is never ticked beforehand."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    agree = forms.BooleanField(error_messages={"required": _("Đánh dấu vào ô đồng ý nếu bạn muốn nhận thư.")})

"""Forms drawn by the design system: `from conum.kernel.ui import forms`, then `forms.Form`, `forms.PhoneField`…"""

from conum.kernel.ui.forms.base import FilterForm, Form, ModelForm
from conum.kernel.ui.forms.fields import DateField, LongTextField, PhoneField, UploadField
from conum.kernel.ui.forms.widgets import CheckboxChoices, DateInput, LongText, RichRadio

__all__ = [
    "CheckboxChoices",
    "DateField",
    "DateInput",
    "FilterForm",
    "Form",
    "LongText",
    "LongTextField",
    "ModelForm",
    "PhoneField",
    "RichRadio",
    "UploadField",
]

"""How Django forms become HTML: our own form and field templates, and what a field knows about its marking."""

from typing import Any

from django.forms import BoundField, CheckboxInput, Form, Widget
from django.forms.renderers import DjangoTemplates

from tomoni.calendar.fields import DayFormField
from tomoni.ui.links import Link


class TomoniField(BoundField):
    """A field on a page. It says how it is marked, where an error leads, and what a screen reader is told."""

    @property
    def mark(self) -> str:
        """任意 behind the label of what may stay empty; a form with few required fields marks 必須 instead."""
        if isinstance(self.field.widget, CheckboxInput) or getattr(self.form, "marks", "") == "nothing":
            return ""
        if getattr(self.form, "marks", "optional") == "required":
            return "必須" if self.field.required else ""
        return "" if self.field.required else "任意"

    @property
    def anchor(self) -> str:
        """Where a link from the error summary leads: the first control of the field."""
        return self.id_for_label or f"{self.auto_id}_0"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Required is told to screen readers without the browser's own error bubbles; groups tell it by their legend."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)
        elif self.field.required and not self.is_hidden:
            attrs["aria-required"] = "true"
        return (
            {"class": "medium", "autocomplete": "off", **attrs}
            if isinstance(self.field, DayFormField)
            else attrs
        )


class TomoniRenderer(DjangoTemplates):
    """FORM_RENDERER: ``{{ form }}`` gives an error summary, then the fields; ``as_field_group`` gives one field."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"
    bound_field_class = TomoniField


def problems(form: Form) -> list[Link]:
    """Each error of a form as a link to its field (without address for the whole form), in the order of the page."""
    found = [Link(str(error), "") for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        url = "" if bound.is_hidden else f"#{getattr(bound, 'anchor', bound.id_for_label)}"
        said = "" if bound.is_hidden else f"{bound.label}："
        found += [Link(f"{said}{error}", url) for error in form.errors.get(name, [])]
    return found

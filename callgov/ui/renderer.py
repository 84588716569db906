"""The one form renderer: every form of the site, the libraries' included, is drawn with the NHS parts."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "nhsuk-checkboxes__input"),  # a kind of RadioSelect to Django, so it stands first
    (forms.RadioSelect, "nhsuk-radios__input"),
    (forms.CheckboxInput, "nhsuk-checkboxes__input"),
    (forms.FileInput, "nhsuk-file-upload__input"),
    (forms.Textarea, "nhsuk-textarea"),
    (forms.Select, "nhsuk-select"),
    (forms.PasswordInput, "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input"),
    (Input, "nhsuk-input"),
)
_WITH_ERROR_LOOK = ("nhsuk-input", "nhsuk-textarea", "nhsuk-select")


@dataclass(frozen=True)
class Option:
    """One radio or checkbox: its hint, and the field that it opens."""

    id: str
    type: str
    value: str
    label: str
    checked: bool
    hint: str
    opens: BoundField | None


class NHSBoundField(BoundField):
    """A field with the classes, ids and neighbours that the NHS markup asks for."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes and the class of the widget's kind, with its error look when something is wrong."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        kind = next((words for known, words in _CLASSES if isinstance(widget or self.field.widget, known)), "")
        own = [*kind.split(), *str(self.field.widget.attrs.get("class", "")).split()]
        if self.errors and own and own[0] in _WITH_ERROR_LOOK:
            own.insert(1, f"{own[0]}--error")
        if own and not self.is_hidden:
            built["class"] = " ".join(dict.fromkeys(own))
        if self.errors and self.wrong_parts:
            built["wrong"] = self.wrong_parts
        return built

    @property
    def is_single_check(self) -> bool:
        """One checkbox that carries its own label."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_file(self) -> bool:
        """A file to choose."""
        return isinstance(self.field.widget, forms.FileInput)

    @property
    def is_choice(self) -> bool:
        """Radios or checkboxes."""
        return isinstance(self.field.widget, forms.RadioSelect)

    @property
    def error_target(self) -> str:
        """The id that the error summary links to: the first choice, the box in question, or the control."""
        if self.is_choice:
            return f"{self.auto_id}_0"
        if hasattr(self.field.widget, "parts"):
            return f"{self.auto_id}_{next(iter(self.wrong_parts))}"
        return self.id_for_label

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """Which boxes of a date are wrong: the one that is missing, or all of them."""
        names = tuple(str(part) for part, _label, _width in getattr(self.field.widget, "parts", ()))
        codes = [error.code for error in self.errors.as_data()] if self.errors else []
        return tuple(name for name in names if name in codes) or names

    @property
    def takes_focus(self) -> bool:
        """Whether the page begins at this choice, as when somebody is on the telephone."""
        return bool(self.field.widget.attrs.get("autofocus"))

    @property
    def is_revealed(self) -> bool:
        """Whether a radio of another field opens this one, so that it is drawn there."""
        return any(self.name in getattr(field, "reveals", {}).values() for field in self.form.fields.values())

    @property
    def is_small(self) -> bool:
        """Small radios and checkboxes, for filters."""
        return bool(getattr(self.form, "small_choices", False))

    @property
    def is_inline(self) -> bool:
        """Two or three short radios beside each other."""
        return bool(getattr(self.field, "inline", False))

    @property
    def is_marked_optional(self) -> bool:
        """Whether "(optional)" stands after the label."""
        return not self.field.required and bool(getattr(self.form, "marks_optional", False))

    @property
    def choice_kind(self) -> str:
        """The NHS name of this kind of choice."""
        return "checkboxes" if isinstance(self.field.widget, forms.CheckboxSelectMultiple) else "radios"

    @property
    def options(self) -> list[Option]:
        """The choices as they are drawn."""
        return [self._option(part.data) for part in self.subwidgets]

    def _option(self, data: dict[str, Any]) -> Option:
        value = str(data["value"])
        opens = getattr(self.field, "reveals", {}).get(value)
        return Option(
            id=data["attrs"]["id"],
            type=data["type"],
            value=value,
            label=str(data["label"]),
            checked=bool(data["selected"]),
            hint=getattr(self.field, "hints", {}).get(value, ""),
            opens=self.form[opens] if opens else None,
        )


class NHSRenderer(TemplatesSetting):
    """Forms, fields and widgets from `templates/`."""

    form_template_name = "components/form.html"
    formset_template_name = "components/formset.html"
    field_template_name = "components/field.html"
    bound_field_class = NHSBoundField

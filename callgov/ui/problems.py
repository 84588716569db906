"""What is wrong on a page: every error of every form on it, with the id of the control it belongs to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet

from callgov.ui.parts import Act


@dataclass(frozen=True)
class Problem:
    """One sentence and the id it links to; "" when it belongs to no single control."""

    words: str
    target: str = ""


def problems(forms: Iterable[Any]) -> list[Problem]:
    """The errors of bound forms and formsets in the order of their fields; anything else is passed over."""
    return [problem for form in _unfolded(forms) for problem in _of_form(form)] + list(_of_formsets(forms))


def on_page(context: Mapping[Any, Any]) -> list[Problem]:
    """The errors of every form that a page's context holds: by itself, in an `Act`, a formset or a list."""
    return problems(context.values())


def _of_form(form: BaseForm) -> Iterator[Problem]:
    if not form.is_bound:
        return
    for words in form.non_field_errors():
        yield Problem(str(words))
    for field in form:
        target = "" if field.is_hidden else getattr(field, "error_target", field.id_for_label)
        for words in field.errors:
            yield Problem(str(words), target)


def _of_formsets(values: Iterable[Any]) -> Iterator[Problem]:
    for formset in values:
        if isinstance(formset, BaseFormSet) and formset.is_bound:
            yield from (Problem(str(words)) for words in formset.non_form_errors())


def _unfolded(values: Iterable[Any]) -> list[BaseForm]:
    found: dict[int, BaseForm] = {}
    for value in values:
        for form in _forms_in(value):
            found.setdefault(id(form), form)
    return list(found.values())


def _forms_in(value: Any) -> list[BaseForm]:
    match value:
        case BaseForm():
            return [value]
        case Act(fields=BaseForm() as form):
            return [form]
        case BaseFormSet():
            return list(value.forms)
        case list() | tuple():
            return [form for item in value for form in _forms_in(item)]
        case _:
            return []

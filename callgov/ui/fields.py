"""Form fields in the NHS way: three boxes for a date, times as people write them, radios with hints and one conditional field."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from callgov import clock
from callgov.ui import reading
from callgov.ui.formats import file_size, nhs_span, nhs_time, position

Parts = tuple[str, str, str]


class DateBoxes(forms.Widget):
    """Day, month and year, named `{name}_day` and so on. Its value is the three strings as typed, or a date."""

    template_name = "django/forms/widgets/split_date.html"
    use_fieldset = True
    parts = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the boxes: name, id, label, width, what was typed, and whether that was wrong."""
        context = super().get_context(name, value, attrs)
        typed = (str(value.day), str(value.month), str(value.year)) if isinstance(value, date) else value or ("", "", "")
        own = context["widget"]["attrs"]
        ident, wrong = own.setdefault("id", f"id_{name}"), own.pop("wrong", ())
        context["boxes"] = [
            {"name": f"{name}_{part}", "id": f"{ident}_{part}", "label": label, "width": width, "value": text, "wrong": part in wrong}
            for (part, label, width), text in zip(self.parts, typed, strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts:
        """The three strings as typed."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part, _label, _width in self.parts)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """True when none of the boxes was sent."""
        return all(f"{name}_{part}" not in data for part, _label, _width in self.parts)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """A group has no single control to label."""
        return ""


class DateField(forms.Field):
    """A date in three boxes; accepts "06" and "aug". `future` and `past` say which side of today is allowed."""

    widget = DateBoxes

    def __init__(self, *, future: bool = True, past: bool = True, **options: Any) -> None:
        self.future, self.past = future, past
        super().__init__(**options)

    @property
    def _words(self) -> str:
        return str(self.label or "Date")

    def to_python(self, value: Any) -> date | None:
        """The date, or None when every box is empty. Raises ValidationError that names the missing box."""
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        for part, text in zip(("day", "month", "year"), value, strict=True):
            if not text:
                raise ValidationError(f"{self._words} must include a {part}", code=part)
        return self._real(*value)

    def _real(self, day: str, month: str, year: str) -> date:
        number = reading.read_month(month)
        if number and day.isdecimal() and year.isdecimal() and len(year) == 4:
            try:
                return date(int(year), number, int(day))
            except ValueError:
                pass  # 31 June and the like: refused below in the same words as any other unreal date
        raise ValidationError(f"{self._words} must be a real date", code="invalid")

    def validate(self, value: date | None) -> None:
        """Refuses the side of today that is not allowed."""
        super().validate(value)
        if value is None:
            return
        today = clock.today()
        if not self.future and value > today:
            raise ValidationError(f"{self._words} must be today or in the past", code="future")
        if not self.past and value < today:
            raise ValidationError(f"{self._words} must be today or in the future", code="past")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as dates when both can be read as one."""
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True


class _ReadField(forms.CharField):
    """A text box whose words one function reads and another writes; `unreadable` is said when they mean nothing."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    unreadable: str
    width = "nhsuk-input--width-10"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A narrow box."""
        return {**super().widget_attrs(widget), "class": self.width}

    def to_python(self, value: Any) -> Any:
        """What was typed, read; None for nothing."""
        text = super().to_python(value)
        if not text:
            return None
        meant = self.read(text)
        if meant is None:
            raise ValidationError(self.unreadable, code="invalid")
        return meant

    def validate(self, value: Any) -> None:
        """Only whether anything was typed."""
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """The words were already read; validators of text have no business with the value."""

    def prepare_value(self, value: Any) -> Any:
        """An initial value in words; what was typed stays as it was typed."""
        return value if value is None or isinstance(value, str) else self.write(value)


class TimeField(_ReadField):
    """A time of day: 5:30pm, 5.30pm, 17:30, 9am, midday."""

    read = staticmethod(reading.read_time)
    write = staticmethod(nhs_time)
    unreadable = "Enter a time, like 5:30pm"


class TimeSpanField(_ReadField):
    """One time or a range of times: "5:30pm" or "5pm to 6pm". The value is (from, to), the same twice for one time."""

    read = staticmethod(reading.read_time_span)
    write = staticmethod(nhs_span)
    unreadable = "Enter a time, like 5:30pm, or a range, like 5pm to 6pm"
    width = "nhsuk-input--width-20"


class PositionField(_ReadField):
    """A place in a recording, written 1:23.5; the value is seconds as a float, never past `ends_at`."""

    read = staticmethod(reading.read_position)
    write = staticmethod(position)
    unreadable = "Enter a position, like 1:23.5"
    width = "nhsuk-input--width-5"

    def __init__(self, *, ends_at: float | None = None, **options: Any) -> None:
        self.ends_at = ends_at
        super().__init__(**options)

    def validate(self, value: float | None) -> None:
        """Refuses a place after the end."""
        super().validate(value)
        if value is not None and self.ends_at is not None and value > self.ends_at:
            raise ValidationError(f"The recording ends at {position(self.ends_at)}", code="past-end")


class TextField(forms.CharField):
    """Several lines in one's own words."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)


class RadioField(forms.ChoiceField):
    """One of a few. `hints`: value → hint under that choice. `reveals`: value → name of the field that the choice opens.

    A revealed field counts only when its radio is chosen; declare it required to make it so then.
    """

    widget = forms.RadioSelect

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, reveals: Mapping[str, str] | None = None, inline: bool = False, **options: Any
    ) -> None:
        self.hints, self.reveals, self.inline = dict(hints or {}), dict(reveals or {}), inline
        super().__init__(**options)


class ChecksField(forms.MultipleChoiceField):
    """Any of a few."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, hints: Mapping[str, str] | None = None, **options: Any) -> None:
        self.hints = dict(hints or {})
        super().__init__(**options)


class UploadField(forms.FileField):
    """One file of the kinds named, by the end of its name; what is inside it is checked by whoever opens it."""

    widget = forms.FileInput

    def __init__(self, *, kinds: Sequence[str] = (), max_bytes: int | None = None, **options: Any) -> None:
        self.kinds, self.max_bytes = tuple(kinds), max_bytes
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Tells the browser which kinds to offer."""
        return {**super().widget_attrs(widget), **({"accept": ",".join(f".{kind.lower()}" for kind in self.kinds)} if self.kinds else {})}

    def to_python(self, data: Any) -> Any:
        """The file. Raises ValidationError for another kind, or one that is too large."""
        file = super().to_python(data)
        if file is None:
            return None
        if self.kinds and PurePath(file.name or "").suffix.lstrip(".").upper() not in {kind.upper() for kind in self.kinds}:
            raise ValidationError(f"The selected file must be a {_either(self.kinds)}", code="kind")
        if self.max_bytes is not None and (file.size or 0) > self.max_bytes:
            raise ValidationError(f"The selected file must be smaller than {file_size(self.max_bytes)}", code="size")
        return file


def _either(words: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))

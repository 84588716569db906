"""Fields say what is wrong in a sentence, read what people write, and count only when they are open."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from callgov import clock
from callgov.ui.fields import DateBoxes
from callgov.ui.forms import ChecksField, DateField, NHSForm, PositionField, RadioField, TextField, TimeField, TimeSpanField, UploadField


def form_of(field: forms.Field, data: dict[str, Any] | None = None, files: dict[str, Any] | None = None) -> NHSForm:
    """A bound form with one field called `it`."""
    made: type[NHSForm] = type("OneField", (NHSForm,), {"it": field})
    return made(data or {}, files)


def said(field: forms.Field, data: dict[str, Any] | None = None, files: dict[str, Any] | None = None) -> list[str]:
    return [str(words) for words in form_of(field, data, files)["it"].errors]


def value(field: forms.Field, data: dict[str, Any]) -> Any:
    form = form_of(field, data)
    assert form.is_valid(), form.errors
    return form.cleaned_data["it"]


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    return {"it_day": day, "it_month": month, "it_year": year}


@pytest.mark.parametrize("typed", [("6", "8", "2018"), ("06", "08", "2018"), ("6", "aug", "2018"), (" 6 ", "August", "2018")])
def test_a_date_is_read_from_three_boxes(typed: tuple[str, str, str]) -> None:
    assert value(DateField(label="Call date"), boxes(*typed)) == date(2018, 8, 6)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("", "8", "2018"), "Call date must include a day"),
        (("6", "", "2018"), "Call date must include a month"),
        (("6", "8", ""), "Call date must include a year"),
        (("31", "6", "2018"), "Call date must be a real date"),
        (("6", "8", "18"), "Call date must be a real date"),
        (("6", "hello", "2018"), "Call date must be a real date"),
        (("", "", ""), "Enter call date"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(typed: tuple[str, str, str], sentence: str) -> None:
    assert said(DateField(label="Call date"), boxes(*typed)) == [sentence]


def test_an_empty_optional_date_is_nothing() -> None:
    assert value(DateField(label="Call date", required=False), {}) is None


def test_a_date_after_today_is_refused_where_it_must_be_past() -> None:
    tomorrow = clock.today() + timedelta(days=1)
    typed = boxes(str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))
    assert said(DateField(label="Call date", future=False), typed) == ["Call date must be today or in the past"]


def test_a_date_before_today_is_refused_where_it_must_be_future() -> None:
    assert said(DateField(label="Delete by", past=False), boxes("1", "1", "2020")) == ["Delete by must be today or in the future"]


def test_today_is_neither_past_nor_future() -> None:
    today = clock.today()
    typed = boxes(str(today.day), str(today.month), str(today.year))
    assert value(DateField(label="Day", past=False, future=False), typed) == today


def test_an_initial_date_stands_in_its_boxes() -> None:
    html = str(type("F", (NHSForm,), {"it": DateField(initial=date(2026, 11, 2))})()["it"])
    assert 'id="id_it_day" name="it_day" type="text" inputmode="numeric" value="2"' in html
    assert 'value="2026"' in html


def test_only_the_missing_box_looks_wrong_and_is_linked() -> None:
    field = form_of(DateField(label="Day"), boxes("6", "", "2018"))["it"]
    assert str(field).count("nhsuk-input--error") == 1
    assert field.error_target == "id_it_month"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("initial", "changed"), [(date(2018, 8, 6), False), (date(2018, 8, 7), True)])
def test_a_date_has_changed_when_it_is_another_day(initial: date, changed: bool) -> None:
    assert DateField().has_changed(initial, ("06", "aug", "2018")) is changed


def test_an_unreadable_date_counts_as_changed() -> None:
    assert DateField().has_changed(date(2018, 8, 6), ("6", "", "2018")) is True


def test_a_date_was_left_out_when_no_box_was_sent() -> None:
    widget = DateBoxes()
    assert widget.value_omitted_from_data({}, {}, "it")
    assert not widget.value_omitted_from_data({"it_day": ""}, {}, "it")


@pytest.mark.parametrize("typed", ["5:30pm", "5.30pm", "17:30"])
def test_a_time_is_read_as_people_write_it(typed: str) -> None:
    assert value(TimeField(label="Time"), {"it": typed}) == time(17, 30)


def test_an_unreadable_time_says_how_to_write_one() -> None:
    assert said(TimeField(label="Time"), {"it": "soon"}) == ["Enter a time, like 5:30pm"]


def test_a_missing_time_is_asked_for() -> None:
    assert said(TimeField(label="Time it arrived")) == ["Enter time it arrived"]


def test_an_initial_time_stands_in_nhs_style() -> None:
    made = type("F", (NHSForm,), {"it": TimeField(initial=time(9, 5))})
    assert 'value="9:05am"' in str(made()["it"])


@pytest.mark.parametrize(("initial", "words"), [((time(17), time(18)), "5pm to 6pm"), ((time(17), time(17)), "5pm")])
def test_an_initial_range_stands_in_nhs_style(initial: tuple[time, time], words: str) -> None:
    made = type("F", (NHSForm,), {"it": TimeSpanField(initial=initial)})
    assert f'value="{words}"' in str(made()["it"])


def test_an_optional_range_may_be_left_blank() -> None:
    assert value(TimeSpanField(label="Call time", required=False), {"it": " "}) is None


def test_a_position_is_seconds_and_ends_with_the_recording() -> None:
    assert value(PositionField(label="From"), {"it": "1:23.5"}) == 83.5
    assert said(PositionField(label="To", ends_at=187.4), {"it": "3:08"}) == ["The recording ends at 3:07.4"]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (forms.CharField(label="Reason"), "Enter reason"),
        (forms.CharField(label="NHS number"), "Enter NHS number"),
        (forms.ChoiceField(label="Extension", choices=[("1", "1")]), "Select extension"),
        (RadioField(label="May they share it?", choices=[("1", "1")]), "Answer “May they share it?”"),
        (ChecksField(label="Evidence", choices=[("1", "1")]), "Select evidence"),
        (forms.BooleanField(label="I told them"), "Select “I told them”"),
        (UploadField(label="Written request"), "Select written request"),
        (TextField(label="Reason", error_messages={"required": "Enter the reason for the request"}), "Enter the reason for the request"),
    ],
)
def test_a_missing_answer_says_what_to_do(field: forms.Field, sentence: str) -> None:
    assert said(field) == [sentence]


def test_a_file_of_another_kind_is_refused() -> None:
    upload = SimpleUploadedFile("call.exe", b"MZ")
    assert said(UploadField(label="File", kinds=("WAV", "MP3", "PDF")), files={"it": upload}) == [
        "The selected file must be a WAV, MP3 or PDF"
    ]


def test_a_file_that_is_too_large_is_refused() -> None:
    upload = SimpleUploadedFile("call.wav", b"RIFF" * 400)
    assert said(UploadField(label="File", max_bytes=1000), files={"it": upload}) == ["The selected file must be smaller than 1 kB"]


def test_a_file_of_the_right_kind_is_taken_whatever_its_letters() -> None:
    form = form_of(UploadField(label="File", kinds=("PDF",), max_bytes=10), files={"it": SimpleUploadedFile("request.pdf", b"%PDF")})
    assert form.is_valid()
    assert form.cleaned_data["it"].name == "request.pdf"


def test_a_browser_offers_only_the_kinds_asked_for() -> None:
    assert 'accept=".wav,.mp3"' in str(form_of(UploadField(kinds=("WAV", "MP3")))["it"])


class Purpose(NHSForm):
    """A radio that opens a field."""

    purpose = RadioField(choices=[("training", "Training"), ("other", "Other")], reveals={"other": "which"})
    which = forms.CharField(label="Say which", error_messages={"required": "Say which"})


def test_a_field_that_is_not_open_does_not_count() -> None:
    form = Purpose({"purpose": "training", "which": "left over"})
    assert form.is_valid()
    assert form.cleaned_data["which"] is None


def test_a_field_that_is_open_must_be_answered() -> None:
    assert Purpose({"purpose": "other"}).errors == {"which": ["Say which"]}


def test_a_field_that_a_radio_opens_is_drawn_once_and_inside() -> None:
    html = str(Purpose())
    assert html.count('name="which"') == 1
    assert html.index("nhsuk-radios__conditional") < html.index('name="which"')


def test_hints_and_errors_have_the_ids_that_the_control_names() -> None:
    html = str(form_of(forms.CharField(label="Reason", help_text="Say why."), {"it": ""}))
    assert 'aria-describedby="id_it_helptext id_it_error"' in html
    assert 'id="id_it_helptext"' in html
    assert 'id="id_it_error"' in html


def test_a_group_of_choices_is_described_on_its_fieldset() -> None:
    html = str(form_of(RadioField(label="Which?", help_text="One of these.", choices=[("1", "1")])))
    assert '<fieldset class="nhsuk-fieldset" aria-describedby="id_it_helptext id_it_error">' in html


def test_no_field_carries_the_required_attribute() -> None:
    assert " required" not in str(form_of(forms.CharField(label="Reason")))


def test_an_optional_answer_says_so() -> None:
    assert "Reason (optional)" in str(form_of(forms.CharField(label="Reason", required=False)))

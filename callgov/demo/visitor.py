"""A person at a browser, for the tour: keeps cookies, reads forms, follows redirects. Nothing but HTTP on this machine."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar


@dataclass
class Form:
    """One form of a page: where it posts, and what it would post as it stands."""

    action: str
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects the forms, links and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.sources: list[str] = []
        self.options: dict[str, str] = {}
        self.checkboxes: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._button: tuple[str, str] | None = None
        self._option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form, note a field, a button or a link."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "button":
            self._button = (given.get("name", ""), given.get("value", ""))
        elif tag == "source":
            self.sources.append(given.get("src", ""))
        elif tag == "option":
            self._option = given.get("value", "")
        elif tag in ("input", "textarea", "select") and self._form is not None:
            self._note(given)

    def _note(self, given: dict[str, str]) -> None:
        if given.get("type") == "checkbox":
            self.checkboxes.append((given.get("name", ""), given.get("value", "")))
        unticked = given.get("type") in ("radio", "checkbox") and "checked" not in given
        if self._form is not None and given.get("name") and not unticked:
            self._form.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Words of the page, and of the button they stand on."""
        words = data.strip()
        if not words:
            return
        self.words.append(words)
        if self._option is not None:
            self.options[words] = self._option
        if self._button is not None and self._form is not None:
            self._form.buttons.append((words, *self._button))

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a button."""
        if tag == "form":
            self._form = None
        if tag == "button":
            self._button = None
        if tag == "option":
            self._option = None


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    url: str
    body: bytes
    headers: dict[str, str]

    def page(self) -> _Forms:
        """The forms, links and words of an HTML answer."""
        parser = _Forms()
        parser.feed(self.body.decode("utf-8", "replace"))
        return parser

    @property
    def text(self) -> str:
        """The words of the page on one line."""
        return " ".join(self.page().words)

    def link(self, part: str) -> str:
        """The first link whose address holds `part`. Raises LookupError when there is none."""
        for link in self.page().links:
            if part in link:
                return link
        raise LookupError(f"no link with {part!r} at {self.url}")


class Visitor:
    """One browser session."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a page or a range of audio."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.site, path), headers=headers))

    def press(self, page: Answer, button: str, **answers: str | list[str]) -> Answer:
        """Fill in the form that has this button and press it. Raises LookupError when no form of the page has it."""
        for form in page.page().forms:
            for words, name, value in form.buttons:
                if button.lower() in words.lower():
                    return self._submit(page, form, {**answers, name: value} if name else dict(answers))
        raise LookupError(f"no button {button!r} at {page.url}: {page.text[:300]}")

    def _submit(self, page: Answer, form: Form, answers: dict[str, str | list[str]]) -> Answer:
        fields: dict[str, str | list[str]] = {**form.fields, **answers}
        data = urllib.parse.urlencode(fields, doseq=True)
        target = urllib.parse.urljoin(page.url, form.action)
        if form.method == "get":
            return self.get(f"{target}?{data}")
        return self._open(urllib.request.Request(target, data=data.encode(), headers={"Referer": page.url}))

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=60) as reply:  # nosec B310: the site is the demo's own, over http on this machine
                return Answer(reply.status, reply.url, reply.read(), dict(reply.headers))
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.url or "", error.read(), dict(error.headers))

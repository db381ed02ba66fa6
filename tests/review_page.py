"""What stands in a review's HTML: its texts by part, and every tag and attribute."""

from __future__ import annotations

from html.parser import HTMLParser


class ReviewPage(HTMLParser):
    """Tables as rows of cells and findings as lists of texts, by the part's name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.findings: dict[str, list[list[str]]] = {}
        self.parts: list[str] = []
        self.texts: list[str] = []
        self.classes: dict[str, list[str]] = {}
        self._cells: list[str] | None = None
        self._is_open = False
        self._is_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        found = dict(attrs)
        self._is_style = tag == "style"
        if tag == "section":
            self.parts.append(found["data-part"])
        if tag in ("tr", "li"):
            self._cells = []
            kept = self.rows if tag == "tr" else self.findings
            kept.setdefault(self.parts[-1], []).append(self._cells)
        is_text = tag == "b" or (tag == "span" and found.get("class") == "sentence")
        if tag in ("td", "th") or (self._cells is not None and is_text):
            self._cells.append("")
            self._is_open = True

    def handle_endtag(self, tag):
        if tag in ("td", "th", "b", "span"):
            self._is_open = False
        if tag in ("tr", "li"):
            self._cells = None
        if tag == "style":
            self._is_style = False

    def handle_data(self, data):
        if not self._is_style:
            self.texts.append(data)
        if self._is_open:
            self._cells[-1] += data

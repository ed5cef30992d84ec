"""The rows in the captured body of a prediction request.

CSV, with or without a header line; JSON: an object, a list of objects, a list of lists, a list of plain values (one row), each of them also
as `{"instances": [...]}`, and `{"features": [...]}` for a row; JSON lines. Any of them as it is or in Base64.
"""

import base64
import binascii
import csv
import io
import json

csv.field_size_limit(16 * 1024 * 1024)

JSON_LINES = ("application/jsonlines", "application/jsonl", "application/x-ndjson", "application/x-jsonlines")


class Unreadable(Exception):
    """A request or a row that cannot be read; the message says why."""


class WrongWidth(Unreadable):
    """A row without names whose number of cells is not that of the columns."""

    def __init__(self, cells, columns):
        super().__init__(f"the row has {cells} cells and there are {columns} columns")
        self.extra = cells > columns


def read_rows(body, columns):
    """Yields the rows of a captured body: cells by name. A row that cannot be read is yielded as its Unreadable."""
    text, kind = decode(body)
    if kind == "csv":
        yield from read_csv(text, columns)
        return
    for row in read_json_lines(text) if kind == "lines" else rows_of_json(parse_json(text)):
        yield row if isinstance(row, (dict, Unreadable)) else name_cells(row, columns)


def decode(body):
    """The body as text, and what the text is: csv, json or lines."""
    data, encoding = body.get("data"), str(body.get("encoding", "")).upper()
    content_type = str(body.get("observedContentType") or "").split(";")[0].strip().lower()
    if not isinstance(data, str) or not data.strip():
        raise Unreadable("the captured input is empty")
    if encoding == "CSV":
        return data, "csv"
    if encoding == "JSON":
        return data, "lines" if content_type in JSON_LINES else "json"
    if encoding != "BASE64":
        raise Unreadable(f"the encoding '{encoding}' is not CSV, JSON or BASE64")
    try:
        text = base64.b64decode(data, validate=True).decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError):
        raise Unreadable(f"the captured input of type '{content_type}' is no text in Base64") from None
    return text, kind_of(content_type, text)


def kind_of(content_type, text):
    if content_type in JSON_LINES:
        return "lines"
    if "json" in content_type:
        return "json"
    if "csv" in content_type:
        return "csv"
    if content_type in ("", "text/plain", "application/octet-stream"):
        return "json" if text.lstrip()[:1] in ("{", "[") else "csv"
    raise Unreadable(f"the content type '{content_type}' is not CSV, JSON or JSON lines")


def read_csv(text, columns):
    """Rows of CSV text; the first line is a header if at least half of its cells are names of columns."""
    header, first = None, True
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), skipinitialspace=True, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Unreadable(f"the CSV is broken at its line {reader.line_num} ({error})")
            return
        if cells is None:
            return
        if not cells:
            continue
        if first and is_header(cells, columns):
            header = [cell.strip() for cell in cells]
            if len(set(header)) < len(header):
                raise Unreadable("the header line has a name more than once")
        elif header is None:
            yield name_cells(cells, columns)
        elif len(cells) == len(header):
            yield dict(zip(header, cells))
        else:
            yield Unreadable(f"the row has {len(cells)} cells and its header has {len(header)}")
        first = False


def is_header(cells, columns):
    return 2 * sum(cell.strip() in columns for cell in cells) >= len(cells)


def name_cells(cells, columns):
    """A row of plain cells by name, by their order."""
    if not isinstance(cells, list):
        return Unreadable(f"the row {str(cells)[:40]!r} is neither a list nor an object")
    return dict(zip(columns, cells)) if len(cells) == len(columns) else WrongWidth(len(cells), len(columns))


def parse_json(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"the captured input is no JSON ({error})") from None


def read_json_lines(text):
    """Rows of JSON lines; a broken line spoils no other."""
    for line in text.splitlines():
        if line.strip():
            try:
                yield from rows_of_json(parse_json(line))
            except Unreadable as problem:
                yield problem


def rows_of_json(content):
    """The rows in a JSON document, as objects or lists."""
    if isinstance(content, dict) and isinstance(content.get("instances"), list):
        content = content["instances"]
    if isinstance(content, list) and content and not any(isinstance(row, (list, dict)) for row in content):
        content = [content]
    rows = content if isinstance(content, list) else [content]
    if not rows:
        raise Unreadable("the captured input holds no row")
    return [row["features"] if isinstance(row, dict) and list(row) == ["features"] and isinstance(row["features"], list) else row for row in rows]

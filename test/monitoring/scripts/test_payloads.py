import base64
import json

import pytest

from payloads import Unreadable, WrongWidth, read_rows

COLUMNS = ["age", "city"]


def body(data, encoding="CSV", content_type="text/csv"):
    return {"data": data, "encoding": encoding, "observedContentType": content_type, "mode": "INPUT"}


def in_base64(text):
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def rows_of(data, encoding="CSV", content_type="text/csv"):
    return list(read_rows(body(data, encoding, content_type), COLUMNS))


ANN, BOB = {"age": "41", "city": "Bern"}, {"age": "7", "city": ""}


@pytest.mark.parametrize(
    "text",
    [
        "41,Bern\n7,\n",
        "41,Bern\r\n7,",
        "41, Bern\n\n7,\n\n",
        '"41","Bern"\n"7",""',
        "age,city\n41,Bern\n7,\n",
        "city,age\nBern,41\n,7\n",
        "\ufeffage,city\n41,Bern\n7,\n",
        ' "age", "city"\n41,Bern\n7,',
    ],
)
def test_csv_requests_of_several_rows_with_and_without_a_header(text):
    assert rows_of(text) == [ANN, BOB]


@pytest.mark.parametrize("content_type", ["text/csv", "text/csv; charset=utf-8", "TEXT/CSV", "", None, "text/plain", "application/octet-stream"])
def test_csv_in_base64(content_type):
    assert rows_of(in_base64("41,Bern\n7,\n"), "BASE64", content_type) == [ANN, BOB]


def test_quotes_hold_commas_line_ends_and_quotes():
    assert rows_of('41,"Bern, ""West""\nend"\n7,x') == [{"age": "41", "city": 'Bern, "West"\nend'}, {"age": "7", "city": "x"}]


def test_a_header_may_lack_columns_and_have_others():
    assert rows_of("age,zip\n41,3000\n") == [{"age": "41", "zip": "3000"}]


def test_a_category_that_is_called_like_few_columns_is_no_header():
    assert list(read_rows(body("1,2,age\n"), ["age", "n", "word"])) == [{"age": "1", "n": "2", "word": "age"}]


RECORDS = [{"age": 41, "city": "Bern"}, {"age": 7.5, "city": None}]


@pytest.mark.parametrize(
    "content",
    [
        RECORDS,
        {"instances": RECORDS},
        [[41, "Bern"], [7.5, None]],
        {"instances": [[41, "Bern"], [7.5, None]]},
        {"instances": [{"features": [41, "Bern"]}, {"features": [7.5, None]}]},
        [[41, "Bern"], {"age": 7.5, "city": None}],
    ],
)
@pytest.mark.parametrize("encoding", ["JSON", "BASE64"])
def test_json_requests_of_several_rows(content, encoding):
    text = json.dumps(content)
    assert rows_of(in_base64(text) if encoding == "BASE64" else text, encoding, "application/json") == RECORDS


@pytest.mark.parametrize("content", [{"age": 41, "city": "Bern"}, [41, "Bern"], {"features": [41, "Bern"]}, {"instances": [41, "Bern"]}])
def test_json_requests_of_one_row(content):
    assert rows_of(json.dumps(content), "JSON", "application/json") == RECORDS[:1]


def test_a_column_may_be_called_features_or_instances():
    assert rows_of('{"features": 3}', "JSON") == [{"features": 3}]
    assert rows_of('{"instances": 3, "age": 1}', "JSON") == [{"instances": 3, "age": 1}]


def test_a_mark_of_unicode_is_no_part_of_a_document():
    assert rows_of(in_base64('\ufeff[41, "Bern"]'), "BASE64", "application/json") == RECORDS[:1]


def test_base64_without_a_type_is_json_when_it_looks_like_it():
    assert rows_of(in_base64(" [[41, \"Bern\"]]"), "BASE64", "") == RECORDS[:1]


@pytest.mark.parametrize("encoding", ["JSON", "BASE64"])
@pytest.mark.parametrize("content_type", ["application/jsonlines", "application/x-ndjson"])
def test_json_lines(encoding, content_type):
    text = '{"age": 41, "city": "Bern"}\n\n[7.5, null]\n'
    assert rows_of(in_base64(text) if encoding == "BASE64" else text, encoding, content_type) == RECORDS


def test_a_broken_json_line_spoils_no_other():
    first, broken, last = rows_of('[41, "Bern"]\n[7.5,\n[7.5, null]', "JSON", "application/jsonlines")
    assert [first, last] == RECORDS and "is no JSON" in str(broken)


@pytest.mark.parametrize(
    "text, extra, message",
    [("41", False, "the row has 1 cells and there are 2 columns"), ("41,Bern,3", True, "the row has 3 cells and there are 2 columns")],
)
def test_a_row_of_another_width_is_told_and_spoils_no_other(text, extra, message):
    wrong, right = rows_of(f"{text}\n41,Bern\n")
    assert isinstance(wrong, WrongWidth) and wrong.extra is extra and str(wrong) == message
    assert right == ANN


def test_rows_that_do_not_fit_their_header_or_are_no_rows():
    good, short = rows_of("age,city\n41,Bern\n7\n")
    assert good == ANN and str(short) == "the row has 1 cells and its header has 2"
    number, record = rows_of('[7, {"age": 41, "city": "Bern"}]', "JSON")
    assert record == RECORDS[0] and "neither a list nor an object" in str(number)


def test_rows_before_broken_quotes_are_read():
    good, broken = rows_of('41,Bern\n7,"open\n')
    assert good == ANN and "broken at its line 2" in str(broken)


@pytest.mark.parametrize(
    "data, encoding, content_type, message",
    [
        ("", "CSV", "text/csv", "the captured input is empty"),
        (" \n", "CSV", "text/csv", "the captured input is empty"),
        (None, "JSON", "application/json", "the captured input is empty"),
        ({"age": 1}, "JSON", "application/json", "the captured input is empty"),
        ("41,Bern", "XML", "text/xml", "the encoding 'XML' is not CSV, JSON or BASE64"),
        ("41,Bern", None, "text/csv", "the encoding 'NONE' is not"),
        ("%%%%", "BASE64", "text/csv", "of type 'text/csv' is no text in Base64"),
        (in_base64(b"\xff\xfe\x00"), "BASE64", "text/csv", "of type 'text/csv' is no text in Base64"),
        (in_base64("x"), "BASE64", "application/x-npy", "the content type 'application/x-npy' is not CSV, JSON or JSON lines"),
        ("{", "JSON", "application/json", "the captured input is no JSON"),
        ("[]", "JSON", "application/json", "holds no row"),
        ('{"instances": []}', "JSON", "application/json", "holds no row"),
        ("age,age\n1,2\n", "CSV", "text/csv", "the header line has a name more than once"),
        ("[" * 100_000, "JSON", "application/json", "the captured input is no JSON"),
        ("9" * 5_000 + "x", "JSON", "application/json", "the captured input is no JSON"),
    ],
)
def test_requests_that_cannot_be_read(data, encoding, content_type, message):
    with pytest.raises(Unreadable, match=message):
        rows_of(data, encoding, content_type)

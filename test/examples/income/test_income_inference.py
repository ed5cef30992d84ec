"""inference.py: whatever the format of a request, the answer is the model's own."""

import json

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def model(finished_run, inference):
    return inference.model_fn(str(finished_run / "model"))


@pytest.fixture(scope="module")
def records(finished_run, model):
    test = pd.read_csv(finished_run / "test" / "test.csv", keep_default_na=False, na_values=[""])
    return test[model.feature_names_in_]


def as_json(records):
    return json.loads(records.to_json(orient="records"))


@pytest.fixture
def ask(inference, model):
    def ask(body, content_type, accept="application/json"):
        answer, answer_type = inference.output_fn(inference.predict_fn(inference.input_fn(body, content_type), model), accept)
        return answer if answer_type == "text/csv" else json.loads(answer)["predictions"]

    return ask


def test_csv_and_json_answers_equal_the_model_loaded_directly(ask, model, records):
    assert records.isna().any().any()
    direct = model.predict_proba(records)[:, 1].tolist()
    content = as_json(records)
    answers = [
        ask(records.to_csv(index=False, header=False), "text/csv"),
        ask(records.to_csv(index=False).encode(), "text/csv; charset=utf-8"),
        ask(records[records.columns[::-1]].to_csv(index=False), "text/csv"),
        ask(json.dumps({"instances": content}), "application/json"),
        ask(json.dumps(content).encode(), "application/json"),
    ]
    for answer in answers:
        assert [row["probability"] for row in answer] == direct
        assert [row["label"] for row in answer] == model.predict(records).tolist()


def test_a_single_json_object_is_one_record(ask, model, records):
    answer = ask(json.dumps(as_json(records)[0]), "application/json")
    assert answer == [{"probability": model.predict_proba(records[:1])[0, 1], "label": int(model.predict(records[:1])[0])}]


def test_csv_comes_back_on_request(ask, model, records):
    answer = ask(records[:3].to_csv(index=False, header=False), "text/csv", "text/csv")
    pairs = [line.split(",") for line in answer.splitlines()]
    assert [float(probability) for probability, _ in pairs] == model.predict_proba(records[:3])[:, 1].tolist()
    assert [int(label) for _, label in pairs] == model.predict(records[:3]).tolist()


def test_any_accepted_format_means_json(ask, records):
    assert len(ask(records[:2].to_csv(index=False), "text/csv", "*/*")) == 2


def test_unknown_values_and_new_categories_are_answered(ask, records):
    unknown = {column: None for column in records.columns}
    new = {**as_json(records)[0], "occupation": "Astronaut"}
    assert all(0 <= row["probability"] <= 1 for row in ask(json.dumps([unknown, new]), "application/json"))


@pytest.mark.parametrize("body, content_type, message", [
    ("", "text/csv", "the request is empty"),
    ("39,Private", "text/csv", "the request has 2 columns, expected 12: age, workclass"),
    ("1,2\n1,2,3", "text/csv", "lines of different lengths"),
    ("age,sex\n39,Male", "text/csv", "the request lacks workclass, education_num"),
    ("{", "application/json", "the request is no JSON"),
    ("[1, 2]", "application/json", "must be an object, a list of objects"),
    ("[]", "application/json", "must be an object, a list of objects"),
    ('[{"age": 1}, {"sex": "Male"}]', "application/json", "different columns"),
    ("<a/>", "text/xml", "content type 'text/xml' is not supported"),
])
def test_fails_with_a_clear_error_on_a_malformed_request(ask, body, content_type, message):
    with pytest.raises(ValueError, match=message):
        ask(body, content_type)


def test_fails_on_an_unknown_column_and_names_it(ask, records):
    with pytest.raises(ValueError, match="the request has unknown income_over_50k; the columns are age, workclass"):
        ask(records.assign(income_over_50k=1).to_csv(index=False), "text/csv")


def test_fails_on_a_header_without_records(ask, records):
    with pytest.raises(ValueError, match="no record"):
        ask(records[:0].to_csv(index=False), "text/csv")


@pytest.mark.parametrize("content_type", ["text/csv", "application/json"])
def test_fails_on_text_in_a_number_column(ask, records, content_type):
    wrong = records[:2].astype({"age": object}).assign(age="old")
    body = wrong.to_csv(index=False) if content_type == "text/csv" else wrong.to_json(orient="records")
    with pytest.raises(ValueError, match="column age must be a number, got 'old'"):
        ask(body, content_type)


def test_fails_on_an_answer_format_it_cannot_give(inference):
    with pytest.raises(ValueError, match="accept 'image/png' is not supported"):
        inference.output_fn([], "image/png")

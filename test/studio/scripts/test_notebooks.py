"""Every notebook that is put into people's spaces runs from its first cell to its last, and shows what its text says."""
import json
import pathlib

import pytest

FOLDER = pathlib.Path(__file__).parents[3] / "examples" / "studio" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells_of(path):
    notebook = json.loads(path.read_text())
    assert notebook["nbformat"] == 4
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def run(cells):
    names = {"__name__": "__main__"}
    for number, cell in enumerate(cells, 1):
        exec(compile(cell, f"cell {number}", "exec"), names)
    return names


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS] == ["first-model.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_carries_no_results_of_an_earlier_run(path):
    code = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_the_first_model_is_better_than_chance_and_has_learned_what_was_drawn():
    names = run(cells_of(FOLDER / "first-model.ipynb"))
    assert names["auc"] > 0.8
    assert names["weights"]["visits"] > 0 > names["weights"]["days_since_last"]


def test_a_cell_that_fails_is_seen():
    with pytest.raises(ZeroDivisionError):
        run(["1 / 0"])

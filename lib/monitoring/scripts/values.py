"""What a cell holds: nothing, a number, or text. CSV cells are text, those of JSON and Parquet have types."""

import json
import math

# Squares of larger numbers, of which there may be many, have no room in 64 bits.
LARGEST = 1e150


def is_missing(cell):
    """Whether a cell is empty: no text, null, or not a number."""
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip()
    return isinstance(cell, float) and math.isnan(cell)


def is_nan_text(cell):
    """Whether it is the word that numeric libraries write into CSV for a missing number; in a column of text it is text."""
    return isinstance(cell, str) and cell.strip().lower() in ("nan", "+nan", "-nan")


def number_of(cell):
    """The number in a cell, or None; a truth value counts as 1 or 0, and infinity and what comes close to it is no number."""
    if isinstance(cell, str) and "_" in cell:
        return None  # Python reads 1_000 as a number, and nobody else does
    if not isinstance(cell, (str, int, float)):
        return None
    try:
        number = float(cell)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= LARGEST else None  # NaN is not, either


def is_whole(text):
    """Whether text is written as a whole number: 7 is, 7.0 is not."""
    digits = text.strip().lstrip("+-")
    return digits.isdigit()


def text_of(cell):
    """The category that a cell names; truth values as pandas writes them into CSV."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, (bool, int)):
        return str(cell)
    if isinstance(cell, float):
        return repr(cell)
    return json.dumps(cell, sort_keys=True, ensure_ascii=False)

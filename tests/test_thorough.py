"""The list of what is left to the thorough run is true."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from thorough import ONE_IN, WHOLLY


def test_each_name_is_that_of_one_test() -> None:
    files = Path(__file__).parent.glob("test_*.py")
    met = Counter(
        name for path in files for name in re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.M)
    )
    assert [name for name in (*ONE_IN, *WHOLLY) if met[name] != 1] == []
    assert not WHOLLY & ONE_IN.keys()

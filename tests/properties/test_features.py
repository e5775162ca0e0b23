"""Random offices reach every feature, and it is seen to happen."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.properties.features import FEATURES, count_features, table


@pytest.mark.long
def test_every_feature_is_reached(record_property: Callable[[str, object], None]) -> None:
    rows = count_features()
    print(table(rows))
    rarest = min(rows, key=lambda row: row.configured)
    record_property(
        "figure", f"{len(rows)} features in {rarest.offices} offices; rarest: {rarest.feature}, in {rarest.configured}"
    )
    record_property("features", json.dumps([vars(row) for row in rows]))
    assert len({row.feature for row in rows}) == len(FEATURES)
    missing = [row.feature for row in rows if not row.configured or row.happened == 0]
    assert not missing, f"never reached: {', '.join(missing)}"

"""Random offices reach every feature, and it is seen to happen."""

from __future__ import annotations

import pytest

from tests.properties.features import FEATURES, count_features, table


@pytest.mark.long
def test_every_feature_is_reached() -> None:
    rows = count_features()
    print(table(rows))
    assert len({row.feature for row in rows}) == len(FEATURES)
    missing = [row.feature for row in rows if not row.configured or row.happened == 0]
    assert not missing, f"never reached: {', '.join(missing)}"

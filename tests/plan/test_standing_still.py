"""While the pace is 0 nobody's need is used up: everybody stays, and whoever comes is added."""

from __future__ import annotations

import numpy as np

from navsim.plan.model import Origin
from navsim.plan.persons import Stream
from navsim.plan.stock import mean_stock
from navsim.values.distributions import Distribution, Family
from navsim.values.time import DAY
from navsim.values.timeline import Timeline


def test_the_mean_stock_grows_by_the_inflow() -> None:
    law = Distribution(Family.LOGNORMAL, 10.0, 0.8)
    stream = Stream("inflow/a", 0, Origin.NEW, Timeline.constant(2 / DAY), 0, law, ())
    stops = Timeline((0.0, 30 * DAY, 50 * DAY), (1.0, 0.0, 1.0))
    before, during, last, after = mean_stock(stream, stops, DAY * np.array([30.0, 41.5, 50.0, 51.0]))
    assert np.isclose(during, before + 2 * 11.5, rtol=1e-12)
    assert np.isclose(last, before + 2 * 20, rtol=1e-12)
    assert after < last + 2
    [always] = mean_stock(stream, Timeline.constant(1.0), np.array([30 * DAY]))
    assert np.isclose(before, always, rtol=1e-12)

"""Distributions with a closed inverse or a fixed number of uniforms.

Each draw takes exactly two uniforms, whether it needs them or not, so that draws stay aligned when a
scenario changes a distribution. The scalar functions use ``math`` only: the compiled engine shares
them to the bit, which NumPy's array functions would not allow. Those for arrays give the same bits:
NumPy adds, multiplies and takes roots, which is rounded one way only, and ``math`` does the rest
(:func:`each`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from navsim.values.random import Keys, uniform, uniforms

Floats = NDArray[np.float64]


class Family(IntEnum):
    """The shapes that a config can name, with the meaning of ``a, b, c``."""

    CONSTANT = 0  # a = the value
    UNIFORM = 1  # a = low, b = high
    TRIANGULAR = 2  # a = low, b = mode, c = high
    EXPONENTIAL = 3  # a = mean
    LOGNORMAL = 4  # a = mean of the logarithm, b = its standard deviation
    WEIBULL = 5  # a = scale, b = shape
    EMPIRICAL = 6  # ``values`` with cumulative ``shares``


@dataclass(frozen=True)
class Distribution:
    """A distribution of durations (minutes).

    ``values`` and their cumulative ``shares``, both increasing, are used by the empirical family only.
    """

    family: Family
    a: float
    b: float = 0.0
    c: float = 0.0
    values: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()

    @staticmethod
    def lognormal(mean: float, cv: float) -> Distribution:
        """The lognormal with this mean and coefficient of variation."""
        variance = math.log(1 + cv * cv)
        return Distribution(Family.LOGNORMAL, math.log(mean) - variance / 2, math.sqrt(variance))

    @staticmethod
    def weibull(mean: float, shape: float) -> Distribution:
        """The Weibull with this mean and shape."""
        return Distribution(Family.WEIBULL, mean / math.gamma(1 + 1 / shape), shape)

    @property
    def mean(self) -> float:
        """The expectation."""
        match self.family:
            case Family.UNIFORM:
                return (self.a + self.b) / 2
            case Family.TRIANGULAR:
                return (self.a + self.b + self.c) / 3
            case Family.LOGNORMAL:
                return math.exp(self.a + self.b * self.b / 2)
            case Family.WEIBULL:
                return self.a * math.gamma(1 + 1 / self.b)
            case Family.EMPIRICAL:
                return sum(value * part for value, part in self.atoms())
            case _:
                return self.a

    def atoms(self) -> list[tuple[float, float]]:
        """The values of an empirical distribution with the share of each."""
        parts = np.diff([0.0, *self.shares])
        return [(value, float(part)) for value, part in zip(self.values, parts, strict=True)]

    def survival(self, x: Floats) -> Floats:
        """P(X > x) for each element of x."""
        match self.family:
            case Family.CONSTANT:
                return np.where(x < self.a, 1.0, 0.0)
            case Family.EMPIRICAL:
                return np.asarray(sum((part * (x < value) for value, part in self.atoms()), np.zeros_like(x)))
            case _:
                return np.asarray(self.frozen().sf(x), np.float64)

    def tail(self, x: Floats) -> Floats:
        """The integral of P(X > s) over s from x to infinity, for each x >= 0: E[(X - x)+]."""
        match self.family:
            case Family.CONSTANT:
                return np.maximum(self.a - x, 0.0)
            case Family.EMPIRICAL:
                return sum((part * np.maximum(value - x, 0.0) for value, part in self.atoms()), np.zeros_like(x))
            case Family.EXPONENTIAL:
                return self.a * np.exp(-x / self.a)
            case Family.LOGNORMAL:
                log = np.log(np.maximum(x, 1e-300))
                above = special.ndtr((self.a + self.b * self.b - log) / self.b) * self.mean
                return np.asarray(above - x * special.ndtr((self.a - log) / self.b))
            case Family.WEIBULL:
                power = (x / self.a) ** self.b
                return np.asarray(self.mean * special.gammaincc(1 + 1 / self.b, power) - x * np.exp(-power))
            case Family.UNIFORM:
                inside = np.square(np.clip(self.b - x, 0.0, None)) / (2 * (self.b - self.a))
                return np.where(x < self.a, self.mean - x, inside)
            case Family.TRIANGULAR:
                return self.triangular_tail(x)

    def triangular_tail(self, x: Floats) -> Floats:
        """:meth:`tail` of the triangular family: its cubic pieces."""
        low, mode, high = self.a, self.b, self.c
        right = np.clip(high - x, 0.0, None) ** 3 / (3 * (high - low) * max(high - mode, 1e-12))
        left = self.mean - x + np.clip(x - low, 0.0, None) ** 3 / (3 * (high - low) * max(mode - low, 1e-12))
        return np.where(x < mode, left, right)

    def frozen(self) -> stats.distributions.rv_frozen:
        """The same distribution in scipy.stats, for the families that it has."""
        match self.family:
            case Family.UNIFORM:
                return stats.uniform(self.a, self.b - self.a)
            case Family.TRIANGULAR:
                return stats.triang((self.b - self.a) / (self.c - self.a), self.a, self.c - self.a)
            case Family.EXPONENTIAL:
                return stats.expon(scale=self.a)
            case Family.LOGNORMAL:
                return stats.lognorm(self.b, scale=math.exp(self.a))
            case Family.WEIBULL:
                return stats.weibull_min(self.b, scale=self.a)
            case _:
                raise ValueError(f"{self.family.name} is not in scipy.stats")

    def draw(self, key: int) -> float:
        """The value that belongs to ``key`` (minutes, not yet on the grid)."""
        return drawn(self.family, self.a, self.b, self.c, self.values, self.shares, key)

    def draws(self, keys: Keys) -> Floats:
        """:meth:`draw` for an array of keys; the same bits."""
        u, v = uniforms(keys, 0), uniforms(keys, 1)
        if self.family == Family.EMPIRICAL:
            return np.asarray(self.values)[np.searchsorted(self.shares, u)]
        return inverses(self.family, self.a, self.b, self.c, u, v)

    def draws_length_biased(self, keys: Keys) -> Floats:
        """For each key a draw with density proportional to x f(x): the whole length of a spell found in progress.

        Source: renewal theory, e.g. Cox (1962), "Renewal Theory", section 5.4.
        """
        u, v = uniforms(keys, 0), uniforms(keys, 1)
        match self.family:
            case Family.CONSTANT:
                return np.full(len(keys), self.a)
            case Family.EXPONENTIAL:
                return -self.a * each(math.log, u) - self.a * each(math.log, v)
            case Family.LOGNORMAL:
                return inverses(self.family, self.a + self.b * self.b, self.b, 0.0, u, v)
            case Family.WEIBULL:
                return self.a * power(np.asarray(special.gammaincinv(1 + 1 / self.b, u), np.float64), 1 / self.b)
            case Family.UNIFORM:
                return np.sqrt(self.a * self.a + u * (self.b * self.b - self.a * self.a))
            case Family.EMPIRICAL:
                return each(self.biased_atom, u)
            case Family.TRIANGULAR:
                return each(self.biased_by_search, u)

    def biased_atom(self, u: float) -> float:
        """The empirical value at level u of the length-biased shares."""
        atoms = self.atoms()
        level = u * self.mean
        for value, part in atoms:
            level -= value * part
            if level <= 0:
                return value
        return atoms[-1][0]

    def biased_by_search(self, u: float) -> float:
        """The length-biased value at level u of the triangular family, by bisection on E[X; X > x]."""
        low, high, wanted = self.a, self.c, (1 - u) * self.mean
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.triangular_above(middle) > wanted else (low, middle)
        return low

    def triangular_above(self, x: float) -> float:
        """E[X; X > x] of the triangular family, for x within its bounds."""
        low, mode, high = self.a, self.b, self.c
        if x < mode:
            part = x - low
            return self.mean - part * part * (low + part * 2 / 3) / ((high - low) * (mode - low))
        part = high - x
        return part * part * (high - part * 2 / 3) / ((high - low) * (high - mode)) if part else 0.0


def drawn(
    family: int, a: float, b: float, c: float, values: tuple[float, ...], shares: tuple[float, ...], key: int
) -> float:
    """The draw of a family that belongs to ``key``."""
    u, v = uniform(key, 0), uniform(key, 1)
    if family == Family.EMPIRICAL:
        place = 0
        while u > shares[place]:
            place += 1
        return values[place]
    return inverse(family, a, b, c, u, v)


def inverse(family: int, a: float, b: float, c: float, u: float, v: float) -> float:
    """The draw of a family from two uniforms; closed forms (Devroye 1986, "Non-uniform random variate
    generation"; the normal by Box and Muller 1958)."""
    if family == Family.UNIFORM:
        return a + (b - a) * u
    if family == Family.TRIANGULAR:
        if u * (c - a) < b - a:
            return a + math.sqrt(u * (c - a) * (b - a))
        return c - math.sqrt((1 - u) * (c - a) * (c - b))
    if family == Family.EXPONENTIAL:
        return -a * math.log(u)
    if family == Family.LOGNORMAL:
        return math.exp(a + b * math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v))
    if family == Family.WEIBULL:
        return a * math.pow(-math.log(u), 1 / b)
    return a


def inverses(family: int, a: float, b: float, c: float, u: Floats, v: Floats) -> Floats:
    """:func:`inverse` for arrays of uniforms; the same bits."""
    match family:
        case Family.UNIFORM:
            return a + (b - a) * u
        case Family.TRIANGULAR:
            left, right = a + np.sqrt(u * (c - a) * (b - a)), c - np.sqrt((1 - u) * (c - a) * (c - b))
            return np.where(u * (c - a) < b - a, left, right)
        case Family.EXPONENTIAL:
            return -a * each(math.log, u)
        case Family.LOGNORMAL:
            normal = b * np.sqrt(-2 * each(math.log, u)) * each(math.cos, 2 * math.pi * v)
            return each(math.exp, a + normal)
        case Family.WEIBULL:
            return a * power(-each(math.log, u), 1 / b)
        case _:
            return np.full(len(u), a)


def power(values: Floats, exponent: float) -> Floats:
    """Each value to a power."""
    return each(lambda value: math.pow(value, exponent), values)


def each(function: Callable[[float], float], values: Floats) -> Floats:
    """A function of each value. For those of ``math``: NumPy's own may differ from them in the last bit."""
    return np.fromiter(map(function, values.tolist()), np.float64, len(values))

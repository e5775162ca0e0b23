"""Numbers that stand one after the other in memory, for the rules that walk through such: a type of Numba's.

An array would do, but it counts who holds it, and that counting took a quarter of the time.
"""

from __future__ import annotations

import operator
from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable


class Stretch(types.Type):
    """Where the numbers begin, and how many there are."""

    def __init__(self) -> None:
        super().__init__("Stretch")


STRETCH = Stretch()
register_model(Stretch)(lambda manager, each: models.StructModel(
    manager, each, [("start", types.int64), ("count", types.int64)]))  # fmt: skip


@intrinsic
def stretch(typing: Any, start: Any, count: Any) -> Any:
    """So many numbers from an address on."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        made = cgutils.create_struct_proxy(STRETCH)(context, builder)
        made.start, made.count = arguments
        return made._getvalue()

    return STRETCH(types.int64, types.int64), code


@type_callable(operator.getitem)
def type_of_item(context: Any) -> Any:
    """A number at a place."""
    return lambda each, place: types.float64 if each is STRETCH and isinstance(place, types.Integer) else None


@lower_builtin(operator.getitem, Stretch, types.Integer)
def item(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Read the number at a place, which must be there."""
    made = cgutils.create_struct_proxy(STRETCH)(context, builder, arguments[0])
    number = context.get_value_type(types.float64)
    first = builder.inttoptr(made.start, number.as_pointer())
    return builder.load(builder.gep(first, [arguments[1]]))


@type_callable(len)
def type_of_length(context: Any) -> Any:
    """How many there are."""
    return lambda each: types.int64 if each is STRETCH else None


@lower_builtin(len, Stretch)
def length(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """How many there are."""
    return cgutils.create_struct_proxy(STRETCH)(context, builder, arguments[0]).count

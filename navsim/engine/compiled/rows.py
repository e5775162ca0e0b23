"""Rows of tables in memory: a type of Numba's, so that the kernel reads and writes ``task.due`` as Python would.

A table is an array of records, or columns, or both: a run names the address of each. So a function of the kernel takes
one pointer where it would take dozens of arrays, which Numba would pass in seven words each and count in and out: it is
built in a fraction of the time, and runs faster. Whole numbers are 64 bits wide in the kernel, however they are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    register_model,
)

WHOLE = ir.IntType(64)


class Place(NamedTuple):
    """Where a field is kept: in the record (``column`` is None) so many bytes on, or in a column of its own."""

    kind: np.dtype[Any]
    offset: int
    column: int | None


class Row(types.Type):
    """A row of a table with these fields; its records begin at the address that stands ``base`` bytes on in a run."""

    def __init__(self, name: str, fields: Mapping[str, Place], base: int | None, size: int) -> None:
        self.fields, self.base, self.size = fields, base, size
        super().__init__(f"Row({name})")


def fields_of(dtype: np.dtype[Any] | None) -> dict[str, tuple[np.dtype[Any], int]]:
    """The kind of each field, and how many bytes on it stands."""
    return {name: (kind, int(offset)) for name, (kind, offset, *_) in dict(dtype.fields or {}).items()} if dtype else {}


def table(
    run: np.dtype[Any], name: str, record: np.dtype[Any] | None = None, columns: np.dtype[Any] | None = None
) -> Any:
    """A function of a run and a place: the row of a table there."""
    where = {field: offset for field, (_, offset) in fields_of(run).items()}
    fields = {field: Place(kind, offset, None) for field, (kind, offset) in fields_of(record).items()}
    fields |= {field: Place(kind, 0, where[f"{name}_{field}"]) for field, (kind, _) in fields_of(columns).items()}
    row = Row(name, fields, where[name] if record else None, record.itemsize if record else 0)

    @intrinsic
    def row_at(typing: Any, of: Any, place: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            made = cgutils.create_struct_proxy(row)(context, builder)
            made.run = builder.ptrtoint(arguments[0], WHOLE)
            made.place = made.record = arguments[1]
            if row.base is not None:
                first = builder.load(pointer(builder, builder.add(made.run, WHOLE(row.base)), WHOLE))
                made.record = builder.add(first, builder.mul(arguments[1], WHOLE(row.size)))
            return made._getvalue()

        return row(of, types.int64), code

    return row_at


register_model(Row)(lambda manager, row: models.StructModel(
    manager, row, [("run", types.int64), ("place", types.int64), ("record", types.int64)]))  # fmt: skip


@infer_getattr
class Fields(AttributeTemplate):
    """What a field of a row is to the kernel."""

    key = Row

    def generic_resolve(self, row: Row, name: str) -> Any:
        """The type of a field."""
        return kernel_type(row.fields[name].kind) if name in row.fields else None


@lower_getattr_generic(Row)
def read(context: Any, builder: Any, row: Row, value: Any, name: str) -> Any:
    """The value of a field."""
    found = builder.load(spot(context, builder, row, value, name))
    kind = row.fields[name].kind
    if kind.kind == "b":
        return builder.trunc(found, ir.IntType(1))
    return builder.sext(found, WHOLE) if kind.kind == "i" and kind.itemsize < 8 else found


@lower_setattr_generic(Row)
def write(context: Any, builder: Any, signature: Any, arguments: Any, name: str) -> Any:
    """Give a field a value."""
    row = signature.args[0]
    place = spot(context, builder, row, arguments[0], name)
    kind, value = row.fields[name].kind, arguments[1]
    if kind.kind == "b":
        value = builder.zext(value, ir.IntType(8))
    elif kind.kind == "i" and kind.itemsize < 8:
        value = builder.trunc(value, ir.IntType(8 * kind.itemsize))
    builder.store(value, place)


def spot(context: Any, builder: Any, row: Row, value: Any, name: str) -> Any:
    """A pointer to a field."""
    made, field = cgutils.create_struct_proxy(row)(context, builder, value), row.fields[name]
    kept = ir.DoubleType() if field.kind.kind == "f" else ir.IntType(8 * field.kind.itemsize)
    if field.column is None:
        return pointer(builder, builder.add(made.record, WHOLE(field.offset)), kept)
    first = builder.load(pointer(builder, builder.add(made.run, WHOLE(field.column)), WHOLE))
    return pointer(builder, builder.add(first, builder.mul(made.place, WHOLE(field.kind.itemsize))), kept)


def pointer(builder: Any, address: Any, kind: Any) -> Any:
    """An address as a pointer to something of a kind."""
    return builder.inttoptr(address, kind.as_pointer())


def kernel_type(kind: np.dtype[Any]) -> Any:
    """Whole numbers are 64 bits wide; keys have no sign."""
    return types.int64 if kind.kind == "i" else numba.from_dtype(kind)

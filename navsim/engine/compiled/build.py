"""Builds the kernel: Numba writes it in LLVM's language, LLVM turns it into machine code."""

from __future__ import annotations

from typing import Any

import numba
from llvmlite import binding
from numba import types
from numba.extending import intrinsic

from navsim.engine.compiled import memory
from navsim.engine.compiled.run import go_on
from navsim.engine.compiled.shared import OPTIONS

KNOWN = {"log", "exp", "cos", "pow", "sqrt", "floor", "fmod", "memmove", "memcpy", "memset"}
"""What the kernel calls of the C library."""


@intrinsic
def run_at(typing: Any, address: Any) -> Any:
    """The run that stands at an address."""
    record = numba.from_dtype(memory.RUN)

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(record))

    return record(types.int64), code


def kernel(address: int) -> None:
    """Go on with the run at an address."""
    go_on(run_at(address))


def machine_code(name: str, target: binding.TargetMachine) -> bytes:
    """An object file with the kernel under a name.

    Raises
    ------
    RuntimeError
        If the kernel would call anything but the C library's mathematics.
    """
    jitted = numba.njit(types.void(types.int64), **OPTIONS)(kernel)
    (compiled,) = jitted.overloads.values()
    module = binding.parse_assembly(compiled.library.get_llvm_str().replace(compiled.fndesc.llvm_func_name, name))
    unknown = {each.name for each in module.functions if each.is_declaration and not each.name.startswith("llvm.")}
    if unknown - KNOWN:
        raise RuntimeError(f"the kernel calls {', '.join(sorted(unknown - KNOWN))}")
    return bytes(target.emit_object(module))

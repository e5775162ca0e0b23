"""The kernel as machine code: built once, kept on disk, loaded without Numba in some hundredths of a second.

The file is named by all that decides what the code is: a changed rule, another Numba or another processor has a
name of its own, so what is kept is never out of date. A file appears complete or not at all, whoever builds at the
same time; one that was damaged later is known by its checksum, and built again. Damaged code would end the process.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from llvmlite import binding

import navsim

SOURCES = ("engine/*.py", "engine/compiled/*.py", "values/*.py", "plan/model.py")
"""All that the kernel is made of, and a little more."""

NAME = "navsim_kernel"
SIGNATURE = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
"""As Numba calls: where a result and an error would go, and the argument."""

Kernel = Callable[[int], None]
_loaded: list[Kernel] = []
_one_at_a_time = Lock()


def kernel() -> Kernel:
    """The kernel: a function of a run's address, during which other threads go on."""
    with _one_at_a_time:
        if not _loaded:
            _loaded.append(load(kept() or build_and_keep()))
    return _loaded[0]


def is_ready() -> bool:
    """Whether the kernel is built already: the first call of :func:`kernel` then takes no time to speak of."""
    return bool(_loaded) or kept() is not None


def kept() -> bytes | None:
    """The code that an earlier run has built."""
    for place in places():
        try:
            with (place / f"{stamp()}.o").open("rb") as file:
                found, code = file.read(len(checksum(b""))), file.read()
                own = os.fstat(file.fileno()).st_uid == os.getuid()
        except OSError:
            continue
        if own and found == checksum(code):
            return code
    return None


def checksum(code: bytes) -> bytes:
    """What stands in front of the code on disk."""
    return hashlib.blake2b(code, digest_size=16).digest()


def build_and_keep() -> bytes:
    """Build the code, and keep it in the first place that can be written; without one, each start builds again."""
    from navsim.engine.compiled.build import machine_code  # noqa: PLC0415 (Numba is heavy, and needed only here)

    code = machine_code(NAME, target())
    for place in places():
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=place) as folder:
                file = Path(folder) / "code"
                file.write_bytes(checksum(code) + code)
                file.replace(place / f"{stamp()}.o")
            break
        except OSError:
            continue
    return code


def places() -> Iterator[Path]:
    """The user's cache, and where that cannot be used the folder for temporary files."""
    caches = "~/Library/Caches" if sys.platform == "darwin" else os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with suppress(RuntimeError):  # a user without a home
        yield Path(caches).expanduser() / "navsim"
    yield Path(tempfile.gettempdir()) / f"navsim-{os.getuid()}"


def stamp() -> str:
    """The name of all that decides what the code is."""
    root = Path(navsim.__file__).parent
    files = sorted(file for pattern in SOURCES for file in root.glob(pattern))
    made_by = [*map(version, ("numba", "llvmlite")), platform.python_version(), platform.machine(),
               binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()]  # fmt: skip
    parts = [part.encode() for part in made_by] + [file.read_bytes() for file in files]
    return hashlib.blake2b(b"\0".join(parts), digest_size=12).hexdigest()


def target() -> binding.TargetMachine:
    """This processor, all that it can do. Nothing fuses or reorders arithmetic: both engines agree to the bit."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=3, jit=True
    )


def load(code: bytes) -> Kernel:
    """Machine code as a function."""
    machine = binding.create_mcjit_compiler(binding.parse_assembly(""), target())
    machine.add_object_file(binding.ObjectFileRef.from_data(code))
    machine.finalize_object()
    call = SIGNATURE(machine.get_function_address(NAME))

    def run(address: int, _keeps_the_code: binding.ExecutionEngine = machine) -> None:
        result, error = ctypes.c_void_p(), ctypes.c_void_p()
        call(ctypes.addressof(result), ctypes.addressof(error), address)

    return run

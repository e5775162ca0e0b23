"""The reference engine: the specification, written to be read.

``agenda`` keeps what is to come, in SimPy; ``office`` is what happens to persons and tasks; ``floor`` is servers,
waiting lines and who starts what; ``state`` is what these remember.
"""

from navsim.engine.reference.office import simulate

__all__ = ["simulate"]

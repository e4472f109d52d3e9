"""The device and the precision that networks are computed with."""

from __future__ import annotations

from functools import cache

import torch
from accelerate import Accelerator


def has_fast_bf16() -> bool:
    """Return whether bf16 matrix products are faster than fp32 ones on this machine.

    A processor without bf16 instructions emulates them, slower than fp32.
    """
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")  # torch has no public name for these
    return any(getattr(torch.cpu, check, lambda: False)() for check in checks)


@cache
def accelerator() -> Accelerator:
    """Return the process's accelerator: its device, with bf16 autocast where that is faster."""
    return Accelerator(mixed_precision="bf16" if has_fast_bf16() else "no")

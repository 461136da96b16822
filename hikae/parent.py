"""A child process that ends when its parent does, however the parent ends."""

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def die_with(parent: int, by: signal.Signals) -> bool:
    """Ask the kernel for a signal at the death of the parent.

    It comes when the *thread* ends that started us, so parents start children from a thread that
    lives as long as they do.

    Returns:
        Whether the parent is still there; if not, it is too late for the signal.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, by)
    return os.getppid() == parent

from __future__ import annotations

import gc
import sys

from beacon.rasa.channels.settled import settle


def test_what_is_loaded_is_no_longer_searched_for_garbage() -> None:
    before, switch = gc.get_freeze_count(), sys.getswitchinterval()
    try:
        settle("the server", "its loop")
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
        sys.setswitchinterval(switch)

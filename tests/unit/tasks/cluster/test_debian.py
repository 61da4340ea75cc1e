from __future__ import annotations

import pytest

from beacon.tasks.cluster import debian
from beacon.tasks.cluster.errors import ClusterError


def test_a_missing_package_is_named() -> None:
    with pytest.raises(ClusterError, match="apt-get install a-package"):
        debian.program("no-such-program", "a-package")

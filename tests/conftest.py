"""How long properties are looked for: briefly with every change, thoroughly by ``HYPOTHESIS_PROFILE=thorough``.

No single example has a deadline: machines that run the checks are shared, and slow is not wrong.
"""

from __future__ import annotations

import os

from hypothesis import settings

from tests.costly import THOROUGH

settings.register_profile("brief", max_examples=30, deadline=None)
settings.register_profile("thorough", max_examples=300, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "brief"))
if THOROUGH:
    os.environ.setdefault("PYTEST_TIMEOUT", "3600")

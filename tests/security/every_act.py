"""Every act and view of the actions that takes somebody who acts or looks: found in the code, never listed by hand."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import dealflow.actions


@dataclass(frozen=True)
class Deed:
    """One public function of the actions; ``acts``: it takes an Acting, else it only looks."""

    name: str
    function: Callable[..., object]
    acts: bool


def deeds() -> tuple[Deed, ...]:
    """Return all of them, by name."""
    found = {}
    for module_info in pkgutil.walk_packages(dealflow.actions.__path__, "dealflow.actions."):
        if module_info.ispkg or module_info.name.endswith("_worker"):
            continue
        module = importlib.import_module(module_info.name)
        for name, function in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module_info.name:
                continue
            parameters = list(inspect.signature(function).parameters.values())
            kind = str(parameters[0].annotation).strip("'\"") if parameters else ""
            if kind in {"Acting", "Looking"}:
                full = f"{module_info.name.removeprefix('dealflow.actions.')}.{name}"
                found[full] = Deed(full, function, kind == "Acting")
    return tuple(found[name] for name in sorted(found))

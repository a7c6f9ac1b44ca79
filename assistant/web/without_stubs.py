"""Gradio imported without what it does for editors, which takes a third of the import.

For each of its components Gradio parses the component's source, renders the stub for editors that
its package holds already, and compares the two, so as to write it into its own folder where they
differ. Nothing that runs reads those files. Of a release without that step nothing is changed.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

_MODULE = "gradio.component_meta"
_STEP = "create_or_modify_pyi"


def import_without_stubs() -> None:
    """From now on Gradio leaves that out, if it has not been imported yet."""
    if _MODULE not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    """Finds one module, as Python does, and takes the step out of it when it has run."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != _MODULE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        loader: Any = spec.loader
        run = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            run(module)
            if hasattr(module, _STEP):
                setattr(module, _STEP, lambda *_: None)

        loader.exec_module = exec_module
        return spec

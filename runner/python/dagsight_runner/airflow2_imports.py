"""Importing Airflow 2 for the base: everything that tries need, and nothing that they rarely do."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Iterator, Optional, Sequence

POD_GENERATOR = "airflow.providers.cncf.kubernetes.pod_generator"
LATER = ("PodMutationHookException", "PodReconciliationError")
WARM = (
    "airflow.models.dagbag",
    "airflow.operators.python",
    "airflow.operators.bash",
    "airflow.listeners.listener",
    "airflow.listeners.spec.dagrun",
    "airflow.listeners.spec.dataset",
    "airflow.listeners.spec.importerrors",
    "airflow.listeners.spec.lifecycle",
    "airflow.listeners.spec.taskinstance",
    "airflow.serialization.serialized_objects",
    "airflow_lite.runtime.reporting",
)


def import_airflow() -> None:
    """Airflow, all its models, and what a first try would import."""
    with _postponed_kubernetes():
        import_module("airflow.exceptions")
    _mask_without_kubernetes()
    import airflow.models  # noqa: F401
    from airflow.models.base import Base
    from sqlalchemy import Column, Integer, Table
    from sqlalchemy.orm import configure_mappers

    if "ab_user" not in Base.metadata.tables:
        # A note's foreign key: a stub instead of importing all of FAB.
        Table("ab_user", Base.metadata, Column("id", Integer, primary_key=True))
    import_module("airflow.models").import_all_models()
    configure_mappers()
    for name in WARM:
        try:
            import_module(name)
        except ImportError:
            continue  # Not in this version.


@contextmanager
def _postponed_kubernetes() -> Iterator[None]:
    """`airflow.exceptions` takes two names from the Kubernetes provider, which is half of all that Airflow 2 imports.
    The names are taken when somebody asks for them."""
    if "airflow.exceptions" in sys.modules:
        yield
        return
    finder = _NotYet()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
    if finder.asked:
        _take_later(sys.modules["airflow.exceptions"])


class _NotYet:
    """Finds nothing of the provider."""

    asked = False

    def find_spec(
        self, name: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        """Says that the provider is not there."""
        if not (POD_GENERATOR + ".").startswith(name + ".") or name.count(".") < 2:
            return None
        self.asked = True
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _take_later(exceptions: ModuleType) -> None:
    own = {name: exceptions.__dict__.pop(name) for name in LATER if name in exceptions.__dict__}
    before = getattr(exceptions, "__getattr__", None)

    def find(name: str) -> Any:
        if name in own:
            found = _from_provider(name, own)
            setattr(exceptions, name, found)
            return found
        if before is not None:
            return before(name)
        raise AttributeError(f"module {exceptions.__name__!r} has no attribute {name!r}")

    exceptions.__dict__["__getattr__"] = find


def _from_provider(name: str, own: Any) -> Any:
    """What `airflow.exceptions` itself does at its end."""
    try:
        return getattr(import_module(POD_GENERATOR), name)
    except (ImportError, AttributeError):
        return own[name]


def _mask_without_kubernetes() -> None:
    """Each value that is masked might be a variable of a pod: nothing is one as long as nobody has imported the client."""
    try:
        masker = import_module("airflow.utils.log.secrets_masker")
    except ImportError:
        return
    if hasattr(masker, "_get_v1_env_var_type"):
        masker.__dict__["_get_v1_env_var_type"] = _env_var_type


def _env_var_type() -> Any:
    return getattr(sys.modules.get("kubernetes.client"), "V1EnvVar", _NotYet)

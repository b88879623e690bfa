"""Retry policies of Airflow 3.3: an exception decides whether and when a task is tried again."""

from __future__ import annotations

import enum
import logging
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any, List, Optional


class RetryAction(enum.Enum):
    """What happens after a failure."""

    RETRY = "retry"
    FAIL = "fail"
    DEFAULT = "default"


@dataclass(frozen=True)
class RetryDecision:
    """What a policy decided."""

    action: RetryAction = RetryAction.DEFAULT
    retry_delay: Optional[timedelta] = None
    reason: Optional[str] = None

    @classmethod
    def fail(cls, reason: Optional[str] = None) -> RetryDecision:
        """No more tries."""
        return cls(RetryAction.FAIL, None, reason)

    @classmethod
    def retry(
        cls, delay: Optional[timedelta] = None, reason: Optional[str] = None
    ) -> RetryDecision:
        """Another try, perhaps at another time."""
        return cls(RetryAction.RETRY, delay, reason)

    @classmethod
    def default(cls) -> RetryDecision:
        """As the task itself says."""
        return cls()


class RetryPolicy:
    """For subclasses."""

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: Any = None
    ) -> RetryDecision:
        """Decides."""
        raise NotImplementedError


class RetryRule:
    """What to do for some exceptions."""

    def __init__(
        self,
        exception: Any,
        action: RetryAction = RetryAction.RETRY,
        retry_delay: Optional[timedelta] = None,
        reason: Optional[str] = None,
        match_subclasses: bool = True,
    ) -> None:
        self.exception, self.action, self.retry_delay = exception, action, retry_delay
        self.reason, self.match_subclasses = reason, match_subclasses
        self._specs = exception if isinstance(exception, list) else [exception]
        for spec in self._specs:
            if isinstance(spec, str) and "." not in spec:
                raise ValueError(
                    f"RetryRule exception string must be a dotted import path (e.g. 'builtins.ValueError'), got {spec!r}"
                )

    def matches(self, error: BaseException) -> bool:
        """Whether it is meant for this exception."""
        classes = tuple(found for spec in self._specs for found in [_class_of(spec)] if found)
        return isinstance(error, classes) if self.match_subclasses else type(error) in classes


def _class_of(spec: Any) -> Any:
    if isinstance(spec, type):
        return spec
    module, _, name = spec.rpartition(".")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError):
        logging.getLogger("airflow.task").warning(
            "Could not import exception class %r, it will not match", spec
        )
        return None


class ExceptionRetryPolicy(RetryPolicy):
    """The first rule that matches decides."""

    def __init__(self, rules: List[RetryRule], default: RetryAction = RetryAction.DEFAULT) -> None:
        self.rules, self.default = rules, default

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: Any = None
    ) -> RetryDecision:
        for rule in self.rules:
            if rule.matches(exception):
                reason = rule.reason or f"Matched rule for {type(exception).__name__}"
                return RetryDecision(rule.action, rule.retry_delay, reason)
        return RetryDecision(self.default)


def decide(task: Any, error: BaseException, ti: Any, context: Any) -> RetryDecision:
    """What the task's policy says, if it has one and it works."""
    policy = getattr(task, "retry_policy", None)
    if policy is None:
        return RetryDecision()
    try:
        decision: RetryDecision = policy.evaluate(
            exception=error, try_number=ti.try_number, max_tries=ti.max_tries, context=context
        )
    except Exception:
        ti._log.exception("Retry policy evaluation failed, falling back to default behaviour")
        return RetryDecision()
    if decision.reason:
        ti._log.info("Retry policy decision: %s, %s", decision.action.value, decision.reason)
    return decision

"""Airflow's exceptions, as far as DAG files and operators raise or catch them."""

from __future__ import annotations

from typing import Any, Dict, Optional


class AirflowException(Exception):
    """Base of Airflow's own errors: a failure that may be tried again."""

    status_code = 500


class AirflowBadRequest(AirflowException):
    """Wrong request."""


class AirflowNotFoundException(AirflowException):
    """Something named is not there."""


class AirflowConfigException(AirflowException):
    """Wrong configuration."""


class AirflowSkipException(AirflowException):
    """The task decides to be skipped."""


class AirflowFailException(AirflowException):
    """The task fails for good, whatever retries are left."""


class AirflowSensorTimeout(AirflowException):
    """A sensor waited too long; not tried again."""


class AirflowTaskTimeout(BaseException):
    """`execution_timeout` is over. A BaseException, so that `except Exception` does not swallow it."""


class AirflowTaskTerminated(BaseException):
    """The task was asked to stop."""


class AirflowRescheduleException(AirflowException):
    """A sensor asks to be called again later."""

    def __init__(self, reschedule_date: Any) -> None:
        super().__init__()
        self.reschedule_date = reschedule_date


class AirflowOptionalProviderFeatureException(AirflowException):
    """A feature of a provider that is not there."""


class AirflowInactiveAssetInInletOrOutletException(AirflowException):
    """An asset that is not active."""


class AirflowRuntimeError(Exception):
    """An answer of the engine that is an error."""

    def __init__(self, error: Any) -> None:
        self.error = error
        super().__init__(str(error))


class AirflowDagCycleException(AirflowException):
    """Tasks that wait for each other."""


class AirflowDagInconsistent(AirflowException):
    """A DAG that contradicts itself."""


class AirflowTimetableInvalid(AirflowException):
    """A schedule that is none."""


class AirflowClusterPolicyViolation(AirflowException):
    """A policy forbids it."""


class AirflowProviderDeprecationWarning(DeprecationWarning):
    """A provider's deprecation."""


class RemovedInAirflow3Warning(DeprecationWarning):
    """Gone in Airflow 3."""


class RemovedInAirflow4Warning(DeprecationWarning):
    """Gone in Airflow 4."""


class DagNotFound(AirflowNotFoundException):
    """No such DAG."""


class DagRunNotFound(AirflowNotFoundException):
    """No such run."""


class TaskNotFound(AirflowNotFoundException):
    """No such task."""


class PoolNotFound(AirflowNotFoundException):
    """No such pool."""


class TaskInstanceNotFound(AirflowNotFoundException):
    """No such task instance."""


class DuplicateTaskIdFound(AirflowException):
    """Two tasks or groups of one DAG with the same id."""


class TaskAlreadyInTaskGroup(AirflowException):
    """A task cannot move to another group."""

    def __init__(self, task_id: str, existing: Optional[str], new: Optional[str]) -> None:
        super().__init__(task_id, existing, new)
        self.task_id, self.existing, self.new = task_id, existing, new

    def __str__(self) -> str:
        existing = f"{self.existing!r}" if self.existing else "the Dag's root group"
        return f"cannot add {self.task_id!r} to {self.new!r} (already in {existing})"


class FailFastDagInvalidTriggerRule(AirflowException):
    """`fail_fast` allows only one trigger rule."""

    def __str__(self) -> str:
        return "A 'fail_fast' Dag can only have all_success trigger rule"


FailStopDagInvalidTriggerRule = FailFastDagInvalidTriggerRule


class ParamValidationError(AirflowException):
    """A value that the param's schema refuses."""


class SerializationError(AirflowException):
    """Something cannot be serialised."""


class XComNotFound(AirflowException):
    """Nothing was pushed under this key."""

    def __init__(self, dag_id: str, task_id: str, key: str) -> None:
        super().__init__()
        self.dag_id, self.task_id, self.key = dag_id, task_id, key

    def __str__(self) -> str:
        return f'XComArg result from {self.task_id} at {self.dag_id} with key="{self.key}" is not found!'


class XComForMappingNotPushed(TypeError):
    """A task that others map over returned nothing."""

    def __str__(self) -> str:
        return "did not push XCom for task mapping"


class UnmappableXComTypePushed(TypeError):
    """A task that others map over returned what cannot be mapped."""

    def __init__(self, value: Any, *values: Any) -> None:
        super().__init__(value, *values)

    def __str__(self) -> str:
        return f"unmappable return type {type(self.args[0]).__qualname__!r}"


class UnmappableXComLengthPushed(ValueError):
    """A task that others map over returned too much."""

    def __init__(self, value: Any, max_length: int) -> None:
        super().__init__(value)
        self.value, self.max_length = value, max_length

    def __str__(self) -> str:
        return f"unmappable return value length: {len(self.value)} > {self.max_length}"


class DownstreamTasksSkipped(AirflowException):
    """A branch or short circuit names the tasks to skip."""

    def __init__(self, *, tasks: Any) -> None:
        super().__init__()
        self.tasks = tasks


class TaskDeferred(BaseException):
    """The task waits for a trigger."""

    def __init__(
        self,
        *,
        trigger: Any,
        method_name: str,
        kwargs: Optional[Dict[str, Any]] = None,
        timeout: Any = None,
    ) -> None:
        super().__init__()
        self.trigger, self.method_name = trigger, method_name
        self.kwargs, self.timeout = kwargs, timeout


class TaskDeferralError(AirflowException):
    """The trigger of a deferred task failed."""


class TaskDeferralTimeout(AirflowException):
    """The trigger of a deferred task took too long."""


class IntegrityError(Exception):
    """What Airflow 2's database answers when it is given less than it needs."""


class ValidationError(ValueError):
    """What Airflow 3 finds in a message before it is sent."""


class DagRunTriggerException(AirflowException):
    """TriggerDagRun asks for a run."""


def _more() -> None:
    """Exceptions that only have to be there to be caught."""
    names = """AirflowClearRunningTaskException AirflowClusterPolicyError AirflowClusterPolicySkipDag
        AirflowDagDuplicatedIdException AirflowFileParseException AirflowInternalRuntimeError
        AirflowUnsupportedFileTypeException AirflowWebServerTimeout BackfillUnfinished ConnectionNotUnique
        DagCodeNotFound DagConcurrencyLimitReached DagFileExists DagNotPartitionedError DagRunAlreadyExists
        DagRunTypeNotAllowed DeserializationError DeserializingResultError FileSyntaxError InvalidPartitionKeyError
        InvalidStatsNameException NoAvailablePoolSlot NodeNotFound NotMapped PodMutationHookException
        PodReconciliationError TaskConcurrencyLimitReached UnknownExecutorException UnmappableOperator
        VariableNotUnique AirflowSecretsBackendAccessDenied TaskAlreadyRunningError TaskAwaitingInput"""
    for name in names.split():
        body = {"__module__": __name__, "__doc__": "As in Airflow."}
        globals()[name] = type(name, (AirflowException,), body)


_more()


class AirflowExternalTaskSensorException(AirflowException):
    """Something about a task of another DAG."""


class ExternalDagNotFoundError(AirflowExternalTaskSensorException):
    """There is no such DAG."""


class ExternalDagDeletedError(AirflowExternalTaskSensorException):
    """The DAG is gone."""


class ExternalTaskNotFoundError(AirflowExternalTaskSensorException):
    """There is no such task."""


class ExternalTaskGroupNotFoundError(AirflowExternalTaskSensorException):
    """There is no such group."""


class ExternalTaskFailedError(AirflowExternalTaskSensorException):
    """The task failed."""


class ExternalTaskGroupFailedError(AirflowExternalTaskSensorException):
    """The group failed."""


class ExternalDagFailedError(AirflowExternalTaskSensorException):
    """The DAG failed."""


class DuplicateStateError(AirflowExternalTaskSensorException):
    """One state is waited for in two ways."""


class HITLTriggerEventError(Exception):
    """Asking somebody went wrong."""


class HITLTimeoutError(HITLTriggerEventError):
    """Nobody answered in time."""


class HITLRejectException(AirflowException):
    """Somebody said no."""

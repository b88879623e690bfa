import { operatorClassFacts } from "../../catalogue/catalogue.ts";
import { once } from "../../python/once.ts";

/** Modules of Airflow 2.10 to 3.3 below the packages from which DAG files import, and the public names in those that matter most. */
const modules: ReadonlyMap<string, () => readonly string[]> = new Map([
  [
    "airflow.operators",
    words(
      `bash branch datetime email empty generic_transfer latest_only python smooth subdag trigger_dagrun weekday`,
    ),
  ],
  [
    "airflow.sensors",
    words(`base bash date_time external_task filesystem python time_delta time_sensor weekday`),
  ],
  [
    "airflow.utils",
    words(
      `airflow_flask_app cli cli_action_loggers code_utils compression configuration context dag_cycle_tester dag_edges dag_parsing_context dag_version_inflation_checker dates db db_cleanup db_manager decorators deprecation_tools docs dot_renderer edgemodifier email empty_set entry_points event_scheduler file hashlib_wrapper helpers json jwt_signer log memray_utils mixins module_loading net operator_helpers operator_resources orm_event_handlers platform process_utils providers_configuration_loader pydantic python_virtualenv retries scheduler_health sensor_helper serve_logs session setup_teardown singleton span_status sqlalchemy state strings task_group task_instance_session template thread_safe_dict timeout timezone trigger_rule types warnings weekday weight_rule xcom yaml`,
    ),
  ],
  [
    "airflow.models",
    words(
      `abstractoperator asset asset_state_store backfill base baseoperator baseoperatorlink callback connection connection_test crypto dag dag_favorite dag_version dagbag dagbundle dagcode dagparam dagpickle dagrun dagwarning dataset db_callback_request deadline deadline_alert errors expandinput hitl hitl_history log mappedoperator operator param pool referencemixin renderedtifields revoked_token serialized_dag skipmixin slamiss task_state_store taskfail taskinstance taskinstancehistory taskinstancekey tasklog taskmap taskmixin taskreschedule team trigger variable xcom xcom_arg`,
    ),
  ],
  ["airflow.timetables", words(`assets base datasets events interval simple trigger`)],
  [
    "airflow.providers.standard.operators",
    words(
      `bash branch datetime empty generic_transfer hitl latest_only python smooth trigger_dagrun weekday`,
    ),
  ],
  [
    "airflow.providers.standard.sensors",
    words(`bash date_time external_task filesystem python time time_delta weekday`),
  ],
]);

const names: ReadonlyMap<string, () => readonly string[]> = new Map([
  ["airflow", words(`AirflowException Asset DAG Dataset DeprecatedImportWarning XComArg`)],
  [
    "airflow.decorators",
    words(
      `Any Callable ProvidersManager TaskDecorator TaskDecoratorCollection add_deprecated_classes annotations base bash bash_task branch_external_python branch_external_python_task branch_python branch_task branch_virtualenv branch_virtualenv_task condition dag external_python external_python_task python python_task python_virtualenv run_if sensor sensor_task setup setup_task setup_teardown short_circuit short_circuit_task skip_if task task_group teardown teardown_task virtualenv_task`,
    ),
  ],
  [
    "airflow.models",
    words(
      `Base BaseOperator BaseOperatorLink BaseXCom Connection DAG DagBag DagModel DagPickle DagRun DagTag DagWarning DbCallbackRequest Deadline ID_LEN ImportError Log MappedOperator Operator Param Pool RenderedTaskInstanceFields SkipMixin SlaMiss TaskFail TaskInstance TaskInstanceHistory TaskReschedule Trigger Variable XCom clear_task_instances`,
    ),
  ],
  [
    "airflow.models.baseoperator",
    words(
      `AbstractOperator AirflowException AttributeRemoved BaseOperator BaseOperatorMeta Chainable Context DagAttributeTypes DagRunState DagRunTriggeredByType DependencyMixin EdgeModifier ExecutionCallableRunner ExecutorSafeguard FailStopDagInvalidTriggerRule FunctionType MappedOperator MappedTaskGroup MappedTaskUpstreamDep NoResultFound NoReturn NotInRetryPeriodDep NotMapped NotPreviouslySkippedDep OperatorPartial ParamsDict Pool PrevDagrunDep PriorityWeightStrategy RemovedInAirflow3Warning Resources ScheduleInterval SetupTeardownContext TaskDeferralError TaskDeferred TaskGroup TaskInstance TaskPostExecuteHook TaskPreExecuteHook TaskSDKAbstractOperator TaskSDKBaseOperator TriggerRule TriggerRuleDep TypeVar`,
    ),
  ],
  [
    "airflow.models.param",
    words(
      `AirflowException ArgNotSet ClassVar DagParam ItemsView MutableMapping Param ParamValidationError ParamsDict RemovedInAirflow3Warning ResolveMixin ValuesView`,
    ),
  ],
  [
    "airflow.operators.bash",
    words(
      `AirflowException AirflowSkipException ArgNotSet BaseOperator BashOperator RemovedInAirflow3Warning SubprocessHook SubprocessResult`,
    ),
  ],
  ["airflow.operators.branch", words(`BaseBranchOperator BaseOperator BranchMixIn SkipMixin`)],
  [
    "airflow.operators.datetime",
    words(`AirflowException BaseBranchOperator BranchDateTimeOperator RemovedInAirflow3Warning`),
  ],
  ["airflow.operators.email", words(`BaseOperator EmailOperator`)],
  ["airflow.operators.empty", words(`BaseOperator EmptyOperator`)],
  ["airflow.operators.generic_transfer", words(`BaseHook BaseOperator GenericTransfer`)],
  ["airflow.operators.latest_only", words(`BaseBranchOperator LatestOnlyOperator`)],
  [
    "airflow.operators.python",
    words(
      `ABCMeta AirflowConfigException AirflowException AirflowSkipException BaseOperator BranchExternalPythonOperator BranchMixIn BranchPythonOperator BranchPythonVirtualenvOperator DeserializingResultError ExecutionCallableRunner ExternalPythonOperator KeywordParameters Path PythonOperator PythonVirtualenvOperator RemovedInAirflow3Warning ShortCircuitOperator SkipMixin TemporaryDirectory Variable`,
    ),
  ],
  ["airflow.operators.smooth", words(`BaseOperator SmoothOperator`)],
  [
    "airflow.operators.subdag",
    words(
      `AirflowException BaseSensorOperator DagContext DagRun DagRunState DagRunType Enum InternalApiConfig Pool RemovedInAirflow3Warning SkippedStatePropagationOptions SubDagOperator TaskInstance TaskInstanceNotFound TaskInstanceState`,
    ),
  ],
  [
    "airflow.operators.trigger_dagrun",
    words(
      `AirflowException AirflowSkipException BaseOperator BaseOperatorLink DagBag DagModel DagNotFound DagRun DagRunAlreadyExists DagRunState DagRunType DagStateTrigger InternalApiConfig NoResultFound RemovedInAirflow3Warning TriggerDagRunLink TriggerDagRunOperator XCom`,
    ),
  ],
  [
    "airflow.operators.weekday",
    words(`BaseBranchOperator BranchDayOfWeekOperator RemovedInAirflow3Warning WeekDay`),
  ],
  [
    "airflow.providers.standard.operators.bash",
    words(
      `AirflowException AirflowSkipException ArgNotSet BaseOperator BashOperator SubprocessHook SubprocessResult`,
    ),
  ],
  [
    "airflow.providers.standard.operators.branch",
    words(`BaseBranchOperator BaseOperator BranchMixIn SkipMixin`),
  ],
  [
    "airflow.providers.standard.operators.datetime",
    words(`AirflowException BaseBranchOperator BranchDateTimeOperator`),
  ],
  ["airflow.providers.standard.operators.empty", words(`BaseOperator EmptyOperator`)],
  [
    "airflow.providers.standard.operators.generic_transfer",
    words(`BaseHook BaseOperator GenericTransfer`),
  ],
  [
    "airflow.providers.standard.operators.hitl",
    words(
      `AirflowOptionalProviderFeatureException AirflowProviderDeprecationWarning ApprovalOperator BaseNotifier BaseOperator BranchMixIn HITLBranchOperator HITLEntryOperator HITLOperator HITLRejectException HITLTimeoutError HITLTrigger HITLTriggerEventError HITLTriggerEventSuccessPayload ParamsDict ParseResult SkipMixin TaskAwaitingInput`,
    ),
  ],
  [
    "airflow.providers.standard.operators.latest_only",
    words(`BaseBranchOperator DagRunType LatestOnlyOperator`),
  ],
  [
    "airflow.providers.standard.operators.python",
    words(
      `ABCMeta AirflowConfigException AirflowException AirflowProviderDeprecationWarning AirflowSkipException BaseAsyncOperator BaseBranchOperator BaseOperator BranchExternalPythonOperator BranchMixIn BranchPythonOperator BranchPythonVirtualenvOperator DeserializingResultError ExternalPythonOperator InvalidRequirement InvalidSpecifier InvalidVersion KeywordParameters PackageIndexHook Path PythonOperator PythonVirtualenvOperator Requirement ShortCircuitOperator SkipMixin TemporaryDirectory Variable Version`,
    ),
  ],
  ["airflow.providers.standard.operators.smooth", words(`BaseOperator SmoothOperator`)],
  [
    "airflow.providers.standard.operators.trigger_dagrun",
    words(
      `AirflowException AirflowSkipException ArgNotSet BaseOperator BaseOperatorLink DagIsPaused DagModel DagNotFound DagRun DagRunAlreadyExists DagRunState DagRunType DagStateTrigger JSONDecodeError NoResultFound SerializedDagModel TriggerDagRunLink TriggerDagRunOperator XCom`,
    ),
  ],
  [
    "airflow.providers.standard.operators.weekday",
    words(`BaseBranchOperator BranchDayOfWeekOperator WeekDay`),
  ],
  [
    "airflow.providers.standard.sensors.bash",
    words(
      `AirflowFailException BaseSensorOperator BashSensor NamedTemporaryFile Popen TemporaryDirectory`,
    ),
  ],
  [
    "airflow.providers.standard.sensors.date_time",
    words(
      `BaseSensorOperator DateTimeSensor DateTimeSensorAsync DateTimeTrigger NoReturn StartTriggerArgs`,
    ),
  ],
  [
    "airflow.providers.standard.sensors.external_task",
    words(
      `AirflowException AirflowProviderDeprecationWarning AirflowSkipException BaseOperator BaseOperatorLink BaseSensorOperator ClassVar DagBag DagModel DuplicateStateError EmptyOperator ExternalDagDeletedError ExternalDagFailedError ExternalDagLink ExternalDagNotFoundError ExternalTaskFailedError ExternalTaskGroupFailedError ExternalTaskGroupNotFoundError ExternalTaskMarker ExternalTaskNotFoundError ExternalTaskSensor State TaskInstance TaskInstanceState WorkflowTrigger`,
    ),
  ],
  [
    "airflow.providers.standard.sensors.filesystem",
    words(`AirflowException BaseSensorOperator FSHook FileSensor FileTrigger StartTriggerArgs`),
  ],
  [
    "airflow.providers.standard.sensors.python",
    words(`BaseSensorOperator PokeReturnValue PythonSensor`),
  ],
  [
    "airflow.providers.standard.sensors.time",
    words(
      `AirflowProviderDeprecationWarning BaseSensorOperator DateTimeTrigger NoReturn StartTriggerArgs TimeSensor TimeSensorAsync`,
    ),
  ],
  [
    "airflow.providers.standard.sensors.time_delta",
    words(
      `AirflowProviderDeprecationWarning AirflowSkipException BaseSensorOperator DateTimeTrigger NoReturn TimeDeltaSensor TimeDeltaSensorAsync TimeDeltaTrigger Version WaitSensor`,
    ),
  ],
  [
    "airflow.providers.standard.sensors.weekday",
    words(`BaseSensorOperator DayOfWeekSensor WeekDay`),
  ],
  [
    "airflow.sdk",
    words(
      `AllowedKeyMapper Asset AssetAccessControl AssetAlias AssetAll AssetAny AssetOrTimeSchedule AssetWatcher AsyncCallback BaseAsyncOperator BaseBranchOperator BaseDeadlineReference BaseHook BaseNotifier BaseOperator BaseOperatorLink BaseSensorOperator BaseXCom BranchMixIn ChainMapper Connection Context CronDataIntervalTimetable CronPartitionTimetable CronTriggerTimetable DAG DagRunState DayWindow DeadlineAlert DeadlineReference DeltaDataIntervalTimetable DeltaTriggerTimetable EdgeModifier EventsTimetable ExceptionRetryPolicy FanOutMapper FixedKeyMapper HourWindow IdentityMapper Label Metadata MinimumCount MonthWindow MultipleCronTriggerTimetable NEVER_EXPIRE ObjectStoragePath Param ParamsDict PartitionMapper PartitionedAssetTimetable PartitionedAtRuntime PokeReturnValue ProductMapper QuarterWindow ResumableJobMixin RetryAction RetryDecision RetryPolicy RetryRule RollupMapper SecretCache SegmentWindow SkipMixin StartOfDayMapper StartOfHourMapper StartOfMonthMapper StartOfQuarterMapper StartOfWeekMapper StartOfYearMapper SyncCallback TYPE_CHECKING TaskGroup TaskInstance TaskInstanceState TriggerRule Variable WaitForAll WeekWindow WeightRule Window XComArg YearWindow __version__ annotations api asset bases chain chain_linear conf configuration cross_downstream dag deadline_reference definitions exceptions execution_time get_current_context get_parsing_context io lineage listener literal log macros module_loading observability plugins_manager providers_manager_runtime result serde setup state task task_group teardown timezone yaml`,
    ),
  ],
  [
    "airflow.sensors.base",
    words(
      `AirflowException AirflowFailException AirflowRescheduleException AirflowSensorTimeout AirflowSkipException AirflowTaskTimeout BaseOperator BaseSensorOperator ExecutorLoader InternalApiConfig PokeReturnValue ReadyToRescheduleDep SkipMixin TaskDeferralError TaskReschedule`,
    ),
  ],
  [
    "airflow.sensors.bash",
    words(
      `AirflowFailException BaseSensorOperator BashSensor NamedTemporaryFile Popen TemporaryDirectory`,
    ),
  ],
  [
    "airflow.sensors.date_time",
    words(
      `BaseSensorOperator DateTimeSensor DateTimeSensorAsync DateTimeTrigger NoReturn StartTriggerArgs`,
    ),
  ],
  [
    "airflow.sensors.external_task",
    words(
      `AirflowException AirflowSkipException BaseOperatorLink BaseSensorOperator DagBag DagModel EmptyOperator ExternalDagLink ExternalTaskMarker ExternalTaskSensor ExternalTaskSensorLink RemovedInAirflow3Warning State TaskInstance TaskInstanceState WorkflowTrigger`,
    ),
  ],
  [
    "airflow.sensors.filesystem",
    words(`AirflowException BaseSensorOperator FSHook FileSensor FileTrigger StartTriggerArgs`),
  ],
  ["airflow.sensors.python", words(`BaseSensorOperator PokeReturnValue PythonSensor`)],
  [
    "airflow.sensors.time_delta",
    words(
      `AirflowSkipException BaseSensorOperator DateTimeTrigger NoReturn TimeDeltaSensor TimeDeltaSensorAsync`,
    ),
  ],
  [
    "airflow.sensors.time_sensor",
    words(
      `BaseSensorOperator DateTimeTrigger NoReturn StartTriggerArgs TimeSensor TimeSensorAsync`,
    ),
  ],
  [
    "airflow.sensors.weekday",
    words(`BaseSensorOperator DayOfWeekSensor RemovedInAirflow3Warning WeekDay`),
  ],
  [
    "airflow.timetables.assets",
    words(
      `AirflowTimetableInvalid AssetAll AssetOrTimeSchedule AssetTriggeredTimetable BaseAsset DagRunType SerializedAsset SerializedAssetBase`,
    ),
  ],
  [
    "airflow.timetables.base",
    words(
      `AssetUniqueKey BaseAsset BaseDataset DagRunInfo DataInterval NotRequired PartitionMapperInfo SerializedAssetBase TimeRestriction Timetable TypedDict`,
    ),
  ],
  [
    "airflow.timetables.datasets",
    words(
      `AirflowTimetableInvalid AssetOrTimeSchedule BaseDataset DagRunType DatasetAll DatasetOrTimeSchedule DatasetTriggeredSchedule`,
    ),
  ],
  ["airflow.timetables.events", words(`DagRunInfo DataInterval EventsTimetable Timetable`)],
  [
    "airflow.timetables.interval",
    words(
      `AirflowTimetableInvalid CronDataIntervalTimetable CronMixin DagRunInfo DataInterval DateTime Delta DeltaDataIntervalTimetable DeltaMixin Timetable`,
    ),
  ],
  [
    "airflow.timetables.simple",
    words(
      `AssetTriggeredTimetable BaseAsset ContinuousTimetable DagRunInfo DataInterval DatasetAlias DatasetTriggeredTimetable IdentityMapper InvalidPartitionKeyError NullTimetable OnceTimetable PartitionMapperInfo PartitionedAssetTimetable PartitionedAtRuntime SerializedAsset SerializedAssetAlias SerializedAssetAll SerializedAssetBase SerializedAssetNameRef SerializedAssetUriRef Timetable TypeAlias`,
    ),
  ],
  [
    "airflow.timetables.trigger",
    words(
      `CronMixin CronPartitionTimetable CronTriggerTimetable DagRunInfo DataInterval DeltaMixin DeltaTriggerTimetable InvalidPartitionKeyError MultipleCronTriggerTimetable NoneType Timetable`,
    ),
  ],
  [
    "airflow.utils.dates",
    words(
      `cron_presets croniter date_range datetime datetime_to_nano days_ago infer_time_unit parse_execution_date relativedelta round_time scale_time_units timedelta timezone`,
    ),
  ],
  ["airflow.utils.edgemodifier", words(`DAGNode DependencyMixin EdgeModifier Label TaskGroup`)],
  [
    "airflow.utils.task_group",
    words(
      `AirflowDagCycleException AirflowException DAGNode DagAttributeTypes DuplicateTaskIdFound MappedTaskGroup TaskAlreadyInTaskGroup TaskGroup TaskGroupContext TriggerRule`,
    ),
  ],
  ["airflow.utils.trigger_rule", words(`Enum TriggerRule`)],
]);

/** The modules of a package, in any Airflow from 2.10 on; undefined for other packages. */
export function modulesIn(path: string): readonly string[] | undefined {
  return modules.get(path)?.();
}

/** The classes of a module, and the functions of those that hold the authoring interface, in any Airflow from 2.10 on. */
export function namesIn(module: string): readonly string[] | undefined {
  return names.get(module)?.();
}

/** Modules whose names are all known, in any Airflow from 2.10 on: what they lack they never had. */
const complete: ReadonlySet<string> = new Set(["airflow.sdk", "airflow.decorators"]);

/** Packages that hold modules, and none of the classes in them. */
const onlyModules: ReadonlySet<string> = new Set([
  "airflow.operators",
  "airflow.sensors",
  "airflow.providers.standard.operators",
  "airflow.providers.standard.sensors",
]);

/** Names that authors use most, with their home in Airflow 2 where it is another than in Airflow 3, where it is airflow.sdk. */
const homesInTwo: ReadonlyMap<string, string> = new Map([
  ["BaseOperator", "airflow.models"],
  ["BaseSensorOperator", "airflow.sensors.base"],
  ["Connection", "airflow.models"],
  ["DAG", "airflow"],
  ["Label", "airflow.utils.edgemodifier"],
  ["Param", "airflow.models.param"],
  ["TaskGroup", "airflow.utils.task_group"],
  ["TriggerRule", "airflow.utils.trigger_rule"],
  ["Variable", "airflow.models"],
  ["XComArg", "airflow"],
  ["chain", "airflow.models.baseoperator"],
  ["chain_linear", "airflow.models.baseoperator"],
  ["cross_downstream", "airflow.models.baseoperator"],
  ["dag", "airflow.decorators"],
  ["get_current_context", "airflow.operators.python"],
  ["setup", "airflow.decorators"],
  ["task", "airflow.decorators"],
  ["task_group", "airflow.decorators"],
  ["teardown", "airflow.decorators"],
]);

/**
 * The module that has a name which another module certainly lacks; undefined where the other may have it, or where it is not
 * known where the name is. `isThree`: the Airflow that reads the file is 3.
 */
export function homeOf(name: string, module: string, isThree: boolean): string | undefined {
  const isClass = /^[A-Z]\w*[a-z]/.test(name);
  const lacks =
    complete.has(module) ||
    (isClass && (onlyModules.has(module) || names.has(module))) ||
    (module === "airflow" && homesInTwo.has(name));
  const has = names.get(module)?.().includes(name) ?? false;
  if (!lacks || has) return undefined;
  const home = standardHome(name, isThree) ?? authoringHome(name, isThree);
  return home === module ? undefined : home;
}

/** Where what DAG files are written with is imported from; undefined for other names. */
export function authoringHome(name: string, isThree: boolean): string | undefined {
  const inTwo = homesInTwo.get(name);
  return isThree && inTwo !== undefined ? "airflow.sdk" : inTwo;
}

/** `BashOperator` is in `bash`: the module of the standard provider in which a class is written. */
function standardHome(name: string, isThree: boolean): string | undefined {
  if (!/(Operator|Sensor|SensorAsync)$/.test(name)) return undefined;
  const module = operatorClassFacts(name, "airflow.operators")?.module;
  if (module?.startsWith(`${standard}.`) !== true) return undefined;
  if (isThree) return module;
  const inTwo = module.replace(standard, "airflow");
  return names.get(inTwo)?.().includes(name) === true ? inTwo : undefined;
}

const standard = "airflow.providers.standard";

/** The words of a text, taken apart when they are first asked for. */
function words(text: string): () => readonly string[] {
  return once(() => text.split(" "));
}

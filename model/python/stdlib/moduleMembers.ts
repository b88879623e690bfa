import { once } from "../once.ts";

/**
 * The public names of the modules, and of the classes of `datetime`, that DAG files use most: what `dir()` shows in Python 3.9 to
 * 3.14 together, with what only Windows has, and in pendulum 2 and 3. A name that is not among them is in no Python.
 * Constants of `os` are left out: they differ from system to system.
 */
const members: ReadonlyMap<string, () => ReadonlySet<string>> = new Map([
  [
    "base64",
    names(
      `MAXBINSIZE MAXLINESIZE a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode b64decode b64encode b85decode b85encode binascii bytes_types decode decodebytes encode encodebytes main re standard_b64decode standard_b64encode struct test urlsafe_b64decode urlsafe_b64encode z85decode z85encode`,
    ),
  ],
  [
    "calendar",
    names(
      `APRIL AUGUST Calendar DECEMBER Day EPOCH FEBRUARY FRIDAY February HTMLCalendar IllegalMonthError IllegalWeekdayError IntEnum JANUARY JULY JUNE January LocaleHTMLCalendar LocaleTextCalendar MARCH MAY MONDAY Month NOVEMBER OCTOBER SATURDAY SEPTEMBER SUNDAY THURSDAY TUESDAY TextCalendar WEDNESDAY c calendar datetime day_abbr day_name different_locale error firstweekday format formatstring global_enum isleap leapdays main mdays month month_abbr month_name monthcalendar monthrange prcal prmonth prweek repeat setfirstweekday sys timegm warnings week weekday weekheader`,
    ),
  ],
  [
    "collections",
    // Python 3.9 still hands on what is in `collections.abc`.
    names(
      `AsyncGenerator AsyncIterable AsyncIterator Awaitable ByteString Callable ChainMap Collection Container Coroutine Counter Generator Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet OrderedDict Reversible Sequence Set Sized UserDict UserList UserString ValuesView abc defaultdict deque namedtuple`,
    ),
  ],
  ["copy", names(`Error copy deepcopy dispatch_table error replace`)],
  [
    "csv",
    names(
      `Dialect DictReader DictWriter Error QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE QUOTE_NONNUMERIC QUOTE_NOTNULL QUOTE_STRINGS Sniffer StringIO excel excel_tab field_size_limit get_dialect list_dialects re reader register_dialect types unix_dialect unregister_dialect writer`,
    ),
  ],
  [
    "dataclasses",
    names(
      `Field FrozenInstanceError FunctionType GenericAlias InitVar KW_ONLY MISSING abc asdict astuple builtins copy dataclass field fields functools inspect is_dataclass itertools keyword make_dataclass re recursive_repr replace sys types`,
    ),
  ],
  [
    "datetime",
    names(`MAXYEAR MINYEAR UTC date datetime datetime_CAPI sys time timedelta timezone tzinfo`),
  ],
  [
    "datetime.date",
    names(
      `ctime day fromisocalendar fromisoformat fromordinal fromtimestamp isocalendar isoformat isoweekday max min month replace resolution strftime strptime timetuple today toordinal weekday year`,
    ),
  ],
  [
    "datetime.datetime",
    names(
      `astimezone combine ctime date day dst fold fromisocalendar fromisoformat fromordinal fromtimestamp hour isocalendar isoformat isoweekday max microsecond min minute month now replace resolution second strftime strptime time timestamp timetuple timetz today toordinal tzinfo tzname utcfromtimestamp utcnow utcoffset utctimetuple weekday year`,
    ),
  ],
  [
    "datetime.time",
    names(
      `dst fold fromisoformat hour isoformat max microsecond min minute replace resolution second strftime strptime tzinfo tzname utcoffset`,
    ),
  ],
  ["datetime.timedelta", names(`days max microseconds min resolution seconds total_seconds`)],
  [
    "functools",
    names(
      `GenericAlias Placeholder RLock WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property cmp_to_key get_cache_token lru_cache namedtuple partial partialmethod recursive_repr reduce singledispatch singledispatchmethod total_ordering update_wrapper wraps`,
    ),
  ],
  [
    "glob",
    names(
      `contextlib escape fnmatch functools glob glob0 glob1 has_magic iglob itertools magic_check magic_check_bytes operator os re stat sys translate`,
    ),
  ],
  [
    "hashlib",
    names(
      `algorithms_available algorithms_guaranteed blake2b blake2s file_digest md5 new pbkdf2_hmac scrypt sha1 sha224 sha256 sha384 sha3_224 sha3_256 sha3_384 sha3_512 sha512 shake_128 shake_256`,
    ),
  ],
  [
    "itertools",
    names(
      `accumulate batched chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest`,
    ),
  ],
  [
    "json",
    names(
      `JSONDecodeError JSONDecoder JSONEncoder codecs decoder detect_encoding dump dumps encoder load loads scanner tool`,
    ),
  ],
  [
    "logging",
    names(
      `BASIC_FORMAT BufferingFormatter CRITICAL DEBUG ERROR FATAL FileHandler Filter Filterer Formatter GenericAlias Handler INFO LogRecord Logger LoggerAdapter Manager NOTSET NullHandler PercentStyle PlaceHolder RootLogger StrFormatStyle StreamHandler StringTemplateStyle Template WARN WARNING addLevelName atexit basicConfig captureWarnings collections config critical currentframe debug disable error exception fatal getHandlerByName getHandlerNames getLevelName getLevelNamesMapping getLogRecordFactory getLogger getLoggerClass handlers info io lastResort log logAsyncioTasks logMultiprocessing logProcesses logThreads makeLogRecord os raiseExceptions re root setLogRecordFactory setLoggerClass shutdown sys threading time traceback warn warning warnings weakref`,
    ),
  ],
  [
    "math",
    names(
      `acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2 expm1 fabs factorial floor fma fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt sumprod tan tanh tau trunc ulp`,
    ),
  ],
  [
    "operator",
    names(
      `abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem gt iadd iand iconcat ifloordiv ilshift imatmul imod imul index indexOf inv invert ior ipow irshift is_ is_not isub itemgetter itruediv ixor le length_hint lshift lt matmul methodcaller mod mul ne neg not_ or_ pos pow rshift setitem sub truediv truth xor`,
    ),
  ],
  [
    "os",
    names(
      `DirEntry GenericAlias Mapping MutableMapping PathLike abc abort access add_dll_directory altsep chdir chmod chown chroot close closerange confstr confstr_names copy_file_range cpu_count ctermid curdir defpath device_encoding devnull dup dup2 environ environb error eventfd eventfd_read eventfd_write execl execle execlp execlpe execv execve execvp execvpe extsep fchdir fchmod fchown fdatasync fdopen fork forkpty fpathconf fsdecode fsencode fspath fstat fstatvfs fsync ftruncate fwalk get_blocking get_exec_path get_handle_inheritable get_inheritable get_terminal_size getcwd getcwdb getegid getenv getenvb geteuid getgid getgrouplist getgroups getloadavg getlogin getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getsid getuid getxattr grantpt initgroups isatty kill killpg lchown linesep link listdir listdrives listmounts listvolumes listxattr lockf login_tty lseek lstat major makedev makedirs memfd_create minor mkdir mkfifo mknod name nice open openpty pardir path pathconf pathconf_names pathsep pidfd_open pipe pipe2 popen posix_fadvise posix_fallocate posix_openpt posix_spawn posix_spawnp pread preadv process_cpu_count ptsname putenv pwrite pwritev read readinto readlink readv register_at_fork reload_environ remove removedirs removexattr rename renames replace rmdir scandir sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler sched_param sched_rr_get_interval sched_setaffinity sched_setparam sched_setscheduler sched_yield sendfile sep set_blocking set_handle_inheritable set_inheritable setegid seteuid setgid setgroups setns setpgid setpgrp setpriority setregid setresgid setresuid setreuid setsid setuid setxattr spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe splice st startfile stat stat_result statvfs statvfs_result strerror supports_bytes_environ supports_dir_fd supports_effective_ids supports_fd supports_follow_symlinks symlink sync sys sysconf sysconf_names system tcgetpgrp tcsetpgrp terminal_size timerfd_create timerfd_gettime timerfd_gettime_ns timerfd_settime timerfd_settime_ns times times_result truncate ttyname umask uname uname_result unlink unlockpt unsetenv unshare urandom utime wait wait3 wait4 waitid waitid_result waitpid waitstatus_to_exitcode walk write writev`,
    ),
  ],
  [
    "os.path",
    names(
      `abspath altsep basename commonpath commonprefix curdir defpath devnull dirname exists expanduser expandvars extsep genericpath getatime getctime getmtime getsize isabs isdevdrive isdir isfile isjunction islink ismount join lexists normcase normpath os pardir pathsep realpath relpath samefile sameopenfile samestat sep split splitdrive splitext splitroot stat supports_unicode_filenames sys`,
    ),
  ],
  [
    "pathlib",
    names(
      `EBADF EINVAL ELOOP ENOENT ENOTDIR Path PosixPath PurePath PurePosixPath PureWindowsPath S_ISBLK S_ISCHR S_ISDIR S_ISFIFO S_ISLNK S_ISREG S_ISSOCK Sequence UnsupportedOperation WindowsPath attrgetter fnmatch functools io nt ntpath os posixpath re supports_symlinks sys types urlquote_from_bytes warnings`,
    ),
  ],
  [
    "pendulum",
    names(
      `Any DAYS_PER_WEEK Date DateTime Duration FRIDAY FixedTimezone Formatter HOURS_PER_DAY Interval MINUTES_PER_HOUR MONDAY MONTHS_PER_YEAR POST_TRANSITION PRE_TRANSITION Period SATURDAY SECONDS_PER_DAY SECONDS_PER_HOUR SECONDS_PER_MINUTE SUNDAY THURSDAY TRANSITION_ERROR TUESDAY TYPE_CHECKING Time Timezone UTC WEDNESDAY WEEKS_PER_YEAR WeekDay YEARS_PER_CENTURY YEARS_PER_DECADE annotations cache cast constants date datetime day duration exceptions fixed_timezone format_diff formatting freeze from_format from_timestamp get_formatter get_locale get_test_now has_test_now helpers instance interval local local_timezone locale locales mixins naive now overload parse parser parsing period period_class reset_to_string_format set_formatter set_local_timezone set_locale set_test_now set_to_string_format test test_local_timezone time timezone timezones today tomorrow travel travel_back travel_to tz utils version week_ends_at week_starts_at yesterday`,
    ),
  ],
  [
    "random",
    names(
      `BPF LOG4 NV_MAGICCONST RECIP_BPF Random SG_MAGICCONST SystemRandom TWOPI betavariate binomialvariate choice choices expovariate gammavariate gauss getrandbits getstate lognormvariate main normalvariate paretovariate randbytes randint random randrange sample seed setstate shuffle triangular uniform vonmisesvariate weibullvariate`,
    ),
  ],
  [
    "re",
    names(
      `A ASCII DEBUG DOTALL I IGNORECASE L LOCALE M MULTILINE Match NOFLAG Pattern PatternError RegexFlag S Scanner T TEMPLATE U UNICODE VERBOSE X compile copyreg enum error escape findall finditer fullmatch functools match purge search split sre_compile sre_parse sub subn template`,
    ),
  ],
  [
    "shutil",
    names(
      `COPY_BUFSIZE Error ExecError ReadError RegistryError SameFileError SpecialFileError chown collections copy copy2 copyfile copyfileobj copymode copystat copytree disk_usage errno fnmatch get_archive_formats get_terminal_size get_unpack_formats getgrnam getpwnam ignore_patterns make_archive move nt os posix register_archive_format register_unpack_format rmtree stat sys unpack_archive unregister_archive_format unregister_unpack_format warnings which`,
    ),
  ],
  [
    "string",
    names(
      `Formatter Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits printable punctuation templatelib whitespace`,
    ),
  ],
  [
    "subprocess",
    names(
      `CalledProcessError CompletedProcess DEVNULL PIPE Popen STARTUPINFO STDOUT SubprocessError TimeoutExpired builtins call check_call check_output contextlib errno fcntl getoutput getstatusoutput grp io list2cmdline locale os pwd run select selectors signal sys threading time types warnings`,
    ),
  ],
  [
    "sys",
    names(
      `abi_info abiflags activate_stack_trampoline addaudithook api_version argv audit base_exec_prefix base_prefix breakpointhook builtin_module_names byteorder call_tracing copyright deactivate_stack_trampoline displayhook dllhandle dont_write_bytecode exc_clear exc_info excepthook exception exec_prefix executable exit flags float_info float_repr_style get_asyncgen_hooks get_coroutine_origin_tracking_depth get_int_max_str_digits getallocatedblocks getdefaultencoding getdlopenflags getfilesystemencodeerrors getfilesystemencoding getobjects getprofile getrecursionlimit getrefcount getsizeof getswitchinterval gettotalrefcount gettrace getunicodeinternedsize getwindowsversion hash_info hexversion implementation int_info intern is_finalizing is_remote_debug_enabled is_stack_trampoline_active last_exc last_traceback last_type last_value maxsize maxunicode meta_path modules monitoring orig_argv path path_hooks path_importer_cache platform platlibdir prefix ps1 ps2 pycache_prefix remote_exec set_asyncgen_hooks set_coroutine_origin_tracking_depth set_int_max_str_digits set_lazy_imports setdlopenflags setprofile setrecursionlimit setswitchinterval settrace stderr stdin stdlib_module_names stdout thread_info tracebacklimit unraisablehook version version_info warnoptions winver`,
    ),
  ],
  [
    "tempfile",
    names(
      `NamedTemporaryFile SpooledTemporaryFile TMP_MAX TemporaryDirectory TemporaryFile gettempdir gettempdirb gettempprefix gettempprefixb mkdtemp mkstemp mktemp tempdir template`,
    ),
  ],
  ["textwrap", names(`TextWrapper dedent fill indent re shorten wrap`)],
  [
    "time",
    names(
      `CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME CLOCK_TAI CLOCK_THREAD_CPUTIME_ID altzone asctime clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns ctime daylight get_clock_info gmtime localtime mktime monotonic monotonic_ns perf_counter perf_counter_ns process_time process_time_ns pthread_getcpuclockid sleep strftime strptime struct_time thread_time thread_time_ns time time_ns timezone tzname tzset`,
    ),
  ],
  [
    "uuid",
    names(
      `Enum MAX NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL NAMESPACE_X500 NIL RESERVED_FUTURE RESERVED_MICROSOFT RESERVED_NCS RFC_4122 SafeUUID UUID bytes_ getnode int_ main os platform sys uuid1 uuid3 uuid4 uuid5 uuid6 uuid7 uuid8`,
    ),
  ],
  [
    "zoneinfo",
    names(
      `InvalidTZPathWarning TZPATH ZoneInfo ZoneInfoNotFoundError available_timezones reset_tzpath`,
    ),
  ],
]);

/** The public names of a module or a class of the library; undefined where they are not known to the last. */
export function membersOf(path: string): ReadonlySet<string> | undefined {
  return members.get(path)?.();
}

/** Whether a module or class surely has no such name. */
export function surelyLacks(path: string, name: string): boolean {
  if (name.startsWith("_") || (path === "os" && name === name.toUpperCase())) return false;
  return membersOf(path)?.has(name) === false;
}

/** The names of a text, taken apart when they are first asked for. */
function names(text: string): () => ReadonlySet<string> {
  return once(() => new Set(text.split(" ")));
}

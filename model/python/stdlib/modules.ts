import { nativeModule } from "../native.ts";
import type { ModuleValue, Value } from "../value.ts";
import { attrsNames } from "./attrsModule.ts";
import { astNames } from "./codeTexts.ts";
import { abstractNames, collectionsNames } from "./collectionsModule.ts";
import { calendarNames } from "./calendarModule.ts";
import { configparserNames } from "./configparserModule.ts";
import { contextlibNames } from "./contextlibModule.ts";
import { csvNames } from "./csvModule.ts";
import { dataclassesNames } from "./dataclassesModule.ts";
import { datetimeNames, pytzNames, zoneinfoNames } from "./datetimeModule.ts";
import { enumNames } from "./enumModule.ts";
import { fnmatchNames } from "./fnmatchModule.ts";
import { functoolsNames } from "./functoolsModule.ts";
import { graphlibNames } from "./graphlibModule.ts";
import { hashlibNames } from "./hashlibModule.ts";
import { bisectNames, heapqNames } from "./heapqModule.ts";
import { importlibMachineryNames, importlibUtilNames } from "./importlibUtil.ts";
import { inspectNames, pkgutilNames } from "./inspectModule.ts";
import { itertoolsNames } from "./itertoolsModule.ts";
import { jsonNames } from "./jsonModule.ts";
import { jsonschemaErrorNames, jsonschemaNames } from "./jsonschemaModule.ts";
import { globNames, osNames, osPathNames } from "./osModule.ts";
import { ioNames } from "./openFile.ts";
import { packagingVersionNames } from "./packagingModule.ts";
import { pathlibNames } from "./pathlibModule.ts";
import {
  dateutilParserNames,
  dateutilTzNames,
  pendulumNames,
  pendulumZoneNames,
  relativedeltaNames,
} from "./pendulumModule.ts";
import { pydanticNames, pydanticSettingsNames } from "./pydanticModule.ts";
import { randomNames } from "./randomModule.ts";
import { reNames } from "./reModule.ts";
import { decoupleNames, dotenvNames, environsNames } from "./settingsModules.ts";
import {
  base64Names,
  copyNames,
  futureNames,
  importlibNames,
  loggingNames,
  mathNames,
  numbersNames,
  operatorNames,
  stringNames,
  sysNames,
  textwrapNames,
  typesNames,
  warningsNames,
} from "./smallModules.ts";
import { shlexNames } from "./shlexModule.ts";
import { tomllibNames } from "./tomllibModule.ts";
import { abcNames, typingNames } from "./typingModule.ts";
import { urllibParseNames } from "./urlModule.ts";
import { unfollowed } from "./unfollowed.ts";
import { uuidNames } from "./uuidModule.ts";
import { yamlNames } from "./yamlModule.ts";

type Names = readonly (readonly [string, Value])[];

/**
 * Every module that is followed: the standard library, and the few packages that files which describe work use for dates
 * and settings. Any other name of a followed module is unknown, not an error.
 */
const list: readonly (readonly [string, () => Names])[] = [
  ["__future__", futureNames],
  ["abc", abcNames],
  ["ast", astNames],
  ["attr", attrsNames],
  ["attrs", attrsNames],
  ["base64", base64Names],
  ["bisect", bisectNames],
  ["calendar", calendarNames],
  ["collections", collectionsNames],
  ["collections.abc", abstractNames],
  ["configparser", configparserNames],
  ["contextlib", contextlibNames],
  ["copy", copyNames],
  ["csv", csvNames],
  ["dataclasses", dataclassesNames],
  ["datetime", datetimeNames],
  ["dateutil", () => []],
  ["dateutil.parser", dateutilParserNames],
  ["dateutil.relativedelta", relativedeltaNames],
  ["dateutil.tz", dateutilTzNames],
  ["decouple", decoupleNames],
  ["dotenv", dotenvNames],
  ["enum", enumNames],
  ["environs", environsNames],
  ["fnmatch", fnmatchNames],
  ["functools", functoolsNames],
  ["glob", globNames],
  ["graphlib", graphlibNames],
  ["hashlib", hashlibNames],
  ["heapq", heapqNames],
  ["importlib", importlibNames],
  ["importlib.machinery", importlibMachineryNames],
  ["importlib.util", importlibUtilNames],
  ["inspect", inspectNames],
  ["io", ioNames],
  ["itertools", itertoolsNames],
  ["json", jsonNames],
  ["jsonschema", jsonschemaNames],
  ["jsonschema.exceptions", jsonschemaErrorNames],
  ["logging", loggingNames],
  ["math", mathNames],
  ["numbers", numbersNames],
  ["operator", operatorNames],
  ["os", osNames],
  ["os.path", osPathNames],
  ["packaging", () => []],
  ["packaging.version", packagingVersionNames],
  ["pathlib", pathlibNames],
  ["pendulum", pendulumNames],
  ["pendulum.tz", pytzNames],
  ["pendulum.tz.timezone", pendulumZoneNames],
  ["pkgutil", pkgutilNames],
  ["pydantic", pydanticNames],
  ["pydantic_settings", pydanticSettingsNames],
  ["pytz", pytzNames],
  ["posixpath", osPathNames],
  ["random", randomNames],
  ["re", reNames],
  ["shlex", shlexNames],
  ["string", stringNames],
  ["structlog", loggingNames],
  ["sys", sysNames],
  ["textwrap", textwrapNames],
  ["toml", tomllibNames],
  ["tomli", tomllibNames],
  ["tomllib", tomllibNames],
  ["types", typesNames],
  ["typing", typingNames],
  ["typing_extensions", typingNames],
  ["urllib.parse", urllibParseNames],
  ["uuid", uuidNames],
  ["warnings", warningsNames],
  ["yaml", yamlNames],
  ["zoneinfo", zoneinfoNames],
];

/** How each module is made afresh, of names that are made once. */
export const modules: ReadonlyMap<string, () => ModuleValue> = new Map(
  list.map(([name, names]) => [
    name,
    () => nativeModule(name, name === "sys" ? [...names(), sysPath()] : names(), unfollowed(name)),
  ]),
);

/** `sys.path`, to which code adds folders of the workspace. */
function sysPath(): readonly [string, Value] {
  const uncertain = { kind: "unknown", reason: "sys.path is known only when it runs" } as const;
  return ["path", { kind: "list", items: [], uncertain, branch: 0 }];
}

import { join } from "node:path";
import { setFlagsFromString } from "node:v8";

import { runKept } from "./keptCode.ts";

// Reading a workspace leaves much garbage and little that is kept: V8 collects it before it asks for more memory.
// 5,000 files: 198 MB instead of 333 at the same speed. A V8 that does not know the flag ignores it.
// Before the program is read, since V8 takes back only code that was made under the same flags.
setFlagsFromString("--heap-growing-percent=50");

/**
 * Starts the language server. What it needed for the files that were opened first is kept: later V8 forgets the code of what
 * ran but once, and an editor that is closed may end the server before it is asked.
 */
runKept(join(__dirname, "server.main.js"), module, { as: "server", after: 20_000 });

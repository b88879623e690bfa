import { join } from "node:path";

import { runKept } from "../launch/keptCode.ts";

// Starts the first check as launch/ starts our programs: with the code that V8 made of it before.
runKept(join(__dirname, "firstCheck.cjs"), module, { as: "firstCheck" });

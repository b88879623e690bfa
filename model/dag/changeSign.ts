import type { Change } from "./graphJson.ts";

/** What stands before a name in a comparison, so that colour is never the only sign. */
export function changeSign(change: Change | undefined): string {
  switch (change) {
    case "added":
      return "+ ";
    case "removed":
      return "− ";
    case "changed":
      return "± ";
    case "same":
    case undefined:
      return "";
  }
}

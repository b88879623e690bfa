/** What is asked before runs are forgotten. */
export interface ClearQuestion {
  readonly message: string;
  readonly detail: string;
  /** Buttons: of the runs that are seen, where a filter hides others, and of all. */
  readonly shown: string | undefined;
  readonly all: string;
}

/** Asks how much is meant: logs that are gone do not come back, and a filter may hide what would go with them. */
export function clearQuestion(counts: {
  readonly ended: number;
  readonly shown: number;
}): ClearQuestion {
  const { ended, shown } = counts;
  const hidden = ended - shown;
  const gone = "This cannot be undone. DAG files are not touched.";
  return {
    message:
      ended === 1
        ? "Remove the run that has ended, with its logs?"
        : `Remove all ${ended} runs that have ended, with their logs?`,
    detail: hidden === 0 ? gone : `The filter hides ${partOf(hidden, ended)}. ${gone}`,
    shown: hidden > 0 && shown > 0 ? `Remove ${shown} Shown` : undefined,
    all: ended === 1 ? "Remove" : `Remove All ${ended}`,
  };
}

function partOf(hidden: number, all: number): string {
  if (hidden < all) return `${hidden} of them`;
  return all === 1 ? "it" : all === 2 ? "both of them" : "all of them";
}

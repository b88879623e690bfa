/** Why runs cannot begin with these settings; undefined when they can. They come as they were typed, whatever the schema says. */
export function settingsFault(parallel: unknown, pools: unknown): SettingsFault | undefined {
  if (!isCount(parallel)) {
    const text = `dagsight.run.parallel must be a whole number from 1, not ${shown(parallel)}.`;
    return { setting: "dagsight.run.parallel", text };
  }
  const setting = "dagsight.run.pools";
  if (typeof pools !== "object" || pools === null || Array.isArray(pools))
    return { setting, text: `${setting} must name pools with their slots, not ${shown(pools)}.` };
  for (const [pool, slots] of Object.entries(pools)) {
    if (isCount(slots)) continue;
    const text = `${setting} must give the pool ${pool} a whole number of slots from 1, not ${shown(slots)}.`;
    return { setting, text };
  }
  return undefined;
}

/** A setting that says nothing that can be done. */
export interface SettingsFault {
  readonly setting: string;
  readonly text: string;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

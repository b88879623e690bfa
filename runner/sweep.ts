import { readdirSync, readFileSync } from "node:fs";

/**
 * Every process below a bridge carries a mark in its environment: whose it is. If guard and host are killed at the same
 * moment, a shell that started a session of its own is nobody's child any more; only the mark tells. Linux alone has it in
 * /proc; elsewhere nothing is swept.
 */
export function bridgeCookie(name: string): string {
  return `${ownIdentity()}.${name}`;
}

/** This process: its number, and when it started, because numbers are used again. */
export function ownIdentity(): string {
  return `${process.pid}.${startTime(process.pid)}`;
}

/** Whether the process of an identity, or of a mark that begins with it, is still there. Where /proc is missing the number decides. */
export function isAlive(identity: string): boolean {
  const [pid = "", started = ""] = identity.split(".");
  if (process.platform === "linux") return startTime(Number(pid)) === started;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    // Gone, or somebody else's.
    return false;
  }
}

/** Kills what was left behind by engines that are gone. */
export function sweepAbandoned(): void {
  kill((cookie) => !isAlive(cookie));
}

/** Kills what a bridge that has ended left behind. */
export function sweepBridge(cookie: string): void {
  kill((other) => other === cookie);
}

function kill(isMeant: (cookie: string) => boolean): void {
  for (const pid of processes()) {
    const cookie = cookieOf(pid);
    if (cookie === undefined || pid === process.pid || !isMeant(cookie)) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile, or is somebody else's.
    }
  }
}

function processes(): readonly number[] {
  if (process.platform !== "linux") return [];
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    // No /proc in this container.
    return [];
  }
}

function cookieOf(pid: number): string | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
    return /(?:^|\0)DAGSIGHT_ENGINE=([^\0]+)/.exec(environment)?.[1];
  } catch {
    // It ended meanwhile, or is somebody else's.
    return undefined;
  }
}

/** When a process started, in the kernel's ticks; "0" where that cannot be known or it is gone. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return "0";
  }
}

import type { Files } from "../model/workspace/files.ts";

/** What differs between a server in a process of its own and one in a browser's worker. */
export interface Host {
  /** The files below a folder as they are on disk. `arrived` is called when one that was not known yet came in. */
  filesBelow(rootUri: string, arrived: (path: string) => void): DiskFiles;
  /** Milliseconds since 1970. */
  now(): number;
  /** IANA name of the zone that this machine's clock shows. */
  readonly localZone: string;
}

/** Files on disk, remembered until they are said to have changed. */
export interface DiskFiles extends Files {
  /** Forgets what is known of a path: it was changed, made or deleted. */
  forget(path: string): void;
}

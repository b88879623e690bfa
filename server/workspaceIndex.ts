import type { Dag, Task, TaskGroup } from "../model/dag/dag.ts";
import { dagsBeside } from "../model/rules/otherDags.ts";
import type { OtherDag } from "../model/rules/rule.ts";
import {
  snapshotOf,
  snapshotsOf,
  together,
  type Snapshot,
  type SnapshotInput,
} from "../model/snapshot/snapshot.ts";
import { definitionFiles } from "../model/workspace/definitionFiles.ts";
import type { Folder } from "./folder.ts";
import type { IdUse } from "./ids/idUse.ts";
import { dagIdsIn } from "./ids/idStrings.ts";
import { idUsesOf } from "./ids/usesOf.ts";
import { withMore } from "../model/withMore.ts";

/** What is kept of one file that defines or names DAGs: enough for questions across files, not the whole snapshot. */
export interface IndexedFile {
  readonly path: string;
  /** Those that the file makes itself. */
  readonly dags: readonly IndexedDag[];
  /** Ids of all DAGs that its text names, or names tasks and groups of. */
  readonly named: ReadonlySet<string>;
  readonly problems: number;
  readonly pools: readonly string[];
  readonly connections: readonly string[];
}

/** A DAG without what only its own file needs. */
export interface IndexedDag extends OtherDag {
  readonly dag: Pick<Dag, "dagId" | "span" | "idSpan" | "timing" | "tags" | "certainty"> & {
    readonly tasks: ReadonlyMap<string, IndexedTask>;
    readonly groups: ReadonlyMap<string, IndexedGroup>;
  };
}

export type IndexedTask = Pick<
  Task,
  "taskId" | "group" | "operator" | "mapped" | "span" | "idSpan"
>;

export type IndexedGroup = Pick<TaskGroup, "groupId" | "parent" | "mapped" | "span" | "idSpan">;

/** How long files are read at a stretch before requests get their turn. */
const sliceMs = 12;

/** The DAGs of a workspace folder and the places that name them, built in the background and kept up to date. */
export class WorkspaceIndex {
  readonly #folder: Folder;
  readonly #files = new Map<string, IndexedFile>();
  readonly #waiting = new Set<string>();
  readonly #changed: () => void;
  #isWhole = false;
  #working = false;
  #generation = 0;
  #rebuild: ReturnType<typeof setTimeout> | undefined;
  #byId: Map<string, IndexedDag[]> | undefined;

  /** `changed` is called when what other files may see of a file is no longer the same. */
  constructor(folder: Folder, changed: () => void) {
    this.#folder = folder;
    this.#changed = changed;
  }

  /** Whether all files have been read once. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  get files(): readonly IndexedFile[] {
    return [...this.#files.values()];
  }

  /** Names of pools that tasks of the workspace use, in alphabetical order. */
  get pools(): readonly string[] {
    return [...new Set(this.files.flatMap(({ pools }) => pools))].sort();
  }

  /** Ids of connections that tasks of the workspace use, in alphabetical order. */
  get connections(): readonly string[] {
    return [...new Set(this.files.flatMap(({ connections }) => connections))].sort();
  }

  get(path: string): IndexedFile | undefined {
    return this.#files.get(path);
  }

  /** DAGs of other files by id; undefined until all files have been read. */
  othersOf(path: string): ReadonlyMap<string, readonly OtherDag[]> | undefined {
    if (!this.#isWhole) return undefined;
    this.#byId ??= dagsById(this.#files.values());
    const own = this.#files.get(path)?.dags ?? [];
    return dagsBeside(
      this.#byId,
      path,
      own.map(({ dagId }) => dagId),
    );
  }

  /** The places of a file that name something: it is read again for them. */
  usesIn(path: string): readonly IdUse[] {
    const input = this.#input(path);
    return input ? idUsesOf(snapshotOf(input)) : [];
  }

  /** Reads every file of the folder anew, in slices. */
  async build(progress: (done: number, of: number) => void): Promise<void> {
    const mine = ++this.#generation;
    const { airflow = 3, exclude } = this.#folder.reading;
    const paths = definitionFiles(this.#folder.files, "", { airflow, exclude });
    for (const path of this.#files.keys()) if (!paths.includes(path)) this.#files.delete(path);
    let began = performance.now();
    for (let done = 0; done < paths.length; done += together) {
      this.#readAll(paths.slice(done, done + together));
      if (performance.now() - began < sliceMs) continue;
      progress(done, paths.length);
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (mine !== this.#generation) return;
      began = performance.now();
    }
    this.#isWhole = true;
    this.#changed();
  }

  /** A file was changed, made or deleted: it is read soon. */
  touch(path: string): void {
    this.#waiting.add(path);
    if (this.#working) return;
    this.#working = true;
    setTimeout(() => this.#readWaiting(), 10);
  }

  /** A file or folder that had to be fetched is here now, as in a browser: what it holds was not known before. */
  arrived(path: string): void {
    if (path.endsWith(".py")) this.touch(path);
    else this.#rebuild ??= setTimeout(() => void this.#buildAgain(), 100);
  }

  async #buildAgain(): Promise<void> {
    this.#rebuild = undefined;
    await this.build(() => undefined);
  }

  /** Takes over what is known of an open document. */
  update(snapshot: Snapshot): void {
    this.#waiting.delete(snapshot.file);
    this.#put(snapshot.file, entryOf(snapshot));
  }

  #readWaiting(): void {
    this.#working = false;
    const paths = [...this.#waiting];
    this.#waiting.clear();
    this.#readAll(paths);
  }

  #readAll(paths: readonly string[]): void {
    const inputs = paths.flatMap((path) => this.#input(path) ?? []);
    const read = new Map(snapshotsOf(inputs, (snapshot) => [snapshot.file, entryOf(snapshot)]));
    for (const path of paths) this.#put(path, read.get(path));
  }

  #input(path: string): SnapshotInput | undefined {
    const text = path.endsWith(".py") ? this.#folder.files.readText(path) : undefined;
    // A file that names no DAG at all is not worth a reading.
    if (text === undefined || !/dag|workflow|task/i.test(text)) return undefined;
    return withMore(this.#folder.readingOf(path), { file: path, text, version: 0 });
  }

  #put(path: string, entry: IndexedFile | undefined): void {
    const before = this.#files.get(path);
    this.#byId = undefined;
    if (entry) this.#files.set(path, entry);
    else this.#files.delete(path);
    if (this.#isWhole && outside(before) !== outside(entry)) this.#changed();
  }
}

/** What other files and the DAGs view may see of a file, as one text. */
function outside(entry: IndexedFile | undefined): string {
  if (!entry) return "";
  const dags = entry.dags.map(({ dagId, taskIds, complete, dag }) => [
    dagId,
    taskIds,
    complete,
    dag.timing.schedule,
  ]);
  return JSON.stringify([entry.problems, dags]);
}

function dagsById(files: Iterable<IndexedFile>): Map<string, IndexedDag[]> {
  const found = new Map<string, IndexedDag[]>();
  for (const { dags } of files) {
    for (const dag of dags) {
      const known = found.get(dag.dagId);
      if (known) known.push(dag);
      else found.set(dag.dagId, [dag]);
    }
  }
  return found;
}

/** What is kept of a snapshot; undefined if it is of no use to any other file. */
function entryOf({ file, module, reading, findings }: Snapshot): IndexedFile | undefined {
  const named = new Set([...reading.dags.map(({ dagId }) => dagId), ...dagIdsIn(module)]);
  if (named.size === 0) return undefined;
  return {
    path: file,
    dags: reading.dags
      .filter(({ span }) => span.file === file)
      .map((dag) => ({
        file,
        dagId: dag.dagId,
        taskIds: [...dag.tasks.keys()],
        complete: dag.certainty !== "dynamic" && dag.unknown.length === 0,
        dag: outlineOf(dag),
      })),
    named,
    ...textsUsed(reading.dags),
    problems: findings.filter(({ severity }) => severity === "error" || severity === "warning")
      .length,
  };
}

/** The texts given to arguments that name something outside of the files. */
function textsUsed(dags: readonly Dag[]): Pick<IndexedFile, "pools" | "connections"> {
  const pools = new Set<string>();
  const connections = new Set<string>();
  for (const { tasks } of dags) {
    for (const { args } of tasks.values()) {
      for (const { name, value } of args.values()) {
        if (value.kind !== "str" || value.value === "") continue;
        if (name === "pool") pools.add(value.value);
        else if (name.endsWith("conn_id")) connections.add(value.value);
      }
    }
  }
  return { pools: [...pools], connections: [...connections] };
}

/** Few plain fields of each task: its arguments may hold a whole evaluated module, and there may be many. */
function outlineOf({
  dagId,
  span,
  idSpan,
  timing,
  tags,
  certainty,
  ...dag
}: Dag): IndexedDag["dag"] {
  const tasks = new Map<string, IndexedTask>();
  for (const task of dag.tasks.values()) {
    const { taskId, group, operator, mapped } = task;
    tasks.set(taskId, { taskId, group, operator, mapped, span: task.span, idSpan: task.idSpan });
  }
  const groups = new Map<string, IndexedGroup>();
  for (const group of dag.groups.values()) {
    const { groupId, parent, mapped } = group;
    groups.set(groupId, { groupId, parent, mapped, span: group.span, idSpan: group.idSpan });
  }
  return { dagId, span, idSpan, timing, tags, certainty, tasks, groups };
}

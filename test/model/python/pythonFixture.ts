import type { Entry, Files } from "../../../model/workspace/files.ts";

/** One file of a fixture. */
export interface FixtureFile {
  readonly path: string;
  readonly text: string;
}

/** A workspace written as one string: `#- path` begins a file; without one, it is all `dags/main.py`. */
export function readFixture(source: string): { readonly main: FixtureFile; readonly files: Files } {
  const parts = source.trimStart().startsWith("#- ")
    ? source.split(/^#- /m).slice(1)
    : [`dags/main.py\n${source}`];
  const all = parts.map((part): FixtureFile => {
    const end = part.indexOf("\n");
    return { path: part.slice(0, end).trim(), text: part.slice(end + 1) };
  });
  const texts = new Map(all.map(({ path, text }) => [path, text]));
  const main = all[0] ?? { path: "dags/main.py", text: "" };
  return {
    main,
    files: {
      readText: (path) => texts.get(path),
      list: (path) => entriesOf([...texts.keys()], path),
    },
  };
}

function entriesOf(paths: readonly string[], folder: string): readonly Entry[] | undefined {
  const prefix = folder === "" ? "" : `${folder}/`;
  const found = new Map<string, Entry>();
  for (const path of paths) {
    if (!path.startsWith(prefix)) continue;
    const [name = "", ...rest] = path.slice(prefix.length).split("/");
    found.set(name, { name, kind: rest.length > 0 ? "folder" : "file" });
  }
  return found.size > 0 ? [...found.values()] : undefined;
}

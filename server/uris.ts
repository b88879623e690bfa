/** The path of `uri` below the folder `root`, with `/`; undefined when it is not inside. */
export function pathBelow(root: string, uri: string): string | undefined {
  const folder = plain(root).replace(/\/+$/, "");
  const file = plain(uri);
  if (file === folder) return "";
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined;
}

/** The same of one that lies around the folder, at most so many folders up: `../plugins/a.py`. */
export function pathAround(root: string, uri: string, most: number): string | undefined {
  let folder = root.replace(/\/+$/, "");
  for (let up = 0, before = ""; up <= most; up++, before += "../") {
    const path = pathBelow(folder, uri);
    if (path !== undefined) return before + path;
    folder = parentOf(folder).folder;
  }
  return undefined;
}

/** The address of a path below the folder `root`, or of one around it, encoded as editors encode it. */
export function uriBelow(root: string, path: string): string {
  const folder = root.replace(/\/+$/, "");
  if (path.startsWith("../")) return uriBelow(parentOf(folder).folder, path.slice("../".length));
  return path === "" ? folder : `${folder}/${path.split("/").map(encoded).join("/")}`;
}

/** The folder that holds `uri`, and the last part of its path. */
export function parentOf(uri: string): { readonly folder: string; readonly name: string } {
  const cut = uri.lastIndexOf("/");
  return { folder: uri.slice(0, cut), name: plain(uri.slice(cut + 1)) };
}

/** Editors differ in what they percent-encode (`c%3A`, `C:`), so addresses are compared decoded. */
function plain(uri: string): string {
  try {
    return decodeURIComponent(uri).replace(
      /^(file:\/\/\/)([A-Z])(?=:)/,
      (_, scheme, drive) => `${String(scheme)}${String(drive).toLowerCase()}`,
    );
  } catch {
    return uri; // A lone `%` is no encoding: the address is taken as it stands.
  }
}

function encoded(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A small seeded generator (mulberry32): the same seed gives the same numbers everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const tokens = [
  "(", ")", "[", "]", "{", "}", ":", ",", ".", "=", "\n", "    ", '"', "'", '"""', "f'{", "\\", "#", "@", "*", "**", "->",
  ">>", "<<", "|", "if ", "else:", "for x in ", "while True:", "with DAG() as d:", "def f(", "class A(A):", "return ",
  "lambda: ", "yield ", "await ", "import ", "from . import *", "match x:", "case _:", "try:", "except:", "None", "1e999",
  "0 2 * * *", "task_id=", "é", "日本", "\u0000", "\r\n", "\t", "🙂", "while 1: a >> a", "x" + "[0]".repeat(20),
]; // prettier-ignore

/** The text, broken in one of the ways in which people and merges break texts. */
export function mutate(text: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const to = Math.min(text.length, at + Math.floor(random() * 40));
  const token = tokens[Math.floor(random() * tokens.length)] ?? "";
  switch (Math.floor(random() * 7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(to);
    case 3:
      return text.slice(0, at) + token + text.slice(at);
    case 4:
      return text.slice(0, at) + token + text.slice(to);
    case 5:
      return text.slice(0, at) + text.slice(at, to) + text.slice(at, to) + text.slice(to);
    default:
      return mutate(mutate(text, random), random);
  }
}

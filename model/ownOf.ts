/**
 * What a table has under a word that comes from outside; undefined for words such as `constructor`, under which every object
 * has something.
 */
export function ownOf<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

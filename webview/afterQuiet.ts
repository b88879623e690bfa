/** Does something a while after it was last asked for: once for all that asks until then. */
export function afterQuiet(milliseconds: number, act: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
}

/** As much as VS Code shows of an inlay hint before it cuts it off (`editor.inlayHints.maximumLength`). */
const room = 43;

/** What can be left out or said shorter of a schedule's sentence, what is missed least first. */
const shorter: readonly ((sentence: string) => string)[] = [
  (text) => text.replace(/ \([^)]*\)/g, "").replace(/, starting again each hour/g, ""),
  (text) => text.replace(/ (through|to) /g, "–"),
  (text) => text.replace(days, (day) => day.slice(0, 3)),
  (text) => text.replace(months, (month) => month.slice(0, 3)),
  (text) => text.replace(/, every day$/, "").replace(/ of the month/g, ""),
  (text) => text.replace(/,? only (on|in) /g, ", "),
  (text) => text.replace(/^Not scheduled:.*/, "Not scheduled"),
  (text) => text.replace(/ from minute 0\b/g, "").replace(/ from (?=\d\d:)/g, " "),
];

const days = /\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/g;
const months =
  /\b(January|February|March|April|June|July|August|September|October|November|December)\b/g;

/** A sentence that fits into an inlay hint, if leaving out what matters least can make it fit. */
export function shortHint(sentence: string): string {
  let text = sentence;
  for (const shorten of shorter) {
    if (text.length <= room) return text;
    text = shorten(text);
  }
  return text;
}

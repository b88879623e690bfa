// MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4) over bytes, given and answered as one character for each byte.

/** A digest function by the name that Python calls it. */
export const digests: Readonly<Record<string, (bytes: string) => string>> = {
  md5,
  sha1,
  sha256,
};

const left = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
const right = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The message in blocks of sixteen words, padded, its length in bits at the end. */
function blocksOf(bytes: string, littleEndian: boolean): number[][] {
  const size = bytes.length;
  const padded = new Uint8Array(((size + 8) >> 6) * 64 + 64);
  for (let at = 0; at < size; at++) padded[at] = bytes.charCodeAt(at);
  padded[size] = 0x80;
  const view = new DataView(padded.buffer);
  const [low, high] = [(size * 8) >>> 0, Math.floor(size / 0x20000000)];
  view.setUint32(padded.length - 8, littleEndian ? low : high, littleEndian);
  view.setUint32(padded.length - 4, littleEndian ? high : low, littleEndian);
  const blocks: number[][] = [];
  for (let start = 0; start < padded.length; start += 64)
    blocks.push(
      Array.from({ length: 16 }, (_, at) => view.getUint32(start + at * 4, littleEndian)),
    );
  return blocks;
}

function bytesOf(words: readonly number[], littleEndian: boolean): string {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [at, word] of words.entries()) view.setUint32(at * 4, word, littleEndian);
  return String.fromCharCode(...new Uint8Array(view.buffer));
}

const sum = (state: readonly number[], more: readonly number[]): number[] =>
  state.map((word, at) => (word + (more[at] ?? 0)) | 0);

const md5Shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const md5Constants = Array.from({ length: 64 }, (_, at) =>
  Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32),
);

function md5(bytes: string): string {
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (const block of blocksOf(bytes, true)) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let at = 0; at < 64; at++) {
      const round = at >> 4;
      const [mixed, from] =
        round === 0
          ? [(b & c) | (~b & d), at]
          : round === 1
            ? [(d & b) | (~d & c), 5 * at + 1]
            : round === 2
              ? [b ^ c ^ d, 3 * at + 5]
              : [c ^ (b | ~d), 7 * at];
      const turned = (a + mixed + (md5Constants[at] ?? 0) + (block[from % 16] ?? 0)) | 0;
      const next = (b + left(turned, md5Shifts[round]?.[at % 4] ?? 0)) | 0;
      [a, d, c, b] = [d, c, b, next];
    }
    state = sum(state, [a, b, c, d]);
  }
  return bytesOf(state, true);
}

function sha1(bytes: string): string {
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (const words of blocksOf(bytes, false)) {
    for (let at = 16; at < 80; at++) {
      const mixed = [3, 8, 14, 16].reduce((all, back) => all ^ (words[at - back] ?? 0), 0);
      words.push(left(mixed, 1));
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (const [at, word] of words.entries()) {
      const [mixed, constant] =
        at < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : at < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : at < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (left(a, 5) + mixed + e + constant + word) | 0;
      [e, d, c, b, a] = [d, c, left(b, 30), a, next];
    }
    state = sum(state, [a, b, c, d, e]);
  }
  return bytesOf(state, false);
}

/** The first primes, whose roots SHA-256 takes its constants from. */
const primes = Array.from({ length: 311 }, (_, at) => at + 2).filter((number) => {
  for (let by = 2; by * by <= number; by++) if (number % by === 0) return false;
  return true;
});
const fraction = (value: number): number => Math.floor((value - Math.floor(value)) * 2 ** 32);
const shaConstants = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)));
const shaStart = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

function sha256(bytes: string): string {
  let state = shaStart;
  for (const words of blocksOf(bytes, false)) {
    for (let at = 16; at < 64; at++) {
      const [before, after] = [words[at - 15] ?? 0, words[at - 2] ?? 0];
      const low = right(before, 7) ^ right(before, 18) ^ (before >>> 3);
      const high = right(after, 17) ^ right(after, 19) ^ (after >>> 10);
      words.push(((words[at - 16] ?? 0) + low + (words[at - 7] ?? 0) + high) | 0);
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (const [at, word] of words.entries()) {
      const turned = right(e, 6) ^ right(e, 11) ^ right(e, 25);
      const one = (h + turned + ((e & f) ^ (~e & g)) + (shaConstants[at] ?? 0) + word) | 0;
      const two = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    state = sum(state, [a, b, c, d, e, f, g, h]);
  }
  return bytesOf(state, false);
}

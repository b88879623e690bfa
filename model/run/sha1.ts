/** SHA-1 of a text in UTF-8, as 40 hex digits: Airflow's jitter is made of it. */
export function sha1(text: string): string {
  const words = padded(new TextEncoder().encode(text));
  let [a, b, c, d, e] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const w = new Array<number>(80).fill(0);
  for (let block = 0; block < words.length; block += 16) {
    for (let i = 0; i < 16; i++) w[i] = words[block + i] ?? 0;
    for (let i = 16; i < 80; i++)
      w[i] = rotate(at(w, i - 3) ^ at(w, i - 8) ^ at(w, i - 14) ^ at(w, i - 16), 1);
    const before = [a, b, c, d, e] as const;
    for (let i = 0; i < 80; i++) {
      const next = (rotate(a, 5) + mixed(i, b, c, d) + e + constant(i) + at(w, i)) | 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
    a = (a + before[0]) | 0;
    b = (b + before[1]) | 0;
    c = (c + before[2]) | 0;
    d = (d + before[3]) | 0;
    e = (e + before[4]) | 0;
  }
  return [a, b, c, d, e].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** Big-endian words: the bytes, a one bit, zeros, and the length in bits. */
function padded(bytes: Uint8Array): number[] {
  const length = ((bytes.length + 8) >> 6) + 1;
  const words = new Array<number>(length * 16).fill(0);
  bytes.forEach((byte, i) => (words[i >> 2] = at(words, i >> 2) | (byte << (24 - (i % 4) * 8))));
  const end = bytes.length;
  words[end >> 2] = at(words, end >> 2) | (0x80 << (24 - (end % 4) * 8));
  words[words.length - 1] = end * 8;
  return words;
}

function at(words: readonly number[], index: number): number {
  return words[index] ?? 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mixed(round: number, b: number, c: number, d: number): number {
  if (round < 20) return (b & c) | (~b & d);
  if (round < 40 || round >= 60) return b ^ c ^ d;
  return (b & c) | (b & d) | (c & d);
}

function constant(round: number): number {
  return round < 20 ? 0x5a827999 : round < 40 ? 0x6ed9eba1 : round < 60 ? 0x8f1bbcdc : 0xca62c1d6;
}

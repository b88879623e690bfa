import { once } from "../once.ts";
import { arg, native, need, numeric, numberOf, unwrapped } from "../builtins/pure.ts";
import { noteChange } from "../interpreter/context.ts";
import { runOf } from "../interpreter/run.ts";
import { nativeClass, type NativeCall } from "../native.ts";
import type { Payload, Value } from "../value.ts";
import { float, int, none, unknownFrom } from "../values.ts";

const size = 624;

/** The Mersenne Twister (MT19937), begun as CPython begins it with a whole number. */
class Twister {
  private readonly words = new Uint32Array(size);
  private at = size;

  constructor(seed: bigint) {
    const key: number[] = [];
    for (let rest = seed < 0n ? -seed : seed; rest > 0n || key.length === 0; rest >>= 32n)
      key.push(Number(rest & 0xffffffffn));
    this.begin(19650218);
    let i = 1;
    const { words } = this;
    const step = (factor: number): number => {
      const before = words[i - 1] ?? 0;
      return ((words[i] ?? 0) ^ Math.imul(before ^ (before >>> 30), factor)) >>> 0;
    };
    const next = (): void => {
      i += 1;
      if (i < size) return;
      words[0] = words[size - 1] ?? 0;
      i = 1;
    };
    for (let k = Math.max(size, key.length), j = 0; k > 0; k--) {
      words[i] = step(1664525) + (key[j] ?? 0) + j;
      next();
      j = (j + 1) % key.length;
    }
    for (let k = size - 1; k > 0; k--) {
      words[i] = step(1566083941) - i;
      next();
    }
    words[0] = 0x80000000;
  }

  private begin(seed: number): void {
    this.words[0] = seed;
    for (let i = 1; i < size; i++) {
      const before = this.words[i - 1] ?? 0;
      this.words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  private refill(): void {
    const { words } = this;
    for (let k = 0; k < size; k++) {
      const y = ((words[k] ?? 0) & 0x80000000) | ((words[(k + 1) % size] ?? 0) & 0x7fffffff);
      words[k] = (words[(k + 397) % size] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }

  /** 32 bits. */
  word(): number {
    if (this.at >= size) this.refill();
    let y = this.words[this.at++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** From 0 to below 1. */
  float(): number {
    const [a, b] = [this.word() >>> 5, this.word() >>> 6];
    return (a * 67108864 + b) / 9007199254740992;
  }

  bits(count: number): bigint {
    if (count <= 32) return count === 0 ? 0n : BigInt(this.word() >>> (32 - count));
    let result = 0n;
    for (let left = count, shift = 0n; left > 0; left -= 32, shift += 32n) {
      const word = left < 32 ? this.word() >>> (32 - left) : this.word();
      result |= BigInt(word) << shift;
    }
    return result;
  }

  /** A whole number below a limit. */
  below(limit: bigint): bigint {
    const count = limit.toString(2).length;
    let found = this.bits(count);
    while (found >= limit) found = this.bits(count);
    return found;
  }

  index(length: number): number {
    return Number(this.below(BigInt(length)));
  }
}

interface RandomPayload extends Payload {
  readonly type: "random";
  /** Undefined where the seed, or how often it was asked, is not known. */
  twister: Twister | undefined;
}

const payloads = (call: NativeCall): RandomPayload | undefined => {
  const payload = call.self?.kind === "instance" ? call.self.payload : undefined;
  return payload?.type === "random" ? (payload as RandomPayload) : undefined;
};

/** A method that takes its share of numbers; once one call is not known, none that follow are. */
function drawn(
  name: string,
  draw: (twister: Twister, call: NativeCall) => Value | undefined,
): readonly [string, Value] {
  return native(name, (call) => {
    const payload = payloads(call);
    const isOpen = call.interpreter.context().certainty === "dynamic";
    const given = [...call.positional, ...call.keywords.values()].map(({ value }) => value);
    const unknown = given.find((value) => value.kind === "unknown");
    const twister = isOpen || unknown || call.uncertain ? undefined : payload?.twister;
    const answer = twister && draw(twister, call);
    if (answer) return answer;
    if (payload) payload.twister = undefined;
    const open = call.interpreter.unknown(`random.Random.${name}() is not known`, call.span);
    const [first] = given;
    if (name === "shuffle" && first?.kind === "list") first.uncertain ??= open;
    return unknown?.kind === "unknown" ? unknownFrom(unknown) : open;
  });
}

function itemsOf(call: NativeCall): readonly Value[] | undefined {
  const from = unwrapped(need(call, 0));
  if (from.kind === "set" || from.kind === "dict") return undefined;
  const { items, uncertain } = runOf(call).iterate(from);
  return uncertain ? undefined : items;
}

function whole(call: NativeCall, index: number, otherwise?: bigint): bigint {
  const given = arg(call, index);
  if (!given && otherwise !== undefined) return otherwise;
  return BigInt(numberOf(call, given ?? need(call, index)));
}

function fromRange(twister: Twister, call: NativeCall): Value {
  const [first, second] = [whole(call, 0), arg(call, 1)];
  const [start, stop] = second ? [first, whole(call, 1)] : [0n, first];
  const step = whole(call, 2, 1n);
  const count = step > 0n ? (stop - start + step - 1n) / step : (stop - start + step + 1n) / step;
  if (step === 0n || count <= 0n)
    return call.interpreter.raise("ValueError", "empty range for randrange()");
  return int(start + step * twister.below(count));
}

/** As Lib/random.py draws without putting back. */
function sample(twister: Twister, call: NativeCall): Value | undefined {
  const items = itemsOf(call);
  const count = numberOf(call, need(call, 1, "k"));
  if (!items || call.keywords.has("counts")) return undefined;
  if (count < 0 || count > items.length)
    return call.interpreter.raise("ValueError", "Sample larger than population or is negative");
  let setSize = 21;
  if (count > 5) setSize += 4 ** Math.ceil(Math.log(count * 3) / Math.log(4));
  const found: Value[] = [];
  if (items.length <= setSize) {
    const pool = [...items];
    for (let i = 0; i < count; i++) {
      const j = twister.index(items.length - i);
      found.push(pool[j] ?? none);
      pool[j] = pool[items.length - i - 1] ?? none;
    }
  } else {
    const taken = new Set<number>();
    for (let i = 0; i < count; i++) {
      let j = twister.index(items.length);
      while (taken.has(j)) j = twister.index(items.length);
      taken.add(j);
      found.push(items[j] ?? none);
    }
  }
  return call.interpreter.list(found);
}

const randomClass = nativeClass({
  name: "Random",
  module: "random",
  attributes: [
    native("__new__", (call) => {
      const seed = call.positional[0]?.value ?? call.keywords.get("x")?.value;
      const payload: RandomPayload = {
        type: "random",
        twister: seed?.kind === "int" ? new Twister(seed.value) : undefined,
      };
      const of = call.self?.kind === "class" ? call.self : randomClass_();
      return { kind: "instance", class: of, attributes: new Map(), payload };
    }),
    native("__init__", () => none),
    native("seed", (call) => {
      const [payload, seed] = [payloads(call), call.positional[0]?.value];
      const isOpen = call.interpreter.context().certainty === "dynamic";
      if (payload)
        payload.twister = !isOpen && seed?.kind === "int" ? new Twister(seed.value) : undefined;
      return none;
    }),
    drawn("random", (twister) => float(twister.float())),
    drawn("getrandbits", (twister, call) => int(twister.bits(numberOf(call, need(call, 0))))),
    drawn("uniform", (twister, call) => {
      const [a, b] = [numeric(need(call, 0)), numeric(need(call, 1))];
      return a === undefined || b === undefined ? undefined : float(a + (b - a) * twister.float());
    }),
    drawn("randint", (twister, call) => {
      const [low, high] = [whole(call, 0), whole(call, 1)];
      if (high < low) return call.interpreter.raise("ValueError", "empty range for randint()");
      return int(low + twister.below(high - low + 1n));
    }),
    drawn("randrange", fromRange),
    drawn("choice", (twister, call) => {
      const items = itemsOf(call);
      if (!items) return undefined;
      if (items.length === 0)
        return call.interpreter.raise("IndexError", "Cannot choose from an empty sequence");
      return items[twister.index(items.length)];
    }),
    drawn("choices", (twister, call) => {
      const items = itemsOf(call);
      if (!items || call.positional.length > 1 || [...call.keywords.keys()].some((k) => k !== "k"))
        return undefined;
      const given = call.keywords.get("k")?.value;
      const count = Math.min(10_000, given ? numberOf(call, given) : 1);
      return call.interpreter.list(
        Array.from(
          { length: count },
          () => items[Math.floor(twister.float() * items.length)] ?? none,
        ),
      );
    }),
    drawn("shuffle", (twister, call) => {
      const list = unwrapped(need(call, 0));
      if (list.kind !== "list" || list.uncertain) return undefined;
      noteChange(runOf(call), list);
      for (let i = list.items.length - 1; i > 0; i--) {
        const j = twister.index(i + 1);
        [list.items[i], list.items[j]] = [list.items[j] ?? none, list.items[i] ?? none];
      }
      return none;
    }),
    drawn("sample", sample),
    native("__getattr__", (call) =>
      call.interpreter.unknown("a random number is not known", call.span),
    ),
  ],
});

function randomClass_(): typeof randomClass {
  return randomClass;
}

/** `random`: what `Random(7)` gives is the same each time; all else is known only when it runs. */
export const randomNames = once((): readonly (readonly [string, Value])[] => [
  ["Random", randomClass],
]);

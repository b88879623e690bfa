import { charsOf } from "./chars.ts";
import type { NativeFunctionValue } from "../value.ts";
import { int, str } from "../values.ts";
import { need, pure, unwrapped } from "./pure.ts";

/** Methods of `bytes`. */
export const bytesMethods: readonly (readonly [string, NativeFunctionValue])[] = [
  pure("decode", (call) => {
    const self = unwrapped(call.self ?? need(call, 0));
    if (self.kind !== "bytes") return call.interpreter.unknown("no bytes");
    const codes = Uint8Array.from(self.value, (char) => char.charCodeAt(0));
    return str(new TextDecoder().decode(codes));
  }),
  pure("hex", (call) => {
    const self = unwrapped(call.self ?? need(call, 0));
    const text = self.kind === "bytes" ? self.value : "";
    return str(
      charsOf(text)
        .map((char) => char.charCodeAt(0).toString(16).padStart(2, "0"))
        .join(""),
    );
  }),
  pure("__len__", (call) => int(call.self?.kind === "bytes" ? call.self.value.length : 0)),
];

import { createHash } from "node:crypto";
import { expect, test } from "vitest";

import { digests } from "../../../model/python/stdlib/digests.ts";
import { randomOf } from "../../randomText.ts";

test.each(Object.entries(digests))(
  "%s gives what OpenSSL gives, for every length",
  (name, digest) => {
    const random = randomOf(1);
    for (let length = 0; length < 200; length += 1) {
      const bytes = Uint8Array.from({ length }, () => Math.floor(random() * 256));
      const made = digest(String.fromCharCode(...bytes));
      expect(Buffer.from(made, "latin1").toString("hex")).toBe(
        createHash(name).update(bytes).digest("hex"),
      );
    }
  },
);

import fc from "fast-check";
import { expect, it } from "vitest";
import { derived, parseMicroseconds } from "./zeek-mapping.ts";

const parse = (text: string): number => parseMicroseconds(Buffer.from(`<${text}>`), 1, text.length + 1);

it("reads seconds with decimals as the general way does, to the microsecond", () => {
  const seconds = fc.integer({ min: 0, max: 4_294_967_295 });
  const decimals = fc.stringMatching(/^[0-9]{1,6}$/);
  fc.assert(
    fc.property(seconds, decimals, (whole, part) => {
      const text = `${whole}.${part}`;
      expect(parse(text)).toBe(Math.round(Number(text) * 1_000_000));
    }),
  );
});

it("leaves every other text to the general way", () => {
  for (const text of ["", "-", "12", "1.", ".5", "-1.5", "1.2.3", "1e9", "1.1234567", "4294967296.5", "12345678901234.5", "1,5", " 1.5"])
    expect(parse(text), text).toBeNaN();
});

it("gives a derived field its text, whether it was seen before or not, and however long", () => {
  const seen: string[] = [];
  const { bytes } = derived("conn_state", (text) => void seen.push(text));
  const buffer = Buffer.from("SF|S0|SF|RSTOS0|longer than most|");
  let start = 0;
  for (let at = buffer.indexOf("|"); at >= 0; at = buffer.indexOf("|", start)) {
    bytes?.(buffer, start, at);
    start = at + 1;
  }
  bytes?.(buffer, 0, 0);
  expect(seen).toEqual(["SF", "S0", "SF", "RSTOS0", "longer than most"]);
});

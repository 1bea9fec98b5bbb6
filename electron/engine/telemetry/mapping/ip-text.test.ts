import { expect, test } from "vitest";
import { isIpText } from "./ip-text.ts";

test.each(["0.0.0.0", "10.20.1.15", "255.255.255.255", "::1", "fe80::74:a6ed:d0dd:53e7", "2001:db8::1"])("%s is an address", (text) => {
  expect(isIpText(text)).toBe(true);
});

test.each([
  "",
  "1",
  "1.2.3",
  "1.2.3.4.5",
  "256.1.1.1",
  "01.2.3.4",
  "1.2.3.",
  ".1.2.3",
  "1..2.3",
  "a.b.c.d",
  "00:00:5e:00:53:af",
  "1.2.3.4:80",
  " 1.2.3.4",
])("%j is none", (text) => {
  expect(isIpText(text)).toBe(false);
});

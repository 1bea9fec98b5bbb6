import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refuseRequest, refuseUpgrade, type RequestFacts } from "./request-guard.ts";

const authority = "127.0.0.1:4321";
const own = `http://${authority}`;

const facts = (headers: Record<string, string | string[]> = {}, rest: Partial<RequestFacts> = {}): RequestFacts => ({
  method: "GET",
  target: "/",
  httpVersion: "1.1",
  rawHeaders: Object.entries({ Host: authority, ...headers }).flatMap(([name, value]) => [value].flat().flatMap((v) => [name, v])),
  ...rest,
});
const refused = (headers: Record<string, string | string[]>, rest: Partial<RequestFacts> = {}) =>
  refuseRequest(facts(headers, rest), authority);

describe("the request guard", () => {
  it("lets the page itself through", () => {
    expect(refused({})).toBeUndefined();
    expect(refused({ "Sec-Fetch-Site": "same-origin" }, { target: "/assets/a.js" })).toBeUndefined();
    expect(refused({ Origin: own, "Sec-Fetch-Site": "same-origin" }, { method: "POST", target: "/call" })).toBeUndefined();
  });

  it.each([
    ["evil.test:4321"],
    ["127.0.0.1.nip.io:4321"],
    ["127.0.0.1.:4321"],
    ["127.0.0.1"],
    ["127.0.0.1:4322"],
    ["localhost:4321"],
    ["LOCALHOST:4321"],
    ["[::1]:4321"],
    ["user@127.0.0.1:4321"],
    ["127.0.0.1:4321 "],
    [""],
    [[authority, authority]],
    [[]],
  ])("refuses Host %j", (host) => {
    expect(refused({ Host: host })).toBe(421);
  });

  it("accepts one Host only, whatever text comes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.webAuthority()), (host) => {
        expect(refused({ Host: host })).toBe(host === authority ? undefined : 421);
      }),
    );
  });

  it.each(["null", "http://evil.test", "https://127.0.0.1:4321", "http://127.0.0.1:4322", "http://localhost:4321", `${own}/`, ""])(
    "refuses Origin %j",
    (origin) => {
      for (const method of ["GET", "HEAD", "POST"]) expect(refused({ Origin: origin }, { method }), method).toBe(403);
    },
  );

  it("wants an Origin for whatever is not a plain read", () => {
    expect(refused({}, { method: "POST", target: "/call" })).toBe(403);
    expect(refused({ Origin: [own, own] }, { method: "POST", target: "/call" })).toBe(403);
  });

  it("refuses other sites, and lets only a navigation to the bare shell come from outside", () => {
    const navigation = { "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" };
    for (const site of ["cross-site", "same-site", "none", "odd"]) {
      expect(refused({ "Sec-Fetch-Site": site }), site).toBe(403);
      expect(refused({ "Sec-Fetch-Site": site, ...navigation }), site).toBeUndefined();
      expect(refused({ "Sec-Fetch-Site": site, ...navigation }, { target: "/assets/a.js" }), site).toBe(403);
      expect(refused({ "Sec-Fetch-Site": site, ...navigation, "Sec-Fetch-Dest": "iframe" }), site).toBe(403);
      expect(refused({ "Sec-Fetch-Site": site, ...navigation, Origin: own }, { method: "POST" }), site).toBe(403);
    }
  });

  it("refuses preflights, other methods, HTTP/1.0 and absolute targets", () => {
    expect(refused({ Origin: own }, { method: "OPTIONS" })).toBe(403);
    for (const method of ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get"])
      expect(refused({ Origin: own }, { method }), method).toBe(405);
    expect(refused({}, { httpVersion: "1.0" })).toBe(505);
    expect(refused({}, { target: `${own}/` })).toBe(400);
    expect(refused({}, { target: "*" })).toBe(400);
  });

  it("wants our own Origin for a socket, always", () => {
    const upgrade = (headers: Record<string, string>, rest: Partial<RequestFacts> = {}) =>
      refuseUpgrade(facts(headers, { target: "/ws", ...rest }), authority);
    expect(upgrade({ Origin: own })).toBeUndefined();
    expect(upgrade({ Origin: own, "Sec-Fetch-Site": "same-origin" })).toBeUndefined();
    expect(upgrade({})).toBe(403);
    expect(upgrade({ Origin: "http://127.0.0.1:1" })).toBe(403);
    expect(upgrade({ Origin: own, "Sec-Fetch-Site": "cross-site" })).toBe(403);
    expect(upgrade({ Origin: own, Host: "evil.test" })).toBe(421);
    expect(upgrade({ Origin: own }, { method: "POST" })).toBe(405);
  });
});

import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { noTestData, testData } from "../../../test/unit-support/test-data.ts";
import { registrableDomain } from "../telemetry/registrable-domain.ts";
import { canonicalise, identifierKinds, type IdentifierKind } from "./canonical.ts";
import type { Scope } from "./identifier.ts";

const Vector = z.object({ kind: z.enum(identifierKinds), input: z.string(), scope: z.string(), canonical: z.string() });
type Vector = z.infer<typeof Vector>;

const corp = new Map([["corp", "corp.example.com"]]);

/** The vectors describe the scope in prose; this reads it. */
function scopeOf(vector: Vector): Scope {
  const field = (name: string): string | undefined => new RegExp(`\\b${name}=(\\S+)`).exec(vector.scope)?.[1];
  const host = field("host");
  const zone = field("zone");
  const domain = field("domain");
  const boot = field("boot");
  const isService = vector.scope.includes("GroupManagedServiceAccount");
  return {
    ...(host === undefined ? {} : { host }),
    ...(zone === undefined ? {} : { zone }),
    ...(domain === undefined ? {} : { domain }),
    ...(boot === undefined ? {} : { boot }),
    ...(vector.scope.includes("os=linux") ? { os: "posix" as const } : {}),
    ...(vector.scope.includes("netbios_map") || isService ? { netbiosDomains: corp } : {}),
    ...(isService ? { accountClass: "service" as const } : {}),
  };
}

/** Rows whose expectation is a sentence, as the keys it means. */
const inWords = new Map<string, readonly (string | undefined)[]>([
  ["WS-042\\helpdesk", ["account:local:WS-042\\helpdesk"]],
  ["S-1-5-21-1004336348-1177238915-682003330-500", ["account:sid:S-1-5-21-1004336348-1177238915-682003330-500"]],
  [
    "S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420",
    ["account:sid:S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420@H1"],
  ],
  [
    "bob_fabrikam.com#EXT#@contoso.onmicrosoft.com",
    ["account:upn:bob_fabrikam.com#ext#@contoso.onmicrosoft.com", "account:upn:bob@fabrikam.com"],
  ],
  [
    "arn:aws:sts::123456789012:assumed-role/RoleToBeAssumed/MySessionName",
    ["account:aws:role:123456789012/RoleToBeAssumed", "aws:session:123456789012/RoleToBeAssumed/MySessionName"],
  ],
  ["AROAIDPPEZS35WEXAMPLE:MySessionName", ["account:aws:uid:AROAIDPPEZS35WEXAMPLE", "aws:session:AROAIDPPEZS35WEXAMPLE/MySessionName"]],
  ["AROAIDPPEZS35WEXAMPLE:i-0abc1234def567890", ["account:aws:uid:AROAIDPPEZS35WEXAMPLE", "aws:instance:i-0abc1234def567890"]],
  ["ASIAIOSFODNN7EXAMPLE", ["account:aws:key:ASIAIOSFODNN7EXAMPLE"]],
  ["ip-10-20-0-27.ec2.internal", ["ip:10.20.0.27"]],
  ["64:ff9b::c000:221", ["ip:64:ff9b::c000:221", "ip:192.0.2.33"]],
  ["Foo.GitHub.io.", ["domain:foo.github.io"]],
]);

function expected(vector: Vector): readonly (string | undefined)[] {
  const words = inWords.get(vector.input);
  if (words !== undefined) return words;
  if (/^\((?:drop|reject)/.test(vector.canonical)) return [undefined];
  const prefix = { account: "account:", host: "host:", path: "file:", url: "url:", domain: "domain:" } as Partial<
    Record<IdentifierKind, string>
  >;
  const isWhole = vector.canonical.startsWith("host:");
  return [`${isWhole ? "" : (prefix[vector.kind] ?? "")}${vector.canonical}`];
}

describe.skipIf(noTestData("entity-resolution", "canon_vectors.csv"))("the canonical-form vectors", () => {
  const path = testData("entity-resolution", "canon_vectors.csv");
  const rows = path === undefined ? [] : z.array(Vector).parse(parse(readFileSync(path), { columns: true }));
  it("are all there", () => expect(rows.length).toBe(54));
  it.each(rows)("$kind $input ($scope) becomes $canonical", (vector) => {
    const found = canonicalise(vector.kind, vector.input, scopeOf(vector));
    expect([found?.key, ...(found?.aliases ?? []).filter((a) => a.type !== "host" || a.key.startsWith("aws:")).map((a) => a.key)]).toEqual(
      expected(vector),
    );
  });
});

const alphabet = "abzAZ019éİſß.-_$@\\/|:%{}#+= \u0000\u0301\u200b\ud800ﬁ".split("");
const shaped = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 30 }),
  fc.ipV4(),
  fc.ipV6(),
  fc.domain(),
  fc.emailAddress(),
  fc.webUrl(),
  fc.uuid(),
  fc.tuple(fc.domain(), fc.string()).map(([d, n]) => `${d}\\${n}`),
  fc.array(fc.nat(), { maxLength: 6 }).map((parts) => ["S-1-5", ...parts].join("-")),
);
const scopes: fc.Arbitrary<Scope> = fc.constantFrom(
  {},
  { host: "h1.corp.example" },
  { host: "h1", zone: "corp", domain: "CORP", netbiosDomains: corp },
  { host: "h1", accountClass: "service", os: "posix", boot: "b1" } as const,
);

describe("every canonicaliser", () => {
  it.each(identifierKinds)("takes any text for %s without throwing, and gives the same key for its own key", (kind) => {
    fc.assert(
      fc.property(shaped, scopes, (text, scope) => {
        const once = canonicalise(kind, text, scope);
        if (once === undefined) return;
        expect(canonicalise(kind, once.key, scope)?.key).toBe(once.key);
      }),
      { numRuns: 3000 },
    );
  });

  it("ignores case and surrounding space where the system does", () => {
    expect(canonicalise("host", "  WS-117.Corp.Example. ")?.key).toBe("host:fqdn:ws-117.corp.example");
    expect(canonicalise("path", "/usr/Bin/Python", { host: "l1" })?.key).toBe("file:l1|/usr/Bin/Python");
  });

  it("never lets a shared or meaningless name identify anyone", () => {
    for (const name of ["SYSTEM", "Administrator", "root", "-", "N/A", "NT AUTHORITY\\SYSTEM", "DWM-1", "S-1-5-20"])
      expect(canonicalise("account", name)).toBeUndefined();
    for (const host of ["localhost", "iPhone", "android-dhcp", "127.0.0.1", "a..b"]) expect(canonicalise("host", host)).toBeUndefined();
    expect(canonicalise("ip", "224.0.0.251")?.strength).toBe("never");
  });

  it("groups by the registrable domain, private suffixes included", () => {
    expect(registrableDomain("foo.github.io")).toBe("foo.github.io");
    expect(registrableDomain("a.b.example.co.uk")).toBe("example.co.uk");
    expect(registrableDomain("localhost")).toBeUndefined();
  });
});

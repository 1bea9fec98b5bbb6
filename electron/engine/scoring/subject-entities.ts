import type { SubjectKey } from "../../../shared/contract/models.ts";
import type { z } from "zod";
import { canonicalise, type IdentifierKind } from "../entities/canonical.ts";

type KeyEntity = z.infer<typeof SubjectKey>["entity"];

/** How a key's text is read; an endpoint is an address where it looks like one, else a host's name. */
const kindsOf: { readonly [K in KeyEntity]: readonly IdentifierKind[] } = {
  host: ["host"],
  ip: ["ip"],
  account: ["account"],
  process: ["process"],
  domain: ["domain"],
  endpoint: ["ip", "host"],
  principal: ["account"],
};

/** What pipelines know a subject by: the entity kinds of its keys in key order, such as `process+host`. */
export const subjectType = (grain: readonly z.infer<typeof SubjectKey>[]): string => grain.map((k) => k.entity).join("+");

/** Canonical keys of the entities a subject is made of, in key order; texts that identify nothing in particular are left out. */
export function subjectEntities(grain: readonly z.infer<typeof SubjectKey>[], keys: Readonly<Record<string, string>>): string[] {
  const hostKey = grain.find((k) => k.entity === "host");
  const host = hostKey === undefined ? undefined : canonicalise("host", keys[hostKey.column] ?? "")?.key;
  const scope = host === undefined ? {} : { host };
  const found = grain.flatMap(({ column, entity }) => {
    const [known] = kindsOf[entity].flatMap((kind) => canonicalise(kind, keys[column] ?? "", scope) ?? []);
    return known === undefined || known.strength === "never" ? [] : [known.key];
  });
  return [...new Set(found)];
}

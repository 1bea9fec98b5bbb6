import { all, any, equal, exact, parts, similar } from "./agreements.ts";
import type { Comparison, ComparisonSet } from "./comparison-set.ts";

/** A NetBIOS name is the first 15 characters of the short name, which is the first label of the full one: one comparison. */
const names: Comparison = {
  name: "names",
  title: "name",
  needs: { any: ["fqdn", "short"] },
  levels: [
    { title: "is equal with its domain", when: equal("fqdn") },
    { title: "is equal", when: equal("short"), rarityOf: ["short"] },
    { title: "is equal in its first 15 characters", when: equal("netbios"), rarityOf: ["netbios"] },
    { title: "is similar and ends in the same digits", when: all(similar("short", 0.92), equal("digits")) },
  ],
  usual: [0.5, 0.35, 0.07, 0.03, 0.05],
};

const system: Comparison = {
  name: "system",
  title: "operating system and model",
  needs: { any: ["os", "model"] },
  levels: [
    { title: "are equal", when: all(equal("os"), equal("model")) },
    { title: "are equal in one", when: any(equal("os"), equal("model")) },
  ],
  usual: [0.4, 0.4, 0.2],
};

/** Computers of a configuration database and of a directory, each with at most one record for a computer. */
export const hostSet: ComparisonSet = {
  name: "host",
  fields: ["fqdn", "short", "netbios", "digits", "stem", "mac", "serial", "os", "model", "owner", "site"],
  links: "across",
  isOnePerSource: true,
  comparisons: [
    names,
    {
      name: "mac",
      title: "hardware address",
      needs: { all: ["mac"] },
      levels: [{ title: "is shared", when: { is: "sharing", field: "mac" } }],
      usual: [0.85, 0.15],
    },
    exact("serial", "serial number", 0.02),
    system,
    exact("owner", "owner", 0.3),
    exact("site", "site", 0.15),
  ],
  blocking: [
    { parts: parts("serial") },
    { parts: parts("mac") },
    { parts: parts("fqdn") },
    { parts: parts("short") },
    { parts: parts("netbios") },
    { parts: parts("stem", "digits") },
  ],
  sure: { rules: [{ parts: parts("serial") }, { parts: parts("fqdn") }, { parts: parts("short") }], assumedRecall: 0.9 },
  training: [{ parts: parts("serial") }, { parts: parts("short"), besides: ["names"] }, { parts: parts("fqdn"), besides: ["names"] }],
};

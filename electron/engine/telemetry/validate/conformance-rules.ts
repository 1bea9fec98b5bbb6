import type { Column, OcsfClass } from "../../../../shared/domain/ocsf.ts";
import { requiredByProfile, requiredOfAll } from "../../../../shared/domain/ocsf/class-rules.ts";
import { type Fill, fills, fillsAt } from "../../../../shared/domain/ocsf/fills.ts";
import { type Node, shapeOf } from "./class-shape.ts";
import { wrongValue } from "./value-rules.ts";

/** What may be wrong with an event, as a condition over the columns of its class. */
export interface ConformanceRule {
  /** Dotted OCSF path; empty for the event itself. */
  readonly attribute: string;
  readonly reason: string;
  /** SQL, true of a row that fails. */
  readonly failing: string;
}

/** An attribute that OCSF requires and that a fill stands in for. */
export interface FilledAttribute {
  readonly attribute: string;
  readonly by: string;
  /** SQL, true of a row where it does. */
  readonly where: string;
}

export interface Conformance {
  readonly rules: readonly ConformanceRule[];
  readonly filled: readonly FilledAttribute[];
}

/** Follow from the class and the activity, which is checked. */
const implied: ReadonlySet<string> = new Set(["category_uid", "class_uid", "type_uid"]);
const machineId = "^[0-9a-f]{8}-";

const or = (conditions: readonly string[]): string =>
  conditions.includes("TRUE") ? "TRUE" : conditions.length === 0 ? "FALSE" : `(${conditions.join(" OR ")})`;
const and = (...conditions: readonly string[]): string =>
  conditions.includes("FALSE") ? "FALSE" : `(${conditions.filter((c) => c !== "TRUE").join(" AND ") || "TRUE"})`;
const not = (condition: string): string => (condition === "TRUE" ? "FALSE" : condition === "FALSE" ? "TRUE" : `NOT ${condition}`);

/** The rules OCSF has for what the columns of a class can hold, attribute by attribute. No condition is ever NULL. */
export function conformanceOf(ocsfClass: OcsfClass): Conformance {
  return new ConformanceCompiler(ocsfClass).compile();
}

class ConformanceCompiler {
  readonly #class: OcsfClass;
  readonly #root: Node;
  readonly #rules: ConformanceRule[] = [];
  readonly #filled: FilledAttribute[] = [];

  constructor(ocsfClass: OcsfClass) {
    this.#class = ocsfClass;
    this.#root = shapeOf(ocsfClass);
  }

  compile(): Conformance {
    this.#require(
      this.#root,
      "TRUE",
      requiredOfAll.filter((name) => !implied.has(name)),
    );
    this.#profiles();
    this.#visit(this.#root, "TRUE");
    return { rules: this.#rules.filter((r) => r.failing !== "FALSE"), filled: this.#filled };
  }

  #visit(node: Node, present: string): void {
    this.#require(node, present, node.rules?.required ?? []);
    const oneOf = node.rules?.oneOf ?? [];
    if (oneOf.length > 0) {
      const there = oneOf.map((name) => this.#available(node, name)).filter((c) => c !== "FALSE");
      const held = or(oneOf.map((name) => this.#held(node, name)).filter((c) => c !== "FALSE"));
      for (const name of oneOf) this.#fill(node, name, and(present, not(held)));
      this.#rules.push({ attribute: node.path, reason: `none of ${oneOf.join(", ")}`, failing: and(present, not(or(there))) });
    }
    for (const child of node.children.values()) {
      for (const column of child.columns) this.#value(child, column);
      if (child.rules !== undefined) this.#visit(child, this.#present(child));
    }
  }

  #require(node: Node, present: string, names: readonly string[]): void {
    for (const name of names) {
      const attribute = pathOf(node, name);
      this.#rules.push({ attribute, reason: "required, but missing", failing: and(present, not(this.#available(node, name))) });
      this.#fill(node, name, and(present, not(this.#held(node, name))));
    }
  }

  #fill(node: Node, name: string, wanted: string): void {
    const fill = fillOf(node, name);
    const where = fill === undefined ? "FALSE" : and(wanted, this.#fillable(node, fill));
    if (fill !== undefined && where !== "FALSE") this.#filled.push({ attribute: pathOf(node, name), by: describe(fill), where });
  }

  #profiles(): void {
    for (const [profile, required] of Object.entries(requiredByProfile)) {
      const users = [...this.#root.children.values()].filter((c) => c.kind.profiles.includes(profile) && !required.includes(c.name));
      const used = or(users.map((c) => this.#present(c)));
      for (const name of required)
        this.#rules.push({
          attribute: name,
          reason: `required by the profile ${profile}, but missing`,
          failing: and(used, not(this.#available(this.#root, name))),
        });
    }
  }

  #value(node: Node, column: Column): void {
    const wrong = wrongValue(node, column);
    if (wrong !== undefined)
      this.#rules.push({ attribute: node.path, reason: wrong.reason, failing: `(${column.name} IS NOT NULL AND ${wrong.sql})` });
  }

  /** Whether an attribute is there, in columns or by a fill. */
  #available(node: Node, name: string): string {
    const fill = fillOf(node, name);
    return or([this.#held(node, name), ...(fill === undefined ? [] : [this.#fillable(node, fill)])].filter((c) => c !== "FALSE"));
  }

  #held(node: Node, name: string): string {
    const child = node.children.get(name);
    const hashes = name === "algorithm_id" ? (node.children.get("value")?.columns ?? []).filter((c) => c.source?.kind === "hash") : [];
    if (hashes.length > 0) return or(hashes.map((c) => `${c.name} IS NOT NULL`));
    return child === undefined ? "FALSE" : this.#present(child);
  }

  #present(node: Node): string {
    const here = node.columns.map((c) => (c.source?.kind === "present" ? `coalesce(${c.name}, FALSE)` : `${c.name} IS NOT NULL`));
    const below = [...node.children.values()].map((child) => this.#present(child));
    const isRequired = node.path === node.name && (this.#root.rules?.required ?? []).includes(node.name);
    const made = isRequired ? Object.values(fills[node.kind.type] ?? {}).map((fill) => this.#bringsAbout(fill)) : [];
    return or([...here, ...below, ...made].filter((c) => c !== "FALSE"));
  }

  /** Where a fill makes an object that no column would. */
  #bringsAbout(fill: Fill): string {
    if (fill.kind !== "column" && fill.kind !== "sysmon-machine") return "FALSE";
    const columns = fill.columns.filter((c) => this.#has(c));
    if (columns.length === 0) return "FALSE";
    if (fill.kind === "column") return `coalesce(${columns.join(", ")}) IS NOT NULL`;
    return `coalesce(metadata_product_name = 'Sysmon' AND regexp_matches(coalesce(${columns.join(", ")}), '${machineId}'), FALSE)`;
  }

  #fillable(node: Node, fill: Fill): string {
    switch (fill.kind) {
      case "unknown":
      case "event-id":
        return "TRUE";
      case "first-of":
        return or(fill.of.map((name) => this.#held(node, name)).filter((c) => c !== "FALSE"));
      case "column":
      case "sysmon-machine":
        return this.#bringsAbout(fill);
    }
  }

  #has(column: string): boolean {
    return this.#class.columns.some((c) => c.name === column);
  }
}

const pathOf = (node: Node, name: string): string => (node.path === "" ? name : `${node.path}.${name}`);
const fillOf = (node: Node, name: string): Fill | undefined => fillsAt[node.path]?.[name] ?? fills[node.kind.type]?.[name];

function describe(fill: Fill): string {
  switch (fill.kind) {
    case "unknown":
      return `${String(fill.value)}, for unknown`;
    case "first-of":
      return `taken from ${fill.of.join(" or ")}`;
    case "column":
      return `taken from ${fill.columns.join(" or ")}`;
    case "sysmon-machine":
      return "the machine's part of Sysmon's process GUID";
    case "event-id":
      return "the event's own id";
  }
}

import { ocsfClass, type ClassName, type Column } from "../../shared/domain/ocsf.ts";
import { classRules } from "../../shared/domain/ocsf/class-rules.ts";
import { type Fill, fills, fillsAt } from "../../shared/domain/ocsf/fills.ts";
import { objectRules } from "../../shared/domain/ocsf/object-rules.ts";

type Value = string | number | boolean | null | undefined;
type Row = Readonly<Record<string, Value>>;
type Draft = Record<string, unknown>;

const isDraft = (value: unknown): value is Draft => typeof value === "object" && value !== null && !Array.isArray(value);

/** A stored row as the OCSF event it stands for: its columns at their paths, the fills, the profiles of what it uses. */
export function toOcsfEvent(name: ClassName, row: Row): Draft {
  const of = ocsfClass(name);
  const event: Draft = {};
  for (const column of of.columns) place(event, name, column, row[column.name]);
  const required = classRules[name].required ?? [];
  for (const attribute of required)
    if (event[attribute] === undefined) bringAbout(event, attribute, classRules[name].fields[attribute] ?? "", row);
  fillIn(event, "event", "", classRules[name].fields, row);
  event["class_uid"] = of.uid;
  event["category_uid"] = of.categoryUid;
  if (typeof event["activity_id"] === "number") event["type_uid"] = of.uid * 100 + event["activity_id"];
  const profiles = new Set(
    Object.keys(event).flatMap(
      (a) =>
        /@(\S+)/
          .exec(classRules[name].fields[a] ?? "")?.[1]
          ?.split(",")
          .slice(0, 1) ?? [],
    ),
  );
  if (profiles.size > 0 && isDraft(event["metadata"])) event["metadata"]["profiles"] = [...profiles];
  return event;
}

function place(event: Draft, name: ClassName, column: Column, value: Value): void {
  const { path, source, type } = column;
  if (path === undefined || value === undefined || value === null || source?.kind === "none" || source?.kind === "count") return;
  if (source?.kind === "present") {
    if (value === true) event[source.path] ??= {};
    return;
  }
  const parts = (source?.path ?? path).split(".");
  if (source?.kind === "hash") setAt(event, classRules[name].fields, parts, [{ algorithm_id: source.algorithm, value }]);
  else if (source?.kind === "hex")
    setAt(event, classRules[name].fields, parts, [/^(0x[0-9a-f]+|\d+)$/i.test(String(value)) ? Number(value) : value]);
  else if (type === "timestamp") setAt(event, classRules[name].fields, parts, [Math.floor(timeOf(value) / 1000)]);
  else if (type === "double") setAt(event, classRules[name].fields, parts, [Math.round(Number(value))]);
  else setAt(event, classRules[name].fields, parts, source?.kind === "first" || typeof value !== "string" ? [value] : value.split(";"));
}

const timeOf = (value: Value): number => (typeof value === "number" ? value : Date.parse(String(value)) * 1000);

/** Puts values at a path; where a list lies on it, one element for each of them. A text that lies in no list is put together again. */
function setAt(target: Draft, fields: Readonly<Record<string, string>>, parts: readonly string[], values: readonly unknown[]): void {
  const [part = "", ...rest] = parts;
  const kind = fields[part]?.split(" ")[0] ?? "";
  const isList = kind.endsWith("[]");
  const below = Object.hasOwn(objectRules, kind.replace("[]", "")) ? (objectRules[kind.replace("[]", "")]?.fields ?? {}) : {};
  if (rest.length === 0) {
    const held: unknown[] = Array.isArray(target[part]) ? target[part] : [];
    target[part] = isList ? [...held, ...values] : values.length === 1 ? values[0] : values.join(";");
  } else if (isList) {
    const list: unknown[] = Array.isArray(target[part]) ? target[part] : [];
    target[part] = list;
    for (const [i, value] of (list.length > 0 && list.length !== values.length ? [] : values).entries()) {
      const element = list[i];
      const draft: Draft = isDraft(element) ? element : {};
      list[i] = draft;
      setAt(draft, below, rest, [value]);
    }
  } else {
    const draft = isDraft(target[part]) ? target[part] : {};
    target[part] = draft;
    setAt(draft, below, rest, values);
  }
}

const machine = (columns: readonly string[], row: Row): string | undefined => {
  const guid = columns.map((c) => row[c]).find((v) => v !== undefined && v !== null);
  return row["metadata_product_name"] === "Sysmon" && /^[0-9a-f]{8}-/.test(String(guid)) ? String(guid).slice(0, 8) : undefined;
};

function valueOf(fill: Fill, beside: Draft, row: Row): unknown {
  switch (fill.kind) {
    case "unknown":
      return fill.value;
    case "event-id":
      return `event ${String(row["event_no"])}`;
    case "first-of":
      return fill.of.map((name) => beside[name]).find((v) => v !== undefined);
    case "column":
      return fill.columns.map((name) => row[name]).find((v) => v !== undefined && v !== null);
    case "sysmon-machine":
      return machine(fill.columns, row);
  }
}

function bringAbout(event: Draft, attribute: string, kind: string, row: Row): void {
  const made = Object.entries(fills[kind] ?? {}).filter(([, f]) => f.kind === "column" || f.kind === "sysmon-machine");
  for (const [name, fill] of made) {
    const value = valueOf(fill, {}, row);
    if (value !== undefined) event[attribute] = { [name]: value };
  }
}

/** Fills what is required, or one of which is, from the inside out. */
function fillIn(target: Draft, kind: string, path: string, fields: Readonly<Record<string, string>>, row: Row): void {
  for (const [name, value] of Object.entries(target)) {
    const below = fields[name]?.split(" ")[0]?.replace("[]", "") ?? "";
    const rules = Object.hasOwn(objectRules, below) ? objectRules[below] : undefined;
    const at = path === "" ? name : `${path}.${name}`;
    if (rules === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) if (isDraft(item)) fillIn(item, below, at, rules.fields, row);
  }
  const oneOf = objectRules[kind]?.oneOf ?? [];
  const hasOne = oneOf.some((name) => target[name] !== undefined);
  for (const [name, fill] of Object.entries({ ...fills[kind], ...fillsAt[path] })) {
    if (target[name] !== undefined || (path === "" && fields[name] === undefined) || (oneOf.includes(name) && hasOne)) continue;
    const value = valueOf(fill, target, row);
    if (value !== undefined) target[name] = value;
  }
}

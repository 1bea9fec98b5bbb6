/**
 * The OCSF 1.8 classes Quarry stores, as flat columns. A column's `path` is its dotted OCSF attribute path; the column
 * name is that path with underscores, so that SQL stays portable. Every class has the base columns first.
 */
import { applicationClasses } from "./ocsf/application-classes.ts";
import { findingClasses } from "./ocsf/finding-classes.ts";
import { identityClasses } from "./ocsf/identity-classes.ts";
import { networkClasses } from "./ocsf/network-classes.ts";
import type { ClassName, OcsfClass } from "./ocsf/ocsf-class.ts";
import { systemClasses } from "./ocsf/system-classes.ts";

export { baseColumns } from "./ocsf/columns.ts";
export type { Column, ColumnType } from "./ocsf/columns.ts";
export type { ClassName, OcsfClass } from "./ocsf/ocsf-class.ts";

export const ocsfVersion = "1.8.0";

export const ocsfClasses: readonly OcsfClass[] = [
  ...networkClasses,
  ...systemClasses,
  ...identityClasses,
  ...applicationClasses,
  ...findingClasses,
];

export const classNames = ocsfClasses.map((c) => c.name);

export function ocsfClass(name: ClassName): OcsfClass {
  const found = ocsfClasses.find((c) => c.name === name);
  if (found === undefined) throw new Error(`unknown OCSF class ${name}`);
  return found;
}

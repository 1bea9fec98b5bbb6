import type { Agreement, Comparison, Part } from "./comparison-set.ts";

/** A short way of writing comparison sets. */
export const equal = (field: string): Agreement => ({ is: "equal", part: { field } });
export const begins = (field: string, first: number): Agreement => ({ is: "equal", part: { field, first } });
export const similar = (field: string, atLeast: number): Agreement => ({ is: "similar", field, atLeast });
export const edits = (field: string, atMost: number): Agreement => ({ is: "edits", field, atMost });
export const all = (...of: Agreement[]): Agreement => ({ is: "all", of });
export const any = (...of: Agreement[]): Agreement => ({ is: "any", of });
export const parts = (...fields: string[]): Part[] => fields.map((field) => ({ field }));

/** Equal, weighed by how rare the value is, or not; `differs` is the share of matches that usually differ. */
export function exact(name: string, title: string, differs?: number): Comparison {
  const levels = [{ title: "is equal", when: equal(name), rarityOf: [name] }];
  const comparison = { name, title, needs: { all: [name] }, levels };
  return differs === undefined ? comparison : { ...comparison, usual: [1 - differs, differs] };
}

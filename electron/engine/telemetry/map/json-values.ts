import { type Fields, isFields } from "./windows-event.ts";

const none: Fields = {};

/** The object under a key; an empty one where there is none. */
export function inner(record: Fields, key: string): Fields {
  const value = record[key];
  return isFields(value) ? value : none;
}

/** Text, or a number or flag as text; undefined for the empty string and anything else. */
export function stringAt(record: Fields, key: string): string | undefined {
  const value = record[key];
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function numberAt(record: Fields, key: string): number | undefined {
  const value = record[key];
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(value) ? Number(value) : undefined;
}

export function portAt(record: Fields, key: string): number | undefined {
  const port = numberAt(record, key);
  return port !== undefined && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined;
}

export function listAt(record: Fields, key: string): readonly unknown[] {
  const value = record[key];
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

export const objectsAt = (record: Fields, key: string): readonly Fields[] => listAt(record, key).filter(isFields);

/** Texts of a list joined by `;`; undefined when there are none. */
export function joinedAt(record: Fields, key: string): string | undefined {
  const texts = listAt(record, key).filter((v) => typeof v === "string");
  return texts.length === 0 ? undefined : texts.join(";");
}

/** What was asked or answered, as compact JSON; undefined for null and empty objects. */
export function jsonAt(record: Fields, key: string): string | undefined {
  const value = record[key];
  if (value === undefined || value === null || (isFields(value) && Object.keys(value).length === 0)) return undefined;
  return JSON.stringify(value);
}

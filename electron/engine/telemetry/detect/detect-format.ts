import { AppError } from "../../../../shared/contract/errors.ts";
import { detectJson } from "./detect-json.ts";
import { describeLayout, guessLayout } from "../mapping/layout.ts";
import type { Detected } from "./detected.ts";
import { foreignFormat } from "./foreign.ts";
import { detectLinux } from "./linux-lines.ts";
import { kindTitles, type Wanted } from "./record-kind.ts";

const refuse = (name: string, why: string): AppError => new AppError("unsupported-format", `${name} ${why}`, { file: name });

/**
 * The format of a file by its first megabyte of text. `isWhole` tells that this is all there is. Throws
 * `unsupported-format` with the reason when it is nothing that can be read.
 */
export function detectFormat(head: Buffer, isWhole: boolean, name: string, wanted: Wanted, hasMapping: boolean): Detected {
  const foreign = foreignFormat(head);
  if (foreign !== undefined) throw refuse(name, `is ${foreign}`);
  const lines = head.toString("utf8").split("\n", 200);
  const first = lines.map((l) => l.trim()).find((l) => l !== "");
  if (first === undefined) throw refuse(name, head.length === 0 ? "is empty" : "holds blank lines only");
  if (wanted === "parquet") throw refuse(name, "was to be read as Parquet, but is text");
  if (wanted === "csv") {
    if (!hasMapping) return unmapped("CSV as asked");
    return { reader: "csv", format: "csv", reason: "CSV as asked, with the given mapping", hasWindows: false, skip: 0 };
  }
  if (first.startsWith("#") && (hasZeekHeader(lines) || !(hasMapping && wanted === "auto"))) return detectZeekHeader(lines, name, wanted);
  if (first.startsWith("{") || first.startsWith("[")) return detectJson(head, isWhole, first, name, wanted);
  if (hasMapping && wanted === "auto")
    return { reader: "csv", format: "csv", reason: "text with a CSV mapping given", hasWindows: false, skip: 0 };
  const linux = wanted === "auto" || wanted === "linux" ? detectLinux(lines) : undefined;
  if (linux !== undefined) return linux;
  const layout = isHeaderlessZeek(first) ? undefined : guessLayout(lines.slice(0, 199));
  if (layout !== undefined) return unmapped(describeLayout(layout));
  throw refuse(name, whyNotText(first));
}

const unmapped = (reason: string): Detected => ({ reader: "unmapped", format: "csv", reason, hasWindows: false, skip: 0 });

const directivesOf = (lines: readonly string[]): string[] => lines.filter((l) => l.startsWith("#")).map((l) => l.split(/\s/, 1)[0] ?? "");
const hasZeekHeader = (lines: readonly string[]): boolean => directivesOf(lines).some((d) => d === "#fields" || d === "#separator");

function detectZeekHeader(lines: readonly string[], name: string, wanted: Wanted): Detected {
  const directives = directivesOf(lines);
  if (!hasZeekHeader(lines)) {
    const layout = wanted === "auto" ? guessLayout(lines.slice(0, 199)) : undefined;
    if (layout !== undefined) return unmapped(describeLayout(layout));
    throw refuse(name, "begins with # but has no Zeek header (#separator, #fields)");
  }
  if (wanted !== "auto" && wanted !== "zeek" && wanted !== "csv" && wanted !== "parquet")
    throw refuse(name, `was to be read as ${kindTitles[wanted]} events, but is a Zeek log in TSV`);
  const seen = ["#separator", "#path", "#fields", "#types"].filter((d) => directives.includes(d));
  return { reader: "zeek-tsv", format: "zeek-tsv", reason: `Zeek ASCII header: ${seen.join(", ")}`, hasWindows: false, skip: 0 };
}

function isHeaderlessZeek(first: string): boolean {
  const cells = first.split("\t");
  return cells.length >= 6 && /^\d+(?:\.\d+)?$/.test(cells[0] ?? "");
}

const whyNotText = (first: string): string =>
  isHeaderlessZeek(first)
    ? "looks like rows of a Zeek log whose header is missing: there is no #fields line before the first row"
    : "is plain text: it has neither a Zeek header (#fields) nor JSON records nor lines of syslog or the audit daemon";

import { refuse } from "../../onnx/foreign/refuse.ts";

/**
 * The part of YAML that MLflow writes: block mappings and lists by indentation, plain, 'single' and "double" quoted scalars folded over lines, `{}`
 * and `[]`. What it reads in the rest (anchors, tags, block texts, flow collections) it refuses by line, so that nothing is taken for what it is not.
 */
export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

const plainForm = /^[A-Za-z_/][A-Za-z0-9_./<>=+-]*$/;
/** Plain words that YAML 1.1 takes for something else. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n|~)$/i;

function writeScalar(value: string | number | boolean | null): string {
  if (typeof value !== "string") return String(value);
  return plainForm.test(value) && !reserved.test(value) ? value : JSON.stringify(value);
}

const isList = (value: Yaml): value is readonly Yaml[] => Array.isArray(value);
const isScalar = (value: Yaml): value is string | number | boolean | null => typeof value !== "object" || value === null;

function writeLines(value: Yaml): string[] {
  if (isScalar(value)) return [writeScalar(value)];
  const entries = isList(value)
    ? value.map((item) => ["-", item] as const)
    : Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return [isList(value) ? "[]" : "{}"];
  return entries.flatMap(([key, item]) => {
    const head = key === "-" && isList(value) ? "-" : `${writeScalar(key)}:`;
    const [first = "", ...more] = writeLines(item);
    if (isScalar(item) || first === "[]" || first === "{}") return [`${head} ${first}`];
    if (head === "-") return [`- ${first}`, ...more.map((line) => `  ${line}`)];
    return [head, ...[first, ...more].map((line) => `  ${line}`)];
  });
}

/** Mappings in the order of their keys: the same value gives the same text. */
export const toYaml = (value: Yaml): string => `${writeLines(value).join("\n")}\n`;

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

const limits = { bytes: 1024 * 1024, depth: 32 };

class Reader {
  readonly #name: string;
  readonly #lines: readonly Line[];
  #at = 0;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#lines = text
      .split(/\r?\n/)
      .map((line, i) => ({ number: i + 1, indent: line.length - line.trimStart().length, text: line.trim() }));
  }

  read(): Yaml {
    const value = this.#block(0, 0);
    const rest = this.#next();
    return rest === undefined ? value : this.#refuse(rest, "is indented as nothing before it");
  }

  #refuse(line: Line, problem: string): never {
    return refuse(`${this.#name} line ${line.number} ${problem}`);
  }

  /** The next line that says something. */
  #next(): Line | undefined {
    while (/^(?:#.*|---)?$/.test(this.#lines[this.#at]?.text ?? "x")) this.#at += 1;
    return this.#lines[this.#at];
  }

  #block(indent: number, depth: number): Yaml {
    const first = this.#next();
    if (first === undefined || first.indent < indent) return null;
    if (depth > limits.depth) this.#refuse(first, "is nested too deeply");
    return isItem(first.text) ? this.#items(first.indent, depth) : this.#mapping(first.indent, depth);
  }

  #items(indent: number, depth: number, begun?: Line): Yaml {
    const items: Yaml[] = [];
    for (let line = begun ?? this.#next(); line?.indent === indent && isItem(line.text); line = this.#next()) {
      const rest = line.text.slice(1).trimStart();
      if (rest === "") {
        this.#at += 1;
        items.push(this.#block(indent + 1, depth + 1));
      } else if (!isItem(rest) && keyOf(rest) === undefined) items.push(this.#scalar(line, rest, indent));
      else {
        // What begins behind the dash goes on where its first key or dash stands.
        if (depth > limits.depth) this.#refuse(line, "is nested too deeply");
        const inner = indent + line.text.length - rest.length;
        const first = { ...line, indent: inner, text: rest };
        items.push(isItem(rest) ? this.#items(inner, depth + 1, first) : this.#mapping(inner, depth + 1, first));
      }
    }
    return items;
  }

  #mapping(indent: number, depth: number, begun?: Line): Yaml {
    const entries = new Map<string, Yaml>();
    for (let line = begun ?? this.#next(); line?.indent === indent && !isItem(line.text); line = this.#next()) {
      const found = keyOf(line.text);
      if (found === undefined) return this.#refuse(line, "is no key with its value");
      if (entries.has(found.key)) this.#refuse(line, `says ${found.key} twice`);
      if (found.rest !== "") entries.set(found.key, this.#scalar(line, found.rest, indent));
      else {
        this.#at += 1;
        // PyYAML writes the items of a list under its key without indenting them.
        const next = this.#next();
        const isListHere = next?.indent === indent && isItem(next.text);
        entries.set(found.key, isListHere ? this.#items(indent, depth + 1) : this.#block(indent + 1, depth + 1));
      }
    }
    return Object.fromEntries(entries);
  }

  /** A scalar that begins on this line, with the lines it was folded over. */
  #scalar(line: Line, begun: string, indent: number): Yaml {
    this.#at += 1;
    if (begun === "{}") return {};
    if (begun === "[]") return [];
    const quote = begun[0];
    if (quote === "'" || quote === '"') return this.#quoted(line, begun, quote);
    if (/^[[\]{}&*!|>%@`,?]/.test(begun)) this.#refuse(line, "has a form that is not read here");
    let text = begun;
    for (let next = this.#lines[this.#at]; next !== undefined && next.text !== "" && next.indent > indent; next = this.#lines[this.#at]) {
      text += ` ${next.text}`;
      this.#at += 1;
    }
    return plainValue(text.replace(/ #.*$/, ""));
  }

  #quoted(line: Line, begun: string, quote: "'" | '"'): string {
    const end = new QuotationEnd(quote);
    const parts = [begun];
    let breaks = 0;
    end.look(begun.slice(1));
    while (end.state === "open") {
      const next = this.#lines[this.#at];
      if (next === undefined) return this.#refuse(line, "opens a quotation that is never closed");
      this.#at += 1;
      if (next.text === "") breaks += 1;
      else {
        const isJoined = end.isEscaped;
        if (isJoined) parts.push((parts.pop() ?? "").slice(0, -1));
        end.isEscaped = false;
        parts.push(isJoined ? next.text.replace(/^\\(?= )/, "") : (breaks === 0 ? " " : "\n".repeat(breaks)) + next.text);
        end.look(parts.at(-1) ?? "");
        breaks = 0;
      }
    }
    if (end.state === "passed") return this.#refuse(line, "has text behind a quotation, or one that is never closed");
    const text = parts.join("");
    if (quote === "'") return text.slice(1, -1).replaceAll("''", "'");
    return unquote(text) ?? this.#refuse(line, "has a quotation that is not read here");
  }
}

/** Where a quotation ends, found part by part: a text of many lines is looked at once. */
class QuotationEnd {
  /** `passed`: closed, and something follows. */
  state: "open" | "closed" | "passed" = "open";
  /** The last character is a backslash that stands for no backslash. */
  isEscaped = false;
  readonly #quote: "'" | '"';

  constructor(quote: "'" | '"') {
    this.#quote = quote;
  }

  look(part: string): void {
    for (let i = 0; i < part.length; i++) {
      const letter = part[i];
      if (this.isEscaped) this.isEscaped = false;
      else if (letter === "\\" && this.#quote === '"') this.isEscaped = true;
      else if (letter === this.#quote) {
        if (letter === "'" && part[i + 1] === "'") i += 1;
        else {
          this.state = i === part.length - 1 ? "closed" : "passed";
          return;
        }
      }
    }
  }
}

const isItem = (text: string): boolean => text === "-" || text.startsWith("- ");

function keyOf(text: string): { readonly key: string; readonly rest: string } | undefined {
  const found = /^(?:'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)"|([^\s'"[\]{}#&*!|>%@`,?][^:#]*?))\s*:(?:\s+(.*))?$/s.exec(text);
  if (found === null) return undefined;
  const [, single, double, plain = "", rest = ""] = found;
  const key = double === undefined ? (single?.replaceAll("''", "'") ?? plain) : unquote(`"${double}"`);
  return key === undefined ? undefined : { key, rest: rest.startsWith("#") ? "" : rest };
}

/** The text of a double quotation: YAML's escapes that JSON lacks, then JSON's. Undefined where it has others. */
function unquote(quoted: string): string | undefined {
  const asJson = quoted
    .replaceAll("\n", "\\n")
    .replace(/\\(?:\\|x([0-9a-fA-F]{2})|([ 0ae_NLPv]))/g, (whole, hex?: string, letter?: string) =>
      hex === undefined ? (others[letter ?? ""] ?? whole) : `\\u00${hex}`,
    );
  try {
    const text: unknown = JSON.parse(asJson);
    return typeof text === "string" ? text : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const others: Readonly<Record<string, string>> = {
  " ": " ",
  "0": "\\u0000",
  a: "\\u0007",
  e: "\\u001b",
  v: "\\u000b",
  _: "\\u00a0",
  N: "\\u0085",
  L: "\\u2028",
  P: "\\u2029",
};

function plainValue(text: string): string | number | boolean | null {
  if (/^(?:null|~|)$/i.test(text)) return null;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Throws AppError `model-mismatch` with name and line of what it does not read. */
export function parseYaml(name: string, text: string): Yaml {
  if (text.length > limits.bytes) refuse(`${name} has ${text.length} characters; ${limits.bytes} are allowed`);
  return new Reader(name, text).read();
}

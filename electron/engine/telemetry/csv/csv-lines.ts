import type { Bytes } from "../readers/limits.ts";

const lf = 0x0a;
const cr = 0x0d;

/**
 * Line numbers by byte offset. The parser's own count is off after quoted CRLF, so line ends are noted as bytes pass to it;
 * it asks in rising order, and what it has passed is forgotten.
 */
export class CsvLines {
  #ends: number[] = [];
  #next = 0;
  #passed = 0;
  #offset = 0;
  #lineEnd: number | undefined;

  async *watch(source: Bytes): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of source) {
      this.#note(chunk);
      yield chunk;
    }
  }

  #note(chunk: Buffer): void {
    this.#lineEnd ??= [lf, cr].find((byte) => chunk.includes(byte));
    const lineEnd = this.#lineEnd;
    this.#ends = this.#ends.slice(this.#next);
    this.#next = 0;
    if (lineEnd !== undefined)
      for (let at = chunk.indexOf(lineEnd); at >= 0; at = chunk.indexOf(lineEnd, at + 1)) this.#ends.push(this.#offset + at);
    this.#offset += chunk.length;
  }

  /** The line, from 1, of the last byte before `end`; a line end belongs to the line it ends. */
  lineBefore(end: number): number {
    while ((this.#ends[this.#next] ?? Number.POSITIVE_INFINITY) < end - 1) {
      this.#next += 1;
      this.#passed += 1;
    }
    return this.#passed + 1;
  }

  /** Line ends within a record's text, of the kind that ends this file's lines. */
  endsIn(text: string): number {
    return this.#lineEnd === undefined ? 0 : text.split(String.fromCharCode(this.#lineEnd)).length - 1;
  }
}

const leadingBlanks = /^[\r\n]+/;

/** A record's text as it stands in the file: without blank lines that were passed over before it and the end of its last line. */
export const recordText = (raw: string): string => raw.replace(leadingBlanks, "").replace(/\r?\n$|\r$/, "");

/** How many lines the parser counted within the text of a record it gave up: CR and LF each, but for the very last. */
export const parserLinesIn = (raw: string): number =>
  (
    raw
      .replace(leadingBlanks, "")
      .replace(/[\r\n]$/, "")
      .match(/[\r\n]/g) ?? []
  ).length;

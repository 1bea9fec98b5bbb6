import type { ErrorCode } from "../../../../shared/contract/errors.ts";
import type { ImportedFile, RejectSample } from "../../../../shared/contract/telemetry.ts";

const storedSamples = 50_000;
const storedPerReason = 1000;
const excerptLength = 300;
const namedKinds = 1000;

/** Samples of what was turned away, in order; counts are complete in each file's report. */
export class RejectLog {
  readonly samples: RejectSample[] = [];

  add(sample: RejectSample): void {
    if (this.samples.length < storedSamples) this.samples.push(sample);
  }
}

/** What became of one file. Every record read is mapped, unmapped or rejected, and counted once. */
export class FileReport {
  readonly name: string;
  sha256 = "";
  bytes = 0;
  format = "unknown";
  formatReason = "";
  logType: string | undefined;
  error: string | undefined;
  errorCode: ErrorCode | undefined;
  mapped = 0;
  rejected = 0;
  #unmapped = 0;
  readonly #unmappedKinds = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  readonly #misfits = new Map<string, number>();
  readonly #log: RejectLog;

  constructor(name: string, log: RejectLog) {
    this.name = name;
    this.#log = log;
  }

  get records(): number {
    return this.mapped + this.#unmapped + this.rejected;
  }

  /** Which log the file holds; `mixed` when its records name several. */
  noteLog(log: string): void {
    this.logType = this.logType === undefined || this.logType === log ? log : "mixed";
  }

  /** `category` is one of a few fixed texts and is what is counted; `detail` says more about this record. */
  reject(line: number, category: string, detail: string | undefined, excerpt: Buffer): void {
    this.rejected += 1;
    const seen = (this.#reasons.get(category) ?? 0) + 1;
    this.#reasons.set(category, seen);
    if (seen > storedPerReason) return;
    const text = excerpt
      .subarray(0, excerptLength * 4)
      .toString("utf8")
      .slice(0, excerptLength);
    this.#log.add({
      file: this.name,
      line,
      reason: detail ?? category,
      ...(detail === undefined ? {} : { category }),
      excerpt: text.toWellFormed(),
    });
  }

  unmap(kind: string): void {
    this.#unmapped += 1;
    const known = this.#unmappedKinds.size < namedKinds || this.#unmappedKinds.has(kind) ? kind : "other kinds";
    this.#unmappedKinds.set(known, (this.#unmappedKinds.get(known) ?? 0) + 1);
  }

  /** A cell of a mapped table that does not fit its OCSF column; the column stays empty, the event is kept. */
  misfit(_line: number, column: string, _cell: string): void {
    this.#misfits.set(column, (this.#misfits.get(column) ?? 0) + 1);
  }

  toImportedFile(): ImportedFile {
    return {
      name: this.name,
      sha256: this.sha256,
      bytes: this.bytes,
      format: this.format,
      formatReason: this.formatReason,
      ...(this.logType === undefined ? {} : { logType: this.logType }),
      records: this.records,
      mapped: this.mapped,
      unmapped: Object.fromEntries(this.#unmappedKinds),
      rejected: this.rejected,
      rejectReasons: Object.fromEntries(this.#reasons),
      ...(this.#misfits.size === 0 ? {} : { misfits: Object.fromEntries(this.#misfits) }),
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }
}

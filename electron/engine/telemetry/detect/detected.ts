/** How a text is to be read, and why. */
export interface Detected {
  readonly reader: "zeek-tsv" | "json-lines" | "json-values" | "csv" | "linux-lines" | "unmapped";
  /** For the manifest. */
  readonly format: string;
  readonly reason: string;
  readonly hasWindows: boolean;
  /** Bytes at the start that are no records. */
  readonly skip: number;
}

/** The closed set of expected failures. Anything else is a bug and crosses the wire as `internal`. */
export const errorCodes = [
  "bad-input",
  "not-found",
  /** The chosen events hold nothing, or too little, for the model. */
  "no-subjects",
  "unsupported-format",
  "evidence-unreadable",
  "workspace-locked",
  "workspace-newer",
  "workspace-damaged",
  "model-mismatch",
  "out-of-memory",
  "limit-exceeded",
  "query-failed",
  "conflict",
  "forbidden",
  "io",
  /** The disk, or what this user may take of it, is used up. */
  "disk-full",
  /** The disk or folder of the workspace cannot be written to. */
  "read-only",
  /** A part of the program itself is missing or made for another system. */
  "broken-install",
  "engine-gone",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorDetail {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** In the line, from 1. */
  readonly column?: number | undefined;
  readonly field?: string | undefined;
  readonly hint?: string | undefined;
}

/** An expected failure: `message` is for a person and names what to do; `detail` says where. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
  }
}

/** Not a failure: the caller asked for it. Never logged as an error, never shown. */
export class CancelledError extends Error {
  constructor(message = "cancelled") {
    super(message);
    this.name = "CancelledError";
  }
}

export interface WireError {
  readonly kind: "error" | "cancelled";
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail: ErrorDetail;
}

export function toWireError(error: unknown): WireError {
  if (error instanceof CancelledError || (error instanceof Error && error.name === "AbortError"))
    return { kind: "cancelled", code: "internal", message: error.message, detail: {} };
  if (error instanceof AppError) return { kind: "error", code: error.code, message: error.message, detail: error.detail };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "error", code: "internal", message, detail: {} };
}

export function fromWireError(wire: WireError): Error {
  return wire.kind === "cancelled" ? new CancelledError(wire.message) : new AppError(wire.code, wire.message, wire.detail);
}

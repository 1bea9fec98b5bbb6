import { z } from "zod";
import { AppError, type ErrorCode, type ErrorDetail } from "../../../shared/contract/errors.ts";
import { wasm } from "./wasm-api.ts";
import type { FailureKind, WorkerReport } from "./worker-messages.ts";

type Failure = Extract<WorkerReport, { kind: "failed" }>;

/** What a worker reported, before it is told to a person. */
export class WorkerFailure extends Error {
  readonly report: Failure;
  constructor(report: Failure) {
    super(report.message);
    this.name = "WorkerFailure";
    this.report = report;
  }
}

/** A cache file DuckDB does not take for one of its own. */
export class UnreadableCacheError extends Error {}

/** Signs that the instance's memory or a database file is no longer to be trusted; the worker must not be used again. */
const brokenSigns =
  /^(?:INTERNAL|FATAL|IO|Serialization) Error|memory access out of bounds|table index is out of bounds|null function|unreachable|has been invalidated/;

/** Runs on the worker thread. */
export function classifyFailure(error: unknown): Omit<Failure, "kind" | "id" | "heap"> {
  const message = plainMessage(error instanceof Error ? error.message : String(error));
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  if (error instanceof AppError)
    return error.detail.file === undefined
      ? { failure: kindOf(error.code), message, stack, ...refusalOf(error) }
      : { failure: kindOf(error.code), message, stack, file: error.detail.file };
  if (error instanceof UnreadableCacheError || error instanceof wasm.RuntimeError || brokenSigns.test(message))
    return { failure: "broken", message, stack };
  if (message.includes("Out of Memory Error")) return { failure: "out-of-memory", message, stack };
  return { failure: /^(\w+ )+Error: /.test(message) ? "query" : "bug", message, stack };
}

const DuckDbMessage = z.object({ exception_type: z.string(), exception_message: z.string() });

/** Errors met while parsing come as JSON, all others as "Kind Error: text". */
function plainMessage(message: string): string {
  if (!message.startsWith('{"exception_type"')) return message;
  const parsed = DuckDbMessage.safeParse(JSON.parse(message));
  return parsed.success ? `${parsed.data.exception_type} Error: ${parsed.data.exception_message}` : message;
}

/** What is known of a statement an analyst wrote, and why it does not run. */
const refusalOf = ({ code, detail: { field, line, column, hint } }: AppError): Pick<Failure, "refusal"> =>
  field === "sql" || code === "io"
    ? {
        refusal: { code, ...(line === undefined || column === undefined ? {} : { line, column }), ...(hint === undefined ? {} : { hint }) },
      }
    : {};

const kindOf = (code: ErrorCode): FailureKind => (code === "evidence-unreadable" ? "evidence" : "query");

/** What the caller of the engine gets. A `bug` is no expected failure and stays a plain Error. */
export function toCallerError(failure: Failure): Error {
  switch (failure.failure) {
    case "query":
      return new AppError(
        failure.refusal?.code ?? "query-failed",
        failure.message,
        failure.refusal === undefined ? {} : detailOf(failure.refusal),
      );
    case "out-of-memory":
      return new AppError(
        "out-of-memory",
        "The query needs more memory than it may use. Narrow its time range or group by fewer columns.",
        {
          hint: failure.message,
        },
      );
    case "broken":
      return new AppError("query-failed", `The query engine failed inside and was started again: ${firstLine(failure.message)}`);
    case "evidence":
      return new AppError("evidence-unreadable", failure.message, failure.file === undefined ? {} : { file: failure.file });
    case "bug":
      return new Error(`in the DuckDB worker: ${failure.stack}`);
  }
}

const detailOf = ({ line, column, hint }: NonNullable<Failure["refusal"]>): ErrorDetail => ({
  ...(line === undefined ? {} : { line, column }),
  ...(hint === undefined ? {} : { hint }),
});

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

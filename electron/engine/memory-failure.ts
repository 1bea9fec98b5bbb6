import { AppError } from "../../shared/contract/errors.ts";

/** What V8 and Node say, and ONNX Runtime by way of C++ and its own arena, when memory cannot be had. */
const signs = /Array buffer allocation failed|bad_alloc|bad allocation|Failed to allocate memory/i;
const codes: ReadonlySet<string> = new Set(["ERR_WORKER_OUT_OF_MEMORY", "ERR_MEMORY_ALLOCATION_FAILED"]);

const isOutOfMemory = (error: unknown): error is Error =>
  error instanceof Error && (signs.test(error.message) || ("code" in error && typeof error.code === "string" && codes.has(error.code)));

/** Tells a person that what was asked of a model needs more memory than there is; anything else is passed through. */
export function toMemoryError(error: unknown): unknown {
  if (error instanceof AppError || !isOutOfMemory(error)) return error;
  return new AppError(
    "out-of-memory",
    "There is not enough memory for what was asked of the model. Nothing was changed.",
    { hint: "Close other programs and do it again, over a shorter time range, or with a model of fewer and smaller trees." },
    { cause: error },
  );
}

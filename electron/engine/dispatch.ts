import type { z } from "zod";
import type { Context, Handlers } from "../../shared/contract/client.ts";
import { AppError, CancelledError } from "../../shared/contract/errors.ts";
import { isRequestName, requests, type RequestName } from "../../shared/contract/requests.ts";
import { toStorageError } from "./storage-failure.ts";

type AnyHandler = (input: unknown, context: Context) => Promise<unknown>;

/**
 * Checks and calls: the one way from a frame to a handler, whatever host carried it. Throws AppError `not-found` for an unknown
 * name and `bad-input` naming the field; what a full,
 * read-only or failing disk refuses becomes `disk-full`, `read-only` or `io`; output that breaks the contract is a bug and throws outside production.
 */
export async function dispatch(handlers: Handlers, frame: { name: string; input: unknown }, context: Context): Promise<unknown> {
  const { name } = frame;
  if (!isRequestName(name)) throw new AppError("not-found", `there is no request named "${name.slice(0, 100)}"`);
  const input = requests[name].input.safeParse(frame.input);
  if (!input.success) throw toBadInput(name, input.error);
  if (context.signal.aborted) throw new CancelledError();
  // The schema of `name` has just accepted the input, which is what the handler of `name` takes.
  const handler = handlers[name] as AnyHandler;
  const output = await run(handler, input.data, context);
  if (checksOutput()) {
    const checked = requests[name].output.safeParse(output);
    if (!checked.success) throw new Error(`${name} returned what its contract does not allow: ${describe(checked.error)}`);
  }
  return output;
}

async function run(handler: AnyHandler, input: unknown, context: Context): Promise<unknown> {
  try {
    return await handler(input, context);
  } catch (error) {
    throw toStorageError(error);
  }
}

const checksOutput = (): boolean => process.env["NODE_ENV"] !== "production" || process.env["QUARRY_CHECK_OUTPUT"] === "1";

function toBadInput(name: RequestName, error: z.ZodError): AppError {
  return new AppError("bad-input", `${name}: ${describe(error)}`, { field: fieldOf(error.issues[0]) });
}

function describe(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${fieldOf(issue)}: ${issue.message}`)
    .join("; ");
}

function fieldOf(issue: z.core.$ZodIssue | undefined): string {
  const path = issue?.path ?? [];
  if (path.length === 0) return "input";
  return path.map((part, i) => (typeof part === "number" ? `[${part}]` : `${i > 0 ? "." : ""}${String(part)}`)).join("");
}

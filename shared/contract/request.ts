import type { z } from "zod";

/** A request's name maps to what goes in and what comes back. `job` requests run long, report progress and outlive their caller. */
export interface RequestDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  readonly job: boolean;
}

export const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): { input: I; output: O; job: false } => ({
  input,
  output,
  job: false,
});
export const job = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): { input: I; output: O; job: true } => ({
  input,
  output,
  job: true,
});

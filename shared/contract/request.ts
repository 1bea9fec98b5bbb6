import type { z } from "zod";

/** What goes in and what comes back. `job` requests run long, report progress and outlive their caller. */
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

import fc from "fast-check";
import { AppError } from "../../shared/contract/errors.ts";
import { findPollution, type FolderWatch } from "./oracles.ts";

export interface FuzzOptions {
  readonly cases: number;
  readonly seed: number;
  /** Nothing may be written outside of it. */
  readonly watch: FolderWatch;
  /** Told before every case, so that one that never ends can be named. */
  readonly beat?: () => void;
}

export interface FuzzReport {
  readonly cases: number;
  /** Cases that were read, and those that were refused with an AppError. */
  readonly read: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** What broke first, made as small as it could be, with the input. */
  readonly failure: string | undefined;
}

/** Something that takes foreign input, with a supply of hostile ones. */
export interface FuzzTarget {
  readonly name: string;
  /** Of the ordinary test run. */
  readonly quickCases: number;
  fuzz(options: FuzzOptions): Promise<FuzzReport>;
}

export interface OpenTarget<T> {
  readonly inputs: fc.Arbitrary<T>;
  /** May throw AppError and nothing else; throws whatever it finds wrong with what came out. */
  readonly take: (input: T) => unknown;
  readonly close?: () => unknown;
}

export interface TargetSpec<T> {
  readonly name: string;
  readonly quickCases: number;
  /** A case that keeps the processor longer has failed; what others on the machine take of it does not count. */
  readonly boundMs: number;
  /** What a refusal must say besides why. */
  readonly says: "file" | "field" | "why";
  readonly open: (root: string) => OpenTarget<T> | Promise<OpenTarget<T>>;
}

function checkRefusal(error: AppError, says: TargetSpec<unknown>["says"]): void {
  if (error.code === "internal") throw new Error("refused as a bug of ours", { cause: error });
  if (error.message.trim() === "") throw new Error("refused without a reason", { cause: error });
  if (says !== "why" && (error.detail[says] ?? "") === "") throw new Error(`refused without naming the ${says}`, { cause: error });
}

/** Runs a target on `cases` inputs; the same seed gives the same ones. */
export function fuzzTarget<T>({ name, quickCases, boundMs, says, open }: TargetSpec<T>): FuzzTarget {
  const fuzz = async ({ cases, seed, watch, beat }: FuzzOptions): Promise<FuzzReport> => {
    const target = await open(watch.root);
    const tally = { read: 0, refused: 0, slowestMs: 0 };
    const runOne = async (input: T): Promise<void> => {
      beat?.();
      const before = process.threadCpuUsage();
      try {
        await target.take(input);
        tally.read += 1;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        checkRefusal(error, says);
        tally.refused += 1;
      }
      const { user, system } = process.threadCpuUsage(before);
      const tookMs = (user + system) / 1000;
      tally.slowestMs = Math.max(tally.slowestMs, tookMs);
      if (tookMs > boundMs) throw new Error(`took ${Math.round(tookMs)} ms; ${boundMs} are allowed`);
      const wrong = findPollution() ?? watch.findStray();
      if (wrong !== undefined) throw new Error(wrong);
    };
    try {
      const details = await fc.check(fc.asyncProperty(target.inputs, runOne), { numRuns: cases, seed });
      const { slowestMs, read, refused } = tally;
      return { cases: details.numRuns, read, refused, slowestMs, failure: details.failed ? describe(details) : undefined };
    } finally {
      await target.close?.();
    }
  };
  return { name, quickCases, fuzz };
}

interface Failed {
  readonly counterexample: readonly unknown[] | null;
  readonly errorInstance: unknown;
  readonly numRuns: number;
}

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const own = `${error.stack ?? error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${causeOf(error.cause)}`;
};

/** Bytes as text that can be pasted into a test. */
const shownInput = (input: readonly unknown[] | null): string =>
  JSON.stringify(input, (_, value: unknown) => {
    const isBuffer = typeof value === "object" && value !== null && "type" in value && value.type === "Buffer" && "data" in value;
    return isBuffer && Array.isArray(value.data) ? Buffer.from(value.data).toString("latin1") : value;
  });

const describe = ({ counterexample, errorInstance, numRuns }: Failed): string =>
  `case ${numRuns}: ${causeOf(errorInstance)}\ninput: ${shownInput(counterexample).slice(0, 6000)}`;

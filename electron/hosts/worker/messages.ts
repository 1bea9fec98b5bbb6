import { z } from "zod";
import { WireErrorSchema } from "../../../shared/contract/frames.ts";
import type { ParentPipe } from "../../engine/parent-pipe.ts";
import type { FromBroker, ToBroker } from "./child-messages.ts";

/**
 * What passes between a host and its engine process. Many connections share the one pipe; each has a channel number that the
 * host gives. The host alone says who the caller is.
 */
const channel = z.number().int().nonnegative();

export const ToEngine = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("open"), channel, caller: z.object({ trust: z.enum(["local", "page"]), host: z.string() }) }),
  z.object({ kind: z.literal("frame"), channel, frame: z.unknown() }),
  z.object({ kind: z.literal("close"), channel, reason: z.string() }),
  z.object({ kind: z.literal("ping") }),
  z.object({ kind: z.literal("stop") }),
]);
export type ToEngine = z.infer<typeof ToEngine>;

export const FromEngine = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("pong") }),
  z.object({ kind: z.literal("failed"), error: WireErrorSchema }),
  z.object({ kind: z.literal("frame"), channel, frame: z.unknown() }),
  z.object({ kind: z.literal("close"), channel, reason: z.string() }),
]);
export type FromEngine = z.infer<typeof FromEngine>;

/** The pipe as the engine process sees it. */
export type EnginePipe = ParentPipe<FromEngine | ToBroker, unknown>;

/** The engine process as its host sees it. */
export interface EngineChild {
  /** Undefined until it runs. */
  readonly pid: number | undefined;
  send(message: ToEngine | FromBroker): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (why: string) => void): void;
  kill(): void;
}

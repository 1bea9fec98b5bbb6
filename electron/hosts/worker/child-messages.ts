import { z } from "zod";

/**
 * What passes between an engine and its host about processes that the host starts for it, on the pipe they share anyway. The
 * engine numbers them. What these processes and the engine tell each other is carried and not looked into.
 */
const child = z.number().int().nonnegative();

export const ToBroker = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("child.start"), child, memoryBytes: z.number().int().positive() }),
  z.object({ kind: z.literal("child.send"), child, message: z.custom<object>((value) => typeof value === "object" && value !== null) }),
  z.object({ kind: z.literal("child.kill"), child }),
]);
export type ToBroker = z.infer<typeof ToBroker>;

export const FromBroker = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("child.says"), child, pid: z.number().int().optional(), message: z.unknown() }),
  z.object({ kind: z.literal("child.ended"), child, how: z.string(), complaint: z.string() }),
]);
export type FromBroker = z.infer<typeof FromBroker>;

/** Whether a message on the shared pipe is of this kind, and not one between host and engine themselves. */
export const isAboutChild = (raw: unknown): boolean =>
  typeof raw === "object" && raw !== null && "kind" in raw && typeof raw.kind === "string" && raw.kind.startsWith("child.");

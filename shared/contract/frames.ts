import { z } from "zod";
import { errorCodes } from "./errors.ts";

/** Four kinds of frame, the same over every carrier. A call's id is unique within its connection. */
export const CallFrame = z.object({
  t: z.literal("call"),
  id: z.number().int().nonnegative(),
  name: z.string().max(100),
  input: z.unknown(),
});
export const CancelFrame = z.object({ t: z.literal("cancel"), id: z.number().int().nonnegative() });
export const WireErrorSchema = z.object({
  kind: z.enum(["error", "cancelled"]),
  code: z.enum(errorCodes),
  message: z.string(),
  detail: z.object({ file: z.string(), line: z.number(), column: z.number(), field: z.string(), hint: z.string() }).partial(),
});
export const ReplyFrame = z.union([
  z.object({ t: z.literal("reply"), id: z.number().int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ t: z.literal("reply"), id: z.number().int(), ok: z.literal(false), error: WireErrorSchema }),
]);
export const EventFrame = z.object({ t: z.literal("event"), name: z.string(), body: z.unknown() });

export const ClientFrame = z.union([CallFrame, CancelFrame]);
export const EngineFrame = z.union([ReplyFrame, EventFrame]);
export type ClientFrame = z.infer<typeof ClientFrame>;
export type EngineFrame = z.infer<typeof EngineFrame>;

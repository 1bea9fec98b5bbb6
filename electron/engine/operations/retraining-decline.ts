import { z } from "zod";
import type { DecisionKind, DecisionsInForce } from "../decisions/decision-kind.ts";

export const declineKind = "retraining.decline";

export const DeclineBody = z.object({
  model: z.string(),
  proposal: z.string(),
  after: z.string(),
  triggers: z.array(z.string()),
  reason: z.string(),
});

/** Nothing is stored besides the log: a proposal is made anew each time it is asked for, and left out while a no to it is in force. */
export const declineKinds = (tell: (model: string) => void): DecisionKind[] => [
  {
    kind: declineKind,
    describe: ({ body }) => `declined to train ${DeclineBody.parse(body).model} again`,
    place: ({ body }) => ({ screen: "models", model: DeclineBody.parse(body).model }),
    tell: ({ body }) => tell(DeclineBody.parse(body).model),
  },
];

export const isDeclined = (decisions: DecisionsInForce, proposal: string): boolean =>
  decisions.ofKind(declineKind).some(({ body }) => DeclineBody.parse(body).proposal === proposal);

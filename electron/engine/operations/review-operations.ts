import type { Handlers } from "../../../shared/contract/client.ts";
import { agreement } from "../labels/agreement.ts";
import type { EngineParts } from "./engine-parts.ts";

export function reviewOperations(parts: EngineParts): Pick<Handlers, "review.agreement"> {
  const { db } = parts.workspace;
  return {
    "review.agreement": async (input) => agreement(db, input),
  };
}

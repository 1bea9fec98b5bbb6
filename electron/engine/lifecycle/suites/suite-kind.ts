import type { DecisionKind } from "../../decisions/decision-kind.ts";
import { SuiteBody, suiteKind } from "./workspace-suites.ts";

/**
 * The making of a suite can be taken back: no later evaluation uses it, and the file stays for those that did. Nothing of it is stored besides
 * the log and that file.
 */
export const suiteDecision = (tell: (model: string) => void): DecisionKind => ({
  kind: suiteKind,
  describe: ({ body }) => {
    const { title, model } = SuiteBody.parse(body);
    return `suite “${title}” of ${model}`;
  },
  place: ({ body }) => ({ screen: "models", model: SuiteBody.parse(body).model }),
  tell: ({ body }) => tell(SuiteBody.parse(body).model),
});

import { z } from "zod";
import type { DecisionPlace } from "../../../shared/contract/decisions.ts";
import type { DecisionKind, DecisionsInForce } from "../decisions/decision-kind.ts";
import type { Database } from "../sqlite/database.ts";
import { putSetting, removeSetting, type SettingKey } from "../sqlite/settings.ts";

interface DecidedSetting<Body> {
  readonly kind: string;
  readonly key: SettingKey;
  readonly body: z.ZodType<Body>;
  /** As stored. */
  readonly value: (body: Body) => string;
  readonly describe: (body: Body) => string;
  readonly place: DecisionPlace;
  readonly tell: () => void;
}

/** A setting that people decide about: the last decision in force holds, and without one its default does. */
function settingKind<Body>(db: Database, { kind, key, body, value, describe, place, tell }: DecidedSetting<Body>): DecisionKind {
  const settle = (_decision: unknown, now: DecisionsInForce): void => {
    const [last] = now.ofKind(kind);
    if (last === undefined) removeSetting(db, key);
    else putSetting(db, key, value(body.parse(last.body)));
  };
  return {
    kind,
    describe: (decision) => describe(body.parse(decision.body)),
    place: () => place,
    apply: settle,
    revert: settle,
    clear: () => removeSetting(db, key),
    tell,
  };
}

/**
 * Settings that are decisions. Where lineage is sent is none of them: what leaves the machine is decided in so many words each time, never by stepping
 * back or forth.
 */
export const settingKinds = (db: Database, tell: (what: string) => void): DecisionKind[] => [
  settingKind(db, {
    kind: "audit-share.set",
    key: "audit.share",
    body: z.object({ share: z.number() }),
    value: ({ share }) => String(share),
    describe: ({ share }) => `audit share ${Math.round(share * 1000) / 10} %`,
    place: { screen: "settings" },
    tell: () => tell("audit share"),
  }),
  settingKind(db, {
    kind: "review-share.set",
    key: "review.share",
    body: z.object({ share: z.number() }),
    value: ({ share }) => String(share),
    describe: ({ share }) => `share of second looks ${Math.round(share * 1000) / 10} %`,
    place: { screen: "settings" },
    tell: () => tell("review share"),
  }),
  settingKind(db, {
    kind: "retention.set",
    key: "retention.days",
    body: z.object({ keepDays: z.number().nullable() }),
    value: ({ keepDays }) => (keepDays === null ? "" : String(keepDays)),
    describe: ({ keepDays }) => (keepDays === null ? "keep all snapshots" : `keep snapshots for ${keepDays} days`),
    place: { screen: "history" },
    tell: () => tell("retention"),
  }),
];

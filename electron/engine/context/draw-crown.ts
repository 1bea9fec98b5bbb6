import { criticalityTitles } from "../inventory/criticality.ts";
import type { Draft } from "./draft.ts";
import type { Knowledge } from "./knowledge.ts";
import { plural } from "./words.ts";

/** The shortest way of access from the subject to something critical, where there is one. */
export function drawCrown(draft: Draft, { crown }: Knowledge): void {
  if (crown === undefined || crown.hops === 0) return;
  const last = crown.steps.at(-1);
  const level = criticalityTitles[crown.criticality] ?? "high";
  const why = `on the shortest way of access to ${last?.label ?? "it"} (${level} criticality), ${plural(crown.hops, "step")}`;
  for (const [i, step] of crown.steps.entries()) {
    const isCrown = step === last;
    draft.node({
      id: step.key,
      type: step.kind,
      label: step.label,
      sublabel: isCrown ? `critical · ${plural(crown.hops, "step")} away` : "",
      role: isCrown ? "asset" : "context",
      layer: i === 0 ? 1 : isCrown ? 3 : 2,
      slot: "crown",
      criticality: isCrown ? (crown.criticality === 4 ? 4 : 3) : 0,
      badges: isCrown ? [`critical: ${level}`] : [],
      why,
    });
    const before = crown.steps[i - 1];
    if (before === undefined) continue;
    draft.edge({
      src: before.key,
      dst: step.key,
      relation: before.relation,
      n: 1,
      state: "usual",
      why,
      evidence: {
        prior: 2,
        days: 1,
        coverageDays: 1,
        isFirstSeen: false,
        baselineDays: 0,
        distanceUs: Number.MAX_SAFE_INTEGER,
        isEvidence: false,
        degree: 0,
        confidence: 0.9,
        criticality: isCrown ? crown.criticality : 0,
        crown: { hops: crown.steps.length - 1 - i, criticality: crown.criticality },
      },
    });
  }
}

import type { ModelPackage, ModelVersion, Run } from "../../../shared/contract/models.ts";
import type { BlindSource } from "../../../shared/domain/blind.ts";
import type { Confidence, Validity, VerdictKey } from "../../../shared/domain/verdict.ts";
import type { z } from "zod";
import type { AnomalyBody } from "../scoring/anomaly-body.ts";

/** A run with what made it; both undefined when they are gone from the workspace. */
export interface RunFacts {
  readonly run: Run;
  readonly pkg: z.infer<typeof ModelPackage> | undefined;
  readonly version: ModelVersion | undefined;
}

/** The verdict in force, with the entry of the log that gave it. */
export interface FindingVerdict {
  readonly key: VerdictKey;
  readonly decision: string;
  readonly analyst: string;
  readonly atUs: number;
  readonly reason: string;
  readonly note: string;
  readonly confidence: Confidence | undefined;
  /** Was it truly unusual; undefined: as the verdict implies. */
  readonly valid: Validity | undefined;
  /** The original of a duplicate. */
  readonly original: string | undefined;
  /** ATT&CK techniques that the analyst named. */
  readonly techniques: readonly string[];
  readonly bulkId: string | undefined;
  /** Given on the same evidence in another run, on this anomaly. */
  readonly carriedFrom: string | undefined;
}

/** An anomaly with all that an export tells of it. Times are microseconds UTC; `toUs` is exclusive. */
export interface Finding {
  readonly id: string;
  readonly label: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly score: number;
  readonly pValue: number;
  readonly qValue: number;
  readonly body: AnomalyBody;
  readonly blind: { readonly kind: BlindSource; readonly propensity: number } | undefined;
  readonly isSuppressed: boolean;
  readonly verdict: FindingVerdict | undefined;
  /** In an active hunt. */
  readonly isHunted: boolean;
}

/** Techniques a person confirmed: named in a verdict of confirmed malicious over at least one event. */
export const observedTechniques = ({ verdict, body }: Finding): readonly string[] =>
  verdict?.key === "malicious" && body.evidenceCount > 0 ? verdict.techniques.toSorted() : [];

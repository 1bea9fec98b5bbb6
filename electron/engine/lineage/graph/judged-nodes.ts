import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { Decision } from "../../../../shared/contract/workspace.ts";
import { contentId } from "../../hash.ts";
import { loadText } from "../../runtime.ts";
import { query } from "../../sqlite/statement.ts";
import { VerdictBody } from "../../triage/verdict-projection.ts";
import type { LabelSet } from "./label-members.ts";
import { verdictTitle } from "./verdict-words.ts";
import type { LineageSource, Whole } from "./whole.ts";

const anomalySql = loadText(import.meta.url, "anomaly-of.sql");
const anomaliesSql = loadText(import.meta.url, "anomalies-of.sql");
const verdictsSql = loadText(import.meta.url, "verdicts-on.sql");

const AnomalyRow = z.object({
  id: z.string(),
  label: z.string(),
  model: z.string(),
  run: z.string(),
  from_us: z.number(),
  is_withheld: z.number(),
  is_in_review: z.number(),
  carried_from: z.string().nullable(),
  decision: z.string().nullable(),
  verdict: z.string().nullable(),
  analyst: z.string().nullable(),
  at_us: z.number().nullable(),
});
const JudgedRow = AnomalyRow.pick({ id: true, label: true, model: true, run: true, is_withheld: true });
const VerdictRow = z.object({
  decision: z.string(),
  verdict: z.string(),
  analyst: z.string(),
  at_us: z.number(),
  undone: z.number(),
  in_force: z.number(),
  anomalies: z.number(),
});

/** More verdicts on one anomaly, or more anomalies of one verdict, are counted. */
const shownVerdicts = 20;
const shownAnomalies = 12;

/**
 * Adds an anomaly with its run, the verdicts on it and the label sets that these went into. Gives undefined when there is no such anomaly. Throws AppError
 * `conflict` for one that is reviewed blind.
 */
export function addAnomaly(
  whole: Whole,
  { db }: LineageSource,
  sets: readonly LabelSet[],
  anomaly: string,
): { id: string; withheld: boolean } | undefined {
  const row = query(db, anomalySql, AnomalyRow).get({ id: anomaly });
  if (row === undefined) return undefined;
  if (row.is_in_review === 1)
    throw new AppError(
      "conflict",
      "This case is reviewed blind, and its lineage would name a version; it is told once the review is over.",
    );
  const id = whole.add({ kind: "anomaly", version: row.id, title: row.label, note: row.model });
  whole.link(`run:${row.run}`, id, "score.batch");
  const all = query(db, verdictsSql, VerdictRow).all({ anomaly });
  for (const given of all.slice(0, shownVerdicts)) {
    const state = given.undone === 1 ? "taken back" : given.in_force === 1 ? "in force" : "not in force";
    const note = given.anomalies > 1 ? `${state}, on ${given.anomalies} anomalies` : state;
    whole.link(id, addVerdict(whole, sets, { ...given, note }), "verdict.record");
  }
  if (all.length > shownVerdicts) whole.unlisted.set(id, { kind: "decision", n: all.length - shownVerdicts });
  const { carried_from: from, decision, verdict, analyst, at_us: at } = row;
  if (from !== null && decision !== null && verdict !== null && analyst !== null && at !== null) {
    const note = "given on the same evidence in another run";
    whole.link(id, addVerdict(whole, sets, { decision, verdict, analyst, at_us: at, note }), "verdict.carry");
  }
  return { id, withheld: row.is_withheld === 1 };
}

function addVerdict(
  whole: Whole,
  sets: readonly LabelSet[],
  given: { readonly decision: string; readonly verdict: string; readonly analyst: string; readonly at_us: number; readonly note: string },
): string {
  const { decision, verdict, analyst, at_us: at, note } = given;
  const id = whole.add({ kind: "decision", version: decision, title: verdictTitle(verdict), at, by: analyst, note });
  for (const set of sets)
    if (set.members?.some((member) => member.verdict?.decision === decision) === true) whole.link(id, `labels:${set.id}`, "verdict.label");
  return id;
}

/** Adds a verdict with the anomalies it was given on. Throws AppError `conflict` while all of them are put to the analyst at the desk again. */
export function addVerdictDecision(whole: Whole, { db }: LineageSource, sets: readonly LabelSet[], made: Decision): string {
  const { anomalyIds, verdict } = VerdictBody.parse(made.body);
  const rows = query(db, anomaliesSql, JudgedRow).all({ ids: JSON.stringify(anomalyIds) });
  const told = rows.filter((row) => row.is_withheld === 0);
  if (told.length === 0 && rows.length > 0)
    throw new AppError("conflict", "You are asked for a verdict of your own on this case; this one is told once you have given it.");
  const id = addVerdict(whole, sets, { decision: made.id, verdict, analyst: made.actor, at_us: made.at, note: "" });
  if (told.length <= shownAnomalies) {
    for (const row of told) {
      const anomaly = whole.add({ kind: "anomaly", version: row.id, title: row.label, note: row.model });
      whole.link(`run:${row.run}`, anomaly, "score.batch");
      whole.link(anomaly, id, "verdict.record");
    }
    return id;
  }
  for (const [run, of] of Map.groupBy(told, (row) => row.run)) {
    const [{ model } = { model: "" }] = of;
    const version = contentId(of.map((row) => row.id));
    const group = whole.add({
      kind: "anomaly",
      key: `${made.id}/${run}`,
      version,
      title: model,
      count: of.length,
      note: "judged together",
    });
    whole.link(`run:${run}`, group, "score.batch");
    whole.link(group, id, "verdict.record");
  }
  return id;
}

import { evaluationsOf, logOf } from "../../lifecycle/model-log.ts";
import { stageEvents } from "../../lifecycle/stage-events.ts";
import { SuiteBody, suiteKind } from "../../lifecycle/suites/workspace-suites.ts";
import { stageTitles } from "./verdict-words.ts";
import { comparedIn, type LineageSource, type Whole } from "./whole.ts";

/** Of each version the newest. */
const shownEvaluations = 3;
const shownChanges = 8;

/** What versions were held against, and the decisions that changed their stage. */
export function addStages(whole: Whole, { db }: LineageSource): void {
  addEvaluations(whole, db);
  const models = new Set([...whole.nodes.values()].filter(({ kind }) => kind === "model").map(({ title }) => title));
  for (const model of [...models].toSorted())
    for (const [version, events] of Map.groupBy(stageEvents(db, model).toReversed(), (event) => event.version)) {
      const of = `model:${version}`;
      for (const { decision, at, actor, kind, from, to, isAutomatic } of events.slice(0, shownChanges)) {
        const note = `${from} to ${to}${isAutomatic ? ", by rule" : ""}`;
        whole.link(of, whole.add({ kind: "decision", version: decision, title: stageTitles[kind], at, by: actor, note }), kind);
      }
      if (events.length > shownChanges) whole.unlisted.set(of, { kind: "decision", n: events.length - shownChanges });
    }
}

function addEvaluations(whole: Whole, db: LineageSource["db"]): void {
  const titles = new Map(logOf(db, suiteKind).map(({ body }) => [SuiteBody.parse(body).suite, SuiteBody.parse(body).title]));
  for (const [version, all] of Map.groupBy(evaluationsOf(db).toReversed(), (one) => one.version)) {
    const reports = [...new Map(all.map((one) => [one.report, one])).values()];
    for (const { report, model, at, by, champion, suites } of reports.slice(0, shownEvaluations)) {
      const evaluation = whole.add({ kind: "evaluation", version: report, title: model, at, by });
      whole.link(`model:${version}`, evaluation, "model.evaluate");
      if (champion !== null) whole.link(`model:${champion}`, evaluation, comparedIn);
      for (const suite of suites)
        whole.link(
          whole.add({ kind: "suite", version: suite, title: titles.get(suite) ?? `of the package ${model}` }),
          evaluation,
          "model.evaluate",
        );
    }
    if (reports.length > shownEvaluations)
      whole.unlisted.set(`evaluations of ${version}`, { kind: "evaluation", n: reports.length - shownEvaluations });
  }
}

import type { FigureItem, FigureKey, InsightPeriod, InsightReport, InsightScope, ModelFigures } from "../../../shared/contract/insights.ts";
import type { AuditEstimate, Receipt } from "../../../shared/contract/training.ts";
import { minForMedian } from "../../../shared/lib/median-interval.ts";
import { agreement } from "../labels/agreement.ts";
import { auditEstimates, blindVerdicts, minJudged } from "../labels/audit-estimate.ts";
import type { FoilReport } from "../lifecycle/foil.ts";
import type { Database } from "../sqlite/database.ts";
import type { Head } from "../sqlite/decision-chain.ts";
import { backlogItems, backlogOf } from "./backlog.ts";
import { blindItems } from "./blind-items.ts";
import { exposureOf } from "./exposure.ts";
import { caseFigures, medianOf, partOf, rateOf, reasonsOf, toFigureItem } from "./figure-items.ts";
import { toFoilFigure } from "./foil-figure.ts";
import { isWithin, judgedCases, type JudgedCase, type Span } from "./judged-cases.ts";
import { labelItems, labelUseOf } from "./label-use.ts";
import { readPerAnalyst } from "./per-analyst.ts";
import { type HoldReader, suppressedItems, suppressedOf } from "./suppressed.ts";
import { secondLooks } from "./second-looks.ts";
import type { EntryOnCase, VerdictHistory, VerdictLog } from "./verdict-log.ts";
import { dayPart, workItems, workloadOf } from "./workload.ts";

/** What is known of a model besides its verdicts. */
export interface InsightModel {
  readonly name: string;
  readonly title: string;
  readonly foilTitle: string;
  readonly foil: FoilReport | undefined;
}

export interface InsightSource {
  readonly db: Database;
  readonly log: VerdictLog;
  readonly head: Head;
  /** In the order of their names. */
  readonly models: readonly InsightModel[];
  readonly holds: HoldReader;
  readonly budgetPerDay: number;
  readonly nowUs: number;
  receipts(model: string | undefined): readonly Receipt[];
}

const dayUs = 86_400_000_000;

export function spanOf(period: InsightPeriod, to: number): Span {
  return { from: period === "all" ? undefined : to - Number(period) * dayUs, to };
}

interface Scoped extends InsightSource {
  readonly span: Span;
  readonly model: string | undefined;
  readonly history: VerdictHistory;
  /** Newest first. */
  readonly cases: readonly JudgedCase[];
  readonly showsAnalyst: boolean;
}

function scoped(source: InsightSource, { period, model, to }: InsightScope): Scoped {
  // Decisions of this very microsecond are the newest there are.
  const span = spanOf(period, to ?? source.nowUs + 1);
  const history = source.log.read();
  return { ...source, span, model, history, cases: judgedCases(history, span, model), showsAnalyst: readPerAnalyst(source.db).on };
}

/** Every figure is computed anew from the decision log, and from the runs and packages that its decisions name. */
export function readInsights(source: InsightSource, scope: InsightScope): InsightReport {
  const now = scoped(source, scope);
  const { db, span, model, history, cases, head } = now;
  const verdicts = history.verdicts.filter(({ at }) => isWithin(span, at));
  const undone = verdicts.filter(({ id }) => history.undone.has(id)).length;
  const audits = new Map(auditEstimates(db, model, span).map((audit) => [audit.model, audit]));
  const ofModel = (one: InsightModel): ModelFigures => ({
    ...figuresOf(
      db,
      cases.filter(({ facts }) => facts.model === one.name),
      audits.get(one.name),
    ),
    model: one.name,
    title: one.title,
    foil: one.foil === undefined ? null : toFoilFigure(one.foil, one.foilTitle),
  });
  const chosen = modelsOf(now).filter(({ name }) => model === undefined || name === model);
  const together: ModelFigures = { ...figuresOf(db, cases, undefined), model: null, title: "All models", foil: null };
  const backlog = backlogItems(db, model, span.to);
  return {
    period: scope.period,
    from: span.from ?? null,
    to: span.to,
    model: model ?? null,
    log: { entries: head.seq, head: head.hash, standing: verdicts.length - undone, undone },
    floor: { rate: minJudged, median: minForMedian },
    figures: [...(model === undefined ? [together] : []), ...chosen.map(ofModel)],
    reasons: reasonsOf(cases),
    workload: workloadOf(history, span, model, source.budgetPerDay),
    backlog: backlogOf(backlog),
    suppressed: suppressedOf({ db, holds: source.holds, model, span, open: backlog }),
    agreement: agreement(db, { model, from: span.from, to: span.to, perAnalyst: now.showsAnalyst }),
    labelUse: labelUseOf(labelItems(source.receipts(model), span, false)),
    perAnalyst: readPerAnalyst(db),
    analysts: now.showsAnalyst ? analystsOf(cases) : null,
  };
}

/** The packages there are, and whatever else was judged. */
function modelsOf({ models, cases }: Scoped): InsightModel[] {
  const known = new Set(models.map(({ name }) => name));
  const others = [...new Set(cases.map(({ facts }) => facts.model))].filter((name) => !known.has(name));
  return [...models, ...others.map((name) => ({ name, title: name, foilTitle: "", foil: undefined }))].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

function figuresOf(
  db: Database,
  cases: readonly JudgedCase[],
  audit: AuditEstimate | undefined,
): Omit<ModelFigures, "model" | "title" | "foil"> {
  return {
    cases: cases.length,
    precision: rateOf(caseFigures.precision(cases)),
    exposure: exposureOf(db, cases, audit),
    confirm: rateOf(caseFigures.confirm(cases)),
    activeSeconds: medianOf(caseFigures["active-time"](cases)),
    secondsToView: medianOf(caseFigures["time-to-view"](cases)),
    secondsToVerdict: medianOf(caseFigures["time-to-verdict"](cases)),
    audit: audit ?? null,
  };
}

function analystsOf(cases: readonly JudgedCase[]): NonNullable<InsightReport["analysts"]> {
  return [...Map.groupBy(cases, ({ entry }) => entry.actor)]
    .map(([analyst, own]) => ({
      analyst,
      cases: own.length,
      confirm: rateOf(caseFigures.confirm(own)),
      activeSeconds: medianOf(caseFigures["active-time"](own)),
    }))
    .toSorted((a, b) => (a.analyst < b.analyst ? -1 : 1));
}

interface Behind extends InsightScope {
  readonly figure: FigureKey;
  readonly part?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** The items of a figure as its number counted them. */
export function readBehind(source: InsightSource, input: Behind): { readonly items: FigureItem[]; readonly total: number } {
  const all = itemsOf(scoped(source, input), input.figure);
  const chosen = input.part === undefined ? all : all.filter(({ part }) => part === input.part);
  return { items: chosen.slice(input.offset, input.offset + input.limit), total: chosen.length };
}

function itemsOf(now: Scoped, figure: FigureKey): FigureItem[] {
  const { db, span, model, cases, history, showsAnalyst } = now;
  switch (figure) {
    case "missed":
      return blindItems(blindVerdicts(db, model, span), "audit", showsAnalyst);
    case "blind-precision":
      return blindItems(blindVerdicts(db, model, span), "surfaced", showsAnalyst);
    case "suppressed":
      return suppressedItems(db, now.holds, model, span.to);
    case "backlog":
      return backlogItems(db, model, span.to);
    case "label-use":
      return labelItems(now.receipts(model), span, showsAnalyst);
    case "workload":
      return workItems(history, span, model).map((one) => toEntryItem(now, one, { part: dayPart(one.entry.at) }));
    case "agreement":
      return secondLooks(history, span, model).map(({ isSame, ...one }) => toEntryItem(now, one, { isHit: isSame, part: partOf(isSame) }));
    case "precision":
    case "confirm":
    case "active-time":
    case "time-to-view":
    case "time-to-verdict":
    case "reasons":
      return caseFigures[figure](cases).map((one) => toFigureItem(one, showsAnalyst));
  }
}

/** A verdict on one case, whichever is in force on it. */
function toEntryItem(
  { history, showsAnalyst }: Scoped,
  { anomalyId, entry }: EntryOnCase,
  given: Pick<FigureItem, "part"> & Partial<FigureItem>,
): FigureItem {
  const facts = history.factsOf(anomalyId);
  return {
    anomalyId,
    model: facts?.model ?? "",
    label: facts?.label ?? anomalyId,
    decision: entry.id,
    at: entry.at,
    verdict: entry.body.verdict,
    reason: entry.body.reason,
    isHit: null,
    seconds: entry.body.anomalyIds.length === 1 ? (entry.body.activeSeconds ?? null) : null,
    analyst: showsAnalyst ? entry.actor : null,
    ...given,
  };
}

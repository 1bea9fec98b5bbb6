import type { DriftCheck, DriftReport } from "../../../shared/contract/drift.ts";
import type { Report } from "../hunts/report-parts.ts";

type Section = Report["sections"][number];

const figure = (x: number | null): string => (x === null ? "" : String(Number(x.toPrecision(3))));
const share = (x: number): string => `${figure(x * 100)} %`;
const iso = (us: number): string => new Date(us / 1000).toISOString();

const intervalOf = ({ interval }: DriftCheck): string =>
  interval === null ? "" : `${figure(interval.low)} to ${interval.high === null ? "∞" : figure(interval.high)}`;
const standing = ({ raised, outcome }: DriftCheck): string => (raised ? `raised, ${outcome} now` : outcome);

const checkColumns: readonly { readonly title: string; readonly of: (check: DriftCheck) => string }[] = [
  { title: "State", of: standing },
  { title: "Layer", of: ({ layer }) => layer },
  { title: "Of", of: ({ title, isKey }) => `${title}${isKey ? " (key)" : ""}` },
  { title: "Effect", of: ({ effect, measure }) => (effect === null ? "" : `${figure(effect)} (${measure})`) },
  { title: "95 %", of: intervalOf },
  { title: "Threshold", of: ({ threshold }) => figure(threshold) },
  { title: "p", of: ({ pValue }) => figure(pValue) },
  { title: "Adjusted p", of: ({ adjusted }) => figure(adjusted) },
  { title: "n", of: ({ n }) => String(n) },
  { title: "Effective n", of: ({ effective }) => String(Math.round(effective)) },
  { title: "Training n", of: ({ reference }) => String(reference) },
  { title: "Why", of: ({ because }) => because },
];

function checksSection({ checks }: DriftReport): Section {
  const ordered = checks.toSorted((a, b) => Number(b.raised) - Number(a.raised));
  const rows = ordered.map((check) => checkColumns.map(({ of }) => of(check)));
  return { title: "Checks of the newest window", blocks: [{ kind: "table", columns: checkColumns.map(({ title }) => title), rows }] };
}

function shapesSection({ checks }: DriftReport): Section {
  const rows = checks.flatMap(({ title, shape }) =>
    shape === null ? [] : shape.bins.map((bin, i) => [title, bin, share(shape.trained[i] ?? 0), share(shape.now[i] ?? 0)]),
  );
  return { title: "Distributions", blocks: [{ kind: "table", columns: ["Of", "Values", "In training", "Now"], rows }] };
}

/** A drift report as sections of facts and tables, everything it says in the order of its importance. */
export function driftParts(report: DriftReport): Report {
  const { model, version, run, state, because, warning, window, windows, changes, settings, training, trainedOn, dataset } = report;
  const facts: [string, string][] = [
    ["State", state],
    ["Because", because],
    ...(warning === null ? [] : [["Warning", warning] satisfies [string, string]]),
    ["Newest window", window === null ? "none" : `${iso(window.from)} to ${iso(window.to)}`],
    ["Version", version],
    ["Run", run],
    ["Scored dataset", dataset],
    ["Trained on dataset", trainedOn],
    ["Training", `${training.rows} subjects in ${training.blocks} stretches of ${training.blockHours} h`],
    ["Settings of the package", settings.length === 0 ? "as they come" : settings.join("; ")],
  ];
  const changed = changes.length === 0 ? "Sources, classes and columns are those of training." : changes.map(({ text }) => text).join("\n");
  return {
    title: `Drift of ${model}`,
    sections: [
      { title: "Finding", blocks: [{ kind: "facts", facts }] },
      { title: "Changed in the data since training", blocks: [{ kind: "text", text: changed }] },
      checksSection(report),
      shapesSection(report),
      {
        title: "Windows judged, oldest first",
        blocks: [
          {
            kind: "table",
            columns: ["From", "To", "Subjects", "Covered", "State"],
            rows: windows.map((one) => [iso(one.from), iso(one.to), String(one.rows), one.isComplete ? "yes" : "in part", one.state]),
          },
        ],
      },
    ],
  };
}

import type { Input } from "../../../shared/contract/requests.ts";
import type { ExportSubject } from "../../state/export-request.ts";

export type WantedInput = Input<"exports.plan">["wanted"];

export interface ExportChoice {
  readonly key: string;
  readonly title: string;
  readonly about: string;
  readonly wanted: WantedInput;
}

const layers = [
  { layer: "candidate", title: "Candidate techniques" },
  { layer: "observed", title: "Observed techniques" },
  { layer: "hunted-no-finding", title: "Hunted, no finding" },
] as const;

const layerChoices = (hunt: string | undefined): ExportChoice[] =>
  layers.map(({ layer, title }) => ({ key: layer, title, about: "ATT&CK Navigator layer", wanted: { what: "navigator", layer, hunt } }));

const sightings = (hunt: string | undefined): ExportChoice => ({
  key: "stix",
  title: "Sightings",
  about: "STIX 2.1, what was confirmed as malicious",
  wanted: { what: "stix", hunt },
});

interface Filter {
  readonly model?: string | undefined;
  readonly hunt?: string | undefined;
  readonly show?: "open" | "all";
  readonly health?: "any" | "suppressed";
  readonly text?: string;
}

const findings = (filter: Filter): ExportChoice[] => [
  { key: "findings", title: "Findings", about: "OCSF 2004, one a line", wanted: { what: "findings", format: "ndjson", ...filter } },
  { key: "table", title: "Findings as a table", about: "CSV, for a spreadsheet", wanted: { what: "findings", format: "csv", ...filter } },
];

/** What can be exported of a subject, the likeliest first. */
export function choicesFor(subject: ExportSubject): ExportChoice[] {
  switch (subject.kind) {
    case "hunt":
      return [
        { key: "hunt", title: "The whole hunt", about: "signed archive, can be verified", wanted: { what: "hunt", hunt: subject.id } },
        { key: "incident", title: "Incident", about: "OCSF 2005", wanted: { what: "incidents", hunt: subject.id } },
        ...findings({ hunt: subject.id }),
        sightings(subject.id),
        ...layerChoices(subject.id),
      ];
    case "queue": {
      const { model, hunt, show, health, text } = subject;
      return findings({ model, hunt, show, health, text });
    }
    case "log": {
      const { filter } = subject;
      return [
        {
          key: "log",
          title: "As it was chained",
          about: "NDJSON, can be checked elsewhere",
          wanted: { what: "log", format: "ndjson", ...filter },
        },
        { key: "log-table", title: "As a table", about: "CSV, for a spreadsheet", wanted: { what: "log", format: "csv", ...filter } },
      ];
    }
    case "drift": {
      const { model } = subject;
      return [
        { key: "drift", title: "As data", about: "JSON, every figure", wanted: { what: "drift", model, format: "json" } },
        {
          key: "drift-page",
          title: "As a page",
          about: "HTML, opens anywhere, loads nothing",
          wanted: { what: "drift", model, format: "html" },
        },
      ];
    }
    case "everything":
      return [
        ...findings({}),
        { key: "incidents", title: "Incidents", about: "OCSF 2005, one for each hunt", wanted: { what: "incidents" } },
        sightings(undefined),
        ...layerChoices(undefined),
      ];
  }
}

/** In words, which anomalies a queue's filter shows; of hunts and of everything nothing needs saying. */
export function describeSubject(subject: ExportSubject): string {
  if (subject.kind === "hunt") return "Of this hunt.";
  if (subject.kind === "log") return "Of the decision log, what the filter shows.";
  if (subject.kind === "drift") return `How the newest run of ${subject.model} stood to its training.`;
  if (subject.kind === "everything") return "Of the newest runs, judged or not.";
  const parts = [
    subject.show === "open" ? "open cases" : "open and judged cases",
    ...(subject.health === "any" ? [] : ["whose score is not to be trusted"]),
    ...(subject.model === undefined ? [] : [`of ${subject.model}`]),
    ...(subject.hunt === undefined ? [] : ["of one hunt or candidate"]),
    ...(subject.text === "" ? [] : [`that say “${subject.text}”`]),
  ];
  return `What the queue shows: ${parts.join(" ")}.`;
}

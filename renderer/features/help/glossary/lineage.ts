import type { Entry } from "./entry.ts";

export const lineageEntries: readonly Entry[] = [
  { term: "Kind", on: ["lineage"], meaning: "What a node is. With a number before it, it stands for so many." },
  {
    term: "Name",
    on: ["lineage"],
    meaning: "Of a file its path below what was imported, of a version or run its model, of an anomaly its subject.",
  },
  { term: "Id", on: ["lineage"], meaning: "The beginning of the digest, or of the id made from one. The details have all of it." },
  {
    term: "Place",
    on: ["lineage"],
    meaning:
      "How it lies to what is traced: made from it, it went into it, or beside it: what the version was held against, and who let it through.",
  },
  { term: "Made from", on: ["lineage"], meaning: "The nodes that lead into this one directly." },
  { term: "Since", on: ["lineage"], meaning: "When it was imported, made, scored or decided." },
  {
    term: "By, note",
    on: ["lineage"],
    meaning: "Who decided it, and what else to know: a version’s stage, whether a verdict is in force.",
  },
  {
    term: "Verified",
    labels: ["changed", "missing", "not kept", "expected", "found"],
    on: ["lineage"],
    meaning: "How it compared when it was read again: as recorded, with another digest, gone, or with nothing here to compare with.",
  },
  { term: "Id, name or sha256", on: ["lineage"], meaning: "What to trace. Of a digest the first six characters will do." },
];

import type { Entry } from "./entry.ts";

export const telemetryEntries: readonly Entry[] = [
  { term: "Source", labels: ["sources"], meaning: "Where events come from: a sensor or an export, by the name given at import." },
  {
    term: "Event",
    labels: ["events", "records read", "records"],
    on: ["data", "insights"],
    meaning: "One OCSF record. A file's records become events; some are of a kind that is not kept, some are rejected.",
  },
  {
    term: "Snapshot",
    labels: ["snapshots"],
    meaning:
      "An immutable set of events from one import. Its id is the sha256 of what is in it, so importing the same twice gives the same and no second copy.",
  },
  {
    term: "Dataset version",
    labels: ["dataset", "dataset versions"],
    meaning: "An ordered list of snapshots. Everything that computes takes one, and says which.",
  },
  { term: "Version", on: ["data"], labels: ["versions"], meaning: "The number of a dataset version or of an inventory, from the first." },
  { term: "Made by", on: ["data"], meaning: "The import, change or retirement that made this dataset version, and when." },
  {
    term: "Time they cover",
    labels: ["from – to", "time", "time range"],
    on: ["data"],
    meaning: "From the first event to the last, in the zone chosen above.",
  },
  {
    term: "Rests on it",
    labels: ["models, runs, verdicts", "models that learned from it", "anomalies with evidence in it"],
    meaning: "What would lose its ground if this went: models trained on it, runs over it, anomalies and verdicts whose evidence is in it.",
  },
  { term: "Last event", meaning: "The time of the newest event of the source." },
  { term: "Last import", labels: ["imported"], meaning: "When it was last brought in." },
  { term: "Read as", labels: ["read as, and why", "format"], meaning: "The format a file was taken for, and what in the file said so." },
  {
    term: "Kinds not kept",
    labels: ["not kept"],
    meaning: "Records of kinds, or columns, that no model or page uses. They are counted, not lost: the file has them.",
  },
  {
    term: "Rejected",
    labels: ["rejects"],
    meaning: "Records that could not be read or mapped. Each is kept with its file, line and reason.",
  },
  { term: "Reason", on: ["data"], meaning: "Why a record was rejected." },
  { term: "Line", labels: ["record"], on: ["data"], meaning: "Where in the file it stands, and what stood there, as far as it is kept." },
  { term: "File", on: ["data"], labels: ["files"], meaning: "An imported file, known by its sha256 whatever its name." },
  {
    term: "Files it has already",
    meaning: "What to do with files that the source has: leave them out, put them in place of what it has, or count them twice.",
  },
  {
    term: "Clock",
    labels: ["clock rule"],
    meaning: "How times of the source are corrected, by a declared rule that is recorded with the snapshot. Files are never changed.",
  },
  { term: "Tables by", labels: ["mapping of tables"], meaning: "The mapping that turned a table's columns into OCSF attributes." },
  { term: "Class", on: ["data"], labels: ["each row is", "kind"], meaning: "The OCSF event class: what kind of thing was recorded." },
  { term: "Change", on: ["data"], meaning: "How many more or fewer events the later version has." },
  {
    term: "Column",
    labels: ["values seen", "filled"],
    on: ["data"],
    meaning: "A column of the file, the first values in it, and in how many rows it has one.",
  },
  { term: "OCSF attribute", labels: ["add", "×"], meaning: "The attribute that the column becomes, or that every row is given." },
  {
    term: "Meaning of the cells",
    labels: ["empty too"],
    meaning: "How a cell is read: factors, words for yes and no, which texts stand for nothing.",
  },
  { term: "Why", on: ["data"], meaning: "Why this attribute is proposed: by the column's name, or by its values." },
  {
    term: "Time in",
    labels: ["written as", "pattern", "without a zone it is"],
    meaning: "The column that says when it happened, how it is written, and the zone of times that name none.",
  },
  {
    term: "Between columns",
    labels: ["quotes", "skip lines"],
    meaning: "How the table is written: the separator, the quotes, and lines before the header.",
  },
  { term: "Keep as", meaning: "The name the mapping is kept under, for the next file of the kind." },
  { term: "Find", labels: ["find a class or column"], meaning: "Shows only what holds this text." },
  { term: "Rows", on: ["data"], meaning: "How many rows: those an inventory has, or the most that a statement may show at once." },
  { term: "Name of the statement", meaning: "A name makes a statement easy to find again in the history." },
  { term: "current", meaning: "The version that is used when none is named." },
  {
    term: "events gone",
    labels: ["gone"],
    meaning: "The events were let go of on purpose, by a signed decision; what they were is still known by digest.",
  },
  { term: "not read", meaning: "The file could not be read at all; the remark says why." },
];

export const entityEntries: readonly Entry[] = [
  {
    term: "Inventory",
    labels: ["inventories"],
    meaning:
      "What is known apart from events: directory, CMDB, leases, identity provider, networks. Each import is a version with a date it is true from.",
  },
  { term: "As of", meaning: "The moment the inventory was true, and whether the file, its name or its date said so." },
  { term: "Used for", meaning: "The times for which this version answers." },
  { term: "Leases", meaning: "Address leases in it, and how many contradict each other." },
  { term: "Zone", on: ["data"], meaning: "The zone that times without one in this file are in." },
  { term: "retired", on: ["data"], meaning: "No longer used; kept, with who retired it and why." },
  {
    term: "Entity",
    meaning: "What identifiers resolve to: an account, a person, a host, an address, a process, a file, a domain, a cloud principal.",
  },
  {
    term: "Mention",
    labels: ["name or identifier", "identifiers"],
    meaning: "An identifier as it stands in an event or inventory: a name, an address, a SID.",
  },
  { term: "Show", on: ["data"], meaning: "Only entities of one type, or those about which sources contradict each other." },
  {
    term: "Conflict",
    labels: ["conflicts"],
    meaning: "Sources say things that cannot all be true, such as one address with two holders at once.",
  },
  { term: "What", on: ["data"], meaning: "What it did, or what was done to it." },
  { term: "By day", meaning: "One bar for each of the days before; the line bounds the usual." },
  { term: "That day", meaning: "How often on the day of the page." },
  { term: "With", meaning: "How many different others." },
  { term: "Never met before", meaning: "How many of those it had no record with before." },
  {
    term: "Usual a day (5–95 %)",
    labels: ["more", "less"],
    meaning: "The range of its own days before, without the lowest and highest 5 %.",
    formula: "5th to 95th percentile of the days with telemetry",
  },
  { term: "What they say", labels: ["compared"], meaning: "The same field of two records, and how alike the values are." },
  {
    term: "What counts",
    labels: ["bits for one thing"],
    meaning: "How much each comparison speaks for the two records being one thing. Bits add up; 0 in all means as likely as not.",
    formula: "log2(m ÷ u); likely = 1 ÷ (1 + 2^−sum)",
    source: "Fellegi and Sunter 1969",
  },
  {
    term: "I decide that",
    meaning: "Your decision about two records or a record and an entity. It is signed, undoable, and goes before every rule.",
  },
];

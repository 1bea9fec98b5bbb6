import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { all, begins, edits, equal, exact, parts, similar } from "../../electron/engine/entities/linkage/agreements.ts";
import type { Comparison, ComparisonSet, LinkageRecord } from "../../electron/engine/entities/linkage/comparison-set.ts";

/** Records with the cluster that is known to be right. */
export interface LabelledRecord extends LinkageRecord {
  readonly cluster: string;
}

const named = (name: string, title: string, rare: boolean): Comparison => ({
  name,
  title,
  needs: { all: [name] },
  levels: [
    rare ? { title: "is equal", when: equal(name), rarityOf: [name] } : { title: "is equal", when: equal(name) },
    { title: "is nearly equal", when: similar(name, 0.92) },
    { title: "is similar", when: similar(name, 0.8) },
  ],
});

const edited = (name: string, title: string, distances: readonly number[], rare = false): Comparison => ({
  name,
  title,
  needs: { all: [name] },
  levels: [
    rare ? { title: "is equal", when: equal(name), rarityOf: [name] } : { title: "is equal", when: equal(name) },
    ...distances.map((atMost) => ({ title: `differs by ${atMost} characters at most`, when: edits(name, atMost) })),
  ],
});

const personFields = ["given", "surname", "birth", "ssid", "street_no", "postcode"];

export const febrlLink: ComparisonSet = {
  name: "febrl-link",
  fields: [...personFields, "state", "address"],
  links: "across",
  comparisons: [
    named("given", "given name", true),
    named("surname", "surname", true),
    edited("birth", "date of birth", [1, 2]),
    edited("ssid", "social security number", [1, 2]),
    exact("street_no", "street number"),
    edited("postcode", "postcode", [1, 2], true),
  ],
  blocking: [
    { parts: parts("given", "surname") },
    { parts: parts("given", "surname"), against: parts("surname", "given") },
    { parts: parts("birth") },
    { parts: parts("ssid") },
    { parts: parts("state", "address") },
    { parts: parts("street_no", "address") },
    { parts: parts("postcode") },
  ],
  sure: { rules: [{ parts: parts("ssid") }, { parts: parts("given", "surname", "birth") }], assumedRecall: 0.8 },
  training: [{ parts: parts("birth") }, { parts: parts("postcode") }],
};

export const febrlDedupe: ComparisonSet = {
  name: "febrl-dedupe",
  fields: personFields,
  links: "within",
  comparisons: [
    named("given", "given name", false),
    named("surname", "surname", false),
    edited("birth", "date of birth", [1, 2]),
    edited("ssid", "social security number", [2]),
    exact("street_no", "street number"),
    edited("postcode", "postcode", [1], true),
  ],
  blocking: ["ssid", "given", "surname", "birth", "postcode"].map((field) => ({ parts: parts(field) })),
  sure: { rules: [{ parts: parts("ssid") }, { parts: parts("given", "surname", "birth") }], assumedRecall: 0.9 },
  training: [{ parts: parts("birth") }, { parts: parts("postcode") }],
};

export const fakePeople: ComparisonSet = {
  name: "fake-people",
  fields: ["given", "surname", "birth", "city", "email", "email_user"],
  links: "within",
  comparisons: [
    named("given", "given name", true),
    named("surname", "surname", true),
    edited("birth", "date of birth", [1, 2]),
    exact("city", "city"),
    {
      name: "email",
      title: "e-mail address",
      needs: { all: ["email"] },
      levels: [
        { title: "is equal", when: equal("email") },
        { title: "is equal before the @", when: equal("email_user") },
        { title: "is similar before the @", when: similar("email_user", 0.88) },
      ],
    },
  ],
  blocking: ["given", "surname", "birth", "email"].map((field) => ({ parts: parts(field) })),
  sure: {
    rules: [
      { parts: parts("given"), when: edits("birth", 1) },
      { parts: parts("surname"), when: edits("birth", 1) },
      { parts: parts("email") },
    ],
    assumedRecall: 0.7,
  },
  training: [{ parts: parts("birth") }, { parts: parts("email") }],
};

export const historicalPeople: ComparisonSet = {
  name: "historical-people",
  fields: ["given", "surname", "full_name", "birth", "birth_place", "postcode", "occupation"],
  links: "within",
  comparisons: [
    {
      name: "name",
      title: "name",
      needs: { all: ["full_name"] },
      levels: [
        { title: "is equal", when: equal("full_name"), rarityOf: ["full_name"] },
        { title: "is nearly equal in both parts", when: all(similar("given", 0.92), similar("surname", 0.92)) },
        { title: "is equal in the surname", when: equal("surname") },
        { title: "is equal with its parts exchanged", when: { is: "crossed", fields: ["given", "surname"] } },
        { title: "is equal in the given name", when: equal("given") },
      ],
    },
    {
      name: "birth",
      title: "date of birth",
      needs: { all: ["birth"] },
      levels: [
        { title: "is equal", when: equal("birth") },
        { title: "differs by one character", when: edits("birth", 1) },
        { title: "is equal in the year", when: begins("birth", 4) },
      ],
    },
    {
      name: "postcode",
      title: "postcode",
      needs: { all: ["postcode"] },
      levels: [
        { title: "is equal", when: equal("postcode") },
        { title: "is equal but for two characters", when: { is: "equal", part: { field: "postcode", butLast: 2 } } },
        { title: "is equal in its beginning", when: begins("postcode", 3) },
      ],
    },
    exact("birth_place", "place of birth"),
    exact("occupation", "occupation"),
  ],
  blocking: [
    {
      parts: [
        { field: "given", first: 3 },
        { field: "surname", first: 4 },
      ],
    },
    { parts: parts("surname", "birth") },
    { parts: parts("given", "birth") },
    { parts: parts("postcode", "given") },
    { parts: parts("postcode", "surname") },
    { parts: parts("birth", "birth_place") },
    ...["birth", "given", "surname"].map((field) => ({ parts: [{ field: "postcode", first: 3 }, { field }] })),
    {
      parts: [
        { field: "given", first: 2 },
        { field: "surname", first: 2 },
        { field: "birth", first: 4 },
      ],
    },
  ],
  sure: { rules: [{ parts: parts("given", "surname", "birth") }, { parts: parts("birth", "postcode") }], assumedRecall: 0.6 },
  training: [{ parts: parts("given", "surname") }, { parts: parts("birth") }],
};

const Row = z.record(z.string(), z.string());

function readRows(file: string): Record<string, string>[] {
  return z.array(Row).parse(parse(readFileSync(file), { columns: true, trim: true, bom: true }));
}

const filled = (fields: Readonly<Record<string, string | undefined>>): LinkageRecord["fields"] =>
  Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== undefined && text !== ""));

/** A data set of the Febrl kind, raw or trimmed; `rec-12-dup-0` and `rec-12-org` are the same. */
export const readFebrl = (file: string, source: string): LabelledRecord[] =>
  readRows(file).map((row) => ({
    id: row["rec_id"] ?? "",
    source,
    cluster: (row["rec_id"] ?? "").split("-").slice(0, 2).join("-"),
    fields: filled({
      given: row["given_name"],
      surname: row["surname"],
      birth: row["date_of_birth"],
      ssid: row["soc_sec_id"],
      street_no: row["street_number"],
      postcode: row["postcode"],
      state: row["state"],
      address: row["address_1"],
    }),
  }));

export const readFakePeople = (file: string): LabelledRecord[] =>
  readRows(file).map((row) => ({
    id: row["unique_id"] ?? "",
    source: "fake",
    cluster: row["cluster"] ?? "",
    fields: filled({
      given: row["first_name"],
      surname: row["surname"],
      birth: row["dob"],
      city: row["city"],
      email: row["email"],
      email_user: row["email"]?.split("@")[0],
    }),
  }));

export const readHistoricalPeople = (file: string): LabelledRecord[] =>
  readRows(file).map((row) => ({
    id: row["unique_id"] ?? "",
    source: "historical",
    cluster: row["cluster"] ?? "",
    fields: filled({
      given: row["first_name"],
      surname: row["surname"],
      full_name: row["first_name"] === "" || row["surname"] === "" ? "" : `${row["first_name"] ?? ""} ${row["surname"] ?? ""}`,
      birth: row["dob"],
      birth_place: row["birth_place"],
      postcode: row["postcode_fake"],
      occupation: row["occupation"],
    }),
  }));

import { expect, it } from "vitest";
import type { EntityReviewItem } from "../../../../shared/contract/entities.ts";
import { fieldRows, fieldTitle, rivalText } from "./review-words.ts";

const side = (fields: Readonly<Record<string, string>>): EntityReviewItem["a"] => ({
  record: "r",
  entity: null,
  label: "",
  detail: "",
  kind: "idp",
  source: "okta",
  fields: { ...fields },
});

it("what two records say is laid side by side, what both say first, without what only machines read", () => {
  const item: EntityReviewItem = {
    type: "person",
    a: side({ mail: "A.Ng@corp.example", surname: "Ng", guid: "00-1", office: "" }),
    b: side({ mail: "a.ng@corp.example", surname: "Nguyen", phone: "123", office: "" }),
    p: 0.9,
    priorBits: -10,
    parts: [],
    marginBits: null,
    doubt: "",
  };
  expect(fieldRows(item).map(({ field, how, a, b }) => [field, how, a, b])).toEqual([
    ["mail", "same", "A.Ng@corp.example", "a.ng@corp.example"],
    ["surname", "differs", "Ng", "Nguyen"],
    ["phone", "one says", undefined, "123"],
  ]);
});

it("a field's name is read as words", () => {
  expect(["employeeId", "mail", "lastLogin"].map(fieldTitle)).toEqual(["employee id", "mail", "last login"]);
});

it("the best other candidate is nearer, as near or further", () => {
  expect([null, 0, 1.24, -2].map(rivalText)).toEqual([
    "No other record is a candidate for either of them.",
    "Another candidate for one of them is exactly as likely.",
    "The best other candidate for one of them has 1.2 bits fewer.",
    "The best other candidate for one of them has 2.0 bits more.",
  ]);
});

import { all, any, equal, exact, parts, similar } from "./agreements.ts";
import type { Comparison, ComparisonSet } from "./comparison-set.ts";

const sameLogin = any(equal("mail"), equal("local"), equal("sam"));

/** Name, mail address and login are all made from the name of the person, so that they count once. */
const names: Comparison = {
  name: "names",
  title: "name",
  needs: { any: ["full_name", "local", "sam"] },
  levels: [
    { title: "is equal", when: equal("full_name"), rarityOf: ["given", "surname"] },
    { title: "gives the same login", when: sameLogin },
    { title: "is equal with its parts exchanged", when: { is: "crossed", fields: ["given", "surname"] } },
    { title: "is nearly equal in both parts", when: all(similar("given", 0.92), similar("surname", 0.92)) },
    { title: "is similar, and so is the login", when: all(similar("given", 0.8), similar("surname", 0.8), similar("local", 0.88)) },
    { title: "is equal in the surname", when: equal("surname"), rarityOf: ["surname"] },
  ],
  usual: [0.78, 0.06, 0.01, 0.07, 0.04, 0.02, 0.02],
};

const work: Comparison = {
  name: "work",
  title: "department and title",
  needs: { any: ["department", "job", "manager"] },
  levels: [
    { title: "and manager are equal", when: all(equal("department"), any(equal("job"), equal("manager"))) },
    { title: "are equal in one", when: any(equal("department"), equal("manager"), equal("job")) },
  ],
  usual: [0.6, 0.25, 0.15],
};

/** Records of accounts and people in a directory and an identity provider, each with at most one for a person. */
export const personSet: ComparisonSet = {
  name: "person",
  fields: ["given", "surname", "full_name", "local", "mail", "sam", "employee", "department", "job", "manager", "phone", "place"],
  links: "across",
  isOnePerSource: true,
  comparisons: [
    names,
    exact("employee", "employee number", 0.01),
    work,
    exact("phone", "telephone number", 0.2),
    exact("place", "place", 0.2),
  ],
  blocking: [
    { parts: parts("employee") },
    { parts: parts("mail") },
    { parts: parts("sam") },
    { parts: parts("local") },
    { parts: parts("surname"), divideBy: [{ field: "given", first: 1 }] },
    {
      parts: [
        { field: "surname", first: 3 },
        { field: "given", first: 3 },
      ],
    },
    { parts: parts("given"), against: parts("surname") },
    { parts: [{ field: "given" }, { field: "surname", first: 2 }] },
  ],
  sure: { rules: [{ parts: parts("employee") }, { parts: parts("mail") }, { parts: parts("full_name") }], assumedRecall: 0.9 },
  training: [{ parts: parts("employee") }, { parts: parts("mail"), besides: ["names"] }, { parts: parts("full_name"), besides: ["names"] }],
};

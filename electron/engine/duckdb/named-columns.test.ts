import { describe, expect, it } from "vitest";
import { ocsfClass } from "../../../shared/domain/ocsf.ts";
import { namedColumns } from "./named-columns.ts";

describe("the columns of a class that a statement means", () => {
  it("are those it names, in the order of the class, whether with an alias or not", () => {
    const sql =
      "SELECT d.query_hostname, COUNT(*) AS n, 2*n FROM dns_activity AS d WHERE src_endpoint_ip IS NOT NULL GROUP BY 1 -- device_hostname, 'time'";
    expect(namedColumns(sql, "dns_activity")).toEqual(
      ocsfClass("dns_activity")
        .columns.map((column) => column.name)
        .filter((name) => ["query_hostname", "src_endpoint_ip"].includes(name)),
    );
    expect(namedColumns("SELECT COUNT(*) AS n FROM dns_activity", "dns_activity")).toEqual([]);
    expect(namedColumns("SELECT row_no FROM dns_activity", "dns_activity")).toEqual(["row_no"]);
  });

  it("keep to what is written when a star is of something else than the class", () => {
    const sql = "WITH mine AS (SELECT d.time, d.event_no FROM dns_activity d) SELECT m.*, 1 AS one FROM mine AS m";
    expect(namedColumns(sql, "dns_activity")?.toSorted()).toEqual(["event_no", "time"]);
  });

  it.each([
    "SELECT * FROM dns_activity",
    "SELECT DISTINCT * FROM dns_activity",
    "SELECT 1 AS one, * FROM dns_activity",
    "SELECT d.* FROM dns_activity AS d",
    "SELECT d . * FROM other JOIN dns_activity d ON true",
    "SELECT dns_activity.* FROM dns_activity",
    "SELECT d FROM dns_activity d",
    "SELECT hash(dns_activity) FROM dns_activity",
    "SELECT COLUMNS('time') FROM dns_activity",
    "FROM dns_activity",
    "SELECT time FROM (FROM dns_activity)",
    "WITH mine AS (FROM dns_activity) SELECT time FROM mine",
    "SELECT time FROM mine NATURAL JOIN dns_activity",
    "SELECT d.time FROM dns_activity d WHERE d IS NOT NULL",
  ])("may be any where the statement takes whole rows: %s", (sql) => {
    expect(namedColumns(sql, "dns_activity")).toBeUndefined();
  });
});

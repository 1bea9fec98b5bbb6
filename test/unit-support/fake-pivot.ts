import type { Output } from "../../shared/contract/requests.ts";
import { nowUs } from "./fake-cases.ts";

const text = (us: number): string => new Date(us / 1000).toISOString().replace("T", " ").replace("Z", "");

/** A result in the form of a statement about the events around something: forty of 812, one every half minute. */
export function fakePivot(): Pick<Output<"sql.run">, "columns" | "rows"> {
  const names = ["time", "class", "host", "account", "source", "destination", "port", "process", "detail", "snapshot", "event_no", "total"];
  return {
    columns: names.map((name) => ({ name, type: name === "time" ? "TIMESTAMP" : "VARCHAR" })),
    rows: Array.from({ length: 40 }, (_, i) => [
      text(nowUs - (40 - i) * 30_000_000),
      i % 5 === 0 ? "dns_activity" : "network_activity",
      "ws-117.corp.northwind.example",
      null,
      "10.20.4.31",
      i % 7 === 0 ? "name\u202egpj.exe" : "cdn-metrics.net",
      i % 5 === 0 ? "53" : "443",
      null,
      i % 5 === 0 ? "203.0.113.44" : "ssl",
      "7f3a9c51d20b44e8",
      String(47_000 + i),
      "812",
    ]),
  };
}

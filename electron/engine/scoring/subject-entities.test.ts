import { describe, expect, it } from "vitest";
import { subjectEntities } from "./subject-entities.ts";

describe("entities of a subject", () => {
  it("are canonical, and a process belongs to its host", () => {
    const grain = [
      { column: "host", entity: "host", title: "Host" },
      { column: "guid", entity: "process", title: "Process" },
    ] as const;
    expect(subjectEntities(grain, { host: "WS1.Corp.Example", guid: "{AB-01}" })).toEqual([
      "host:fqdn:ws1.corp.example",
      "proc:host:fqdn:ws1.corp.example|ab-01",
    ]);
  });

  it("read an endpoint as an address where it is one, else as a host, and leave out what names nobody", () => {
    const grain = [
      { column: "src", entity: "ip", title: "Source" },
      { column: "dst", entity: "endpoint", title: "Destination" },
    ] as const;
    expect(subjectEntities(grain, { src: "10.0.0.5", dst: "cdn.example.com" })).toEqual(["ip:10.0.0.5", "host:fqdn:cdn.example.com"]);
    expect(subjectEntities(grain, { src: "10.0.0.5", dst: "255.255.255.255" })).toEqual(["ip:10.0.0.5"]);
  });
});

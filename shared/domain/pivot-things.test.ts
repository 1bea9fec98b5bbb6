import { describe, expect, it } from "vitest";
import { ocsfClasses } from "./ocsf.ts";
import { columnsOf, thingOfKey, thingsInColumns } from "./pivot-things.ts";

describe("what an event can mention", () => {
  it("is read from canonical keys, with what only makes the key unique left out", () => {
    const of = (key: string) => thingOfKey(key)?.text;
    expect(of("ip:10.20.2.14")).toBe("10.20.2.14");
    expect(of("host:fqdn:ws-1.corp.example")).toBe("ws-1.corp.example");
    expect(of("host:name:ws-1")).toBe("ws-1");
    expect(of("proc:host:fqdn:ws-1.corp.example|3b1c6b24-f8aa")).toBe("3b1c6b24-f8aa");
    expect(of("file:host:fqdn:ws-1.corp.example|c:\\a|b.exe")).toBe("c:\\a|b.exe");
    expect(of("account:nt:~corp\\ana")).toBe("corp\\ana");
    expect(of("account:sid:S-1-5-18@host:fqdn:ws-1.corp.example")).toBe("S-1-5-18");
    expect(of("account:aws:uid:AIDAEXAMPLE")).toBe("AIDAEXAMPLE");
    expect(of("account:aws:arn:aws:iam::1:user/ana")).toBe("arn:aws:iam::1:user/ana");
    expect(of("stub:1:domain:a.example")).toBe("a.example");
  });

  it("is nothing where a key stands for many, or for what telemetry does not name", () => {
    for (const key of [
      "account:sam:*",
      "group:admins",
      "aggregate:others:domain:a",
      "alike:70de",
      "person:employee:t1",
      "host:serial:x",
      "",
    ])
      expect(thingOfKey(key), key).toBeUndefined();
  });

  it("is found in an event's own columns, each once and without addresses that mean nobody", () => {
    const columns = {
      src_endpoint_ip: "10.0.0.1",
      dst_endpoint_ip: "0.0.0.0",
      tls_sni: "A.example",
      query_hostname: "a.example",
      duration: 1,
    };
    expect(thingsInColumns(columns)).toEqual([
      { kind: "ip", text: "10.0.0.1" },
      { kind: "domain", text: "a.example" },
    ]);
  });

  it("goes by columns that there are", () => {
    const known = new Set(ocsfClasses.flatMap(({ columns }) => columns.map(({ name }) => name)));
    expect(Object.values(columnsOf).flatMap((names) => names.filter((name) => !known.has(name)))).toEqual([]);
  });
});

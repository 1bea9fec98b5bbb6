import { describe, expect, it } from "vitest";
import { stixId, toObservables } from "./stix-objects.ts";

describe("observables", () => {
  it("have the id that every producer gives the same value", () => {
    // STIX 2.1 specification, its own examples.
    expect(toObservables("ip:198.51.100.3")).toEqual([
      { type: "ipv4-addr", spec_version: "2.1", id: "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4", value: "198.51.100.3" },
    ]);
    expect(toObservables("domain:example.com")[0]?.id).toBe("domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7");
    expect(toObservables("ip:2001:db8::1")[0]).toMatchObject({ type: "ipv6-addr", value: "2001:db8::1" });
  });

  it("say a file by its name and the directory it lies in, on whichever host", () => {
    const [directory, file] = toObservables("file:host:fqdn:ws-1.corp|c:\\users\\ana\\x.exe");
    expect(directory).toMatchObject({ type: "directory", path: "c:\\users\\ana" });
    expect(file).toMatchObject({ type: "file", name: "x.exe", parent_directory_ref: directory?.id });
    expect(toObservables("file:host:fqdn:ws-2.corp|c:\\users\\ana\\x.exe").map(({ id }) => id)).toEqual([directory?.id, file?.id]);
  });

  it("say an account without the mark of a guessed domain", () => {
    expect(toObservables("account:nt:~corp\\ana")).toMatchObject([{ type: "user-account", user_id: "corp\\ana" }]);
  });

  it.each(["proc:host:fqdn:a.b|g", "host:short:ws-117", "domain:not a name", "ip:300.1.1.1", "person:ana", "file:host:short:a|"])(
    "say nothing of %s, for which STIX has no honest form",
    (entity) => {
      expect(toObservables(entity)).toEqual([]);
    },
  );
});

describe("ids of other objects", () => {
  it("are the same for the same thing and apart for another", () => {
    expect(stixId("sighting", { anomaly: "a1" })).toBe(stixId("sighting", { anomaly: "a1" }));
    expect(stixId("sighting", { anomaly: "a1" })).not.toBe(stixId("sighting", { anomaly: "a2" }));
    expect(stixId("sighting", 1)).toMatch(/^sighting--[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });
});

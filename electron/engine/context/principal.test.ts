import { expect, test } from "vitest";
import { sessionKind, toPrincipal } from "./principal.ts";

test.each([
  ["arn:aws:iam::111122223333:user/ops/alice", { kind: "user", name: "alice", account: "111122223333" }],
  ["arn:aws:sts::111122223333:assumed-role/WafRole", { kind: "role", name: "WafRole", account: "111122223333" }],
  ["arn:aws:iam::111122223333:root", { kind: "root", name: "root", account: "111122223333" }],
  ["ec2.amazonaws.com", { kind: "service", name: "ec2.amazonaws.com", account: undefined }],
  ["an unknown principal", { kind: "other", name: "an unknown principal", account: undefined }],
])("%s is read into kind, name and account", (text, read) => {
  expect(toPrincipal(text)).toEqual(read);
});

test("a session's name tells an instance from a person's address and from what somebody chose", () => {
  expect(["i-0317f6c6b66ae9c40", "hanna.voss@corp.example", "deploy-42"].map(sessionKind)).toEqual(["instance", "address", "name"]);
});

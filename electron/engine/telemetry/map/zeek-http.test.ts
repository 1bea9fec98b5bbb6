import { describe, expect, it } from "vitest";
import { httpTarget } from "./zeek-http.ts";

describe("who an HTTP request asks for", () => {
  it.each([
    ["GET", "www.example", "/a?b", { hostname: "www.example", port: undefined, path: "/a?b", isProxied: false }],
    ["GET", "www.example:8080", "/", { hostname: "www.example", port: 8080, path: "/", isProxied: false }],
    ["GET", "", "http://intra.example:81/x", { hostname: "intra.example", port: 81, path: "/x", isProxied: true }],
    ["GET", "www.example", "https://www.example", { hostname: "www.example", port: undefined, path: "/", isProxied: true }],
    ["CONNECT", "www.example", "www.example:8443", { hostname: "www.example", port: 8443, path: undefined, isProxied: true }],
    ["CONNECT", "", "[2001:db8::1]:443", { hostname: "[2001:db8::1]", port: 443, path: undefined, isProxied: true }],
    ["GET", "2001:db8::1", "/", { hostname: "2001:db8::1", port: undefined, path: "/", isProxied: false }],
    ["GET", "www.example:99999", "*", { hostname: "www.example", port: undefined, path: "*", isProxied: false }],
    ["", "", "", { hostname: undefined, port: undefined, path: undefined, isProxied: false }],
  ])("%s %s %s", (method, host, uri, expected) => {
    expect(httpTarget(method, host, uri)).toEqual(expected);
  });
});

import { describe, expect, it } from "vitest";
import { linkIn, linkTo } from "./desk-link.ts";

const route = "/triage?show=open&model=beaconing&q=%22certutil%22";

describe("a link to the desk", () => {
  it("is found again by another desk, whichever host it was copied from", () => {
    const inBrowser = linkTo(route, { protocol: "http:", origin: "http://127.0.0.1:5000", pathname: "/" });
    expect(inBrowser).toBe(`http://127.0.0.1:5000/#${route}`);
    const inApp = linkTo(route, { protocol: "app:", origin: "app://desk", pathname: "/" });
    expect(inApp).toBe(`#${route}`);
    for (const link of [inBrowser, ` ${inApp}\n`]) expect(linkIn(link)).toBe(`#${route}`);
  });

  it("is none when it leads anywhere else", () => {
    for (const text of ["triage", "https://elsewhere.example/#/login", "#/triage?a=1#b", "#/triage x", "javascript:alert(1)#/", "#//evil"])
      expect(linkIn(text)).toBeUndefined();
  });
});

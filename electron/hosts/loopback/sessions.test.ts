import { describe, expect, it } from "vitest";
import { createSessions, isSameSecret, launchTokenLifeMs, readCookie } from "./sessions.ts";

describe("sessions", () => {
  it("exchange a launch token once", () => {
    const sessions = createSessions();
    const token = sessions.createLaunchToken();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const first = sessions.redeem(token, undefined);
    expect(sessions.isAllowed(first?.cookie, first?.bearer)).toBe(true);
    expect(sessions.redeem(token, undefined)).toBeUndefined();
    expect(sessions.redeem("", undefined)).toBeUndefined();
  });

  it("refuse a launch token after its minute", () => {
    let now = 0;
    const sessions = createSessions(() => now);
    const early = sessions.createLaunchToken();
    const late = sessions.createLaunchToken();
    now = launchTokenLifeMs;
    expect(sessions.redeem(early, undefined)).toBeDefined();
    now += 1;
    expect(sessions.redeem(late, undefined)).toBeUndefined();
  });

  it("want the cookie and the bearer of the same session", () => {
    const sessions = createSessions();
    const a = sessions.redeem(sessions.createLaunchToken(), undefined);
    const b = sessions.redeem(sessions.createLaunchToken(), undefined);
    expect(sessions.isAllowed(a?.cookie, undefined)).toBe(false);
    expect(sessions.isAllowed(undefined, a?.bearer)).toBe(false);
    expect(sessions.isAllowed(a?.cookie, b?.bearer)).toBe(false);
    expect(sessions.isAllowed(a?.bearer, a?.cookie)).toBe(false);
    expect(sessions.isAllowed(b?.cookie, b?.bearer)).toBe(true);
  });

  it("let a second tab of the same browser join, so that the shared cookie serves both", () => {
    const sessions = createSessions();
    const first = sessions.redeem(sessions.createLaunchToken(), undefined);
    const second = sessions.redeem(sessions.createLaunchToken(), first?.cookie);
    expect(second?.cookie).toBe(first?.cookie);
    expect(sessions.isAllowed(first?.cookie, first?.bearer)).toBe(true);
    expect(sessions.isAllowed(first?.cookie, second?.bearer)).toBe(true);
  });

  it("forget the oldest when there are too many", () => {
    const sessions = createSessions();
    const tokens = Array.from({ length: 17 }, () => sessions.createLaunchToken());
    expect(sessions.redeem(tokens[0] ?? "", undefined)).toBeUndefined();
    expect(sessions.redeem(tokens[16] ?? "", undefined)).toBeDefined();
  });

  it("name their cookie differently each time", () => {
    expect(createSessions().cookieName).not.toBe(createSessions().cookieName);
    expect(readCookie("a=1; quarry-ab=xyz; b=2", "quarry-ab")).toBe("xyz");
    expect(readCookie("xquarry-ab=1", "quarry-ab")).toBeUndefined();
    expect(readCookie(undefined, "quarry-ab")).toBeUndefined();
    expect(isSameSecret("a", "a")).toBe(true);
    expect(isSameSecret("", "a")).toBe(false);
  });
});

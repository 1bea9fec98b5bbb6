import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Who may talk to the host. A launch token (256 bits, one use, 60 s) reaches the browser in a URL fragment and is exchanged
 * for two secrets, both needed for every call: a cookie (HttpOnly, SameSite=Strict) and a bearer that the tab sends itself.
 *
 * The cookie alone is not enough because cookies are shared by all ports of 127.0.0.1, so any other local server the browser
 * visits is shown it. The bearer alone is not enough because scripts can read it. The tab keeps its bearer in sessionStorage,
 * which belongs to this origin with its port and to this tab only; so a reload works without any way to get a new bearer
 * from the cookie, which would have made the cookie enough after all. Both are worthless once this process ends.
 */
export interface Sessions {
  readonly cookieName: string;
  createLaunchToken(): string;
  /** Undefined when the token is unknown, used or too old. A request that already carries a session's cookie joins that session. */
  redeem(token: string, cookie: string | undefined): { cookie: string; bearer: string } | undefined;
  hasCookie(cookie: string | undefined): boolean;
  isAllowed(cookie: string | undefined, bearer: string | undefined): boolean;
}

export const launchTokenLifeMs = 60_000;
const maxSessions = 8;
const maxBearers = 64;
const maxLaunchTokens = 16;

export function createSessions(nowMs: () => number = () => performance.now()): Sessions {
  const launchTokens = new Map<string, number>();
  const sessions = new Map<string, Set<string>>();

  const findSession = (cookie: string | undefined): Set<string> | undefined =>
    cookie === undefined ? undefined : findSecret(sessions, cookie)?.[1];

  return {
    cookieName: `quarry-${randomBytes(6).toString("hex")}`,
    createLaunchToken: () => {
      const token = createSecret();
      launchTokens.set(digest(token), nowMs() + launchTokenLifeMs);
      dropOldest(launchTokens, maxLaunchTokens);
      return token;
    },
    redeem: (token, cookie) => {
      const found = findSecret(launchTokens, token);
      if (found === undefined) return undefined;
      launchTokens.delete(found[0]);
      if (nowMs() > found[1]) return undefined;
      const bearer = createSecret();
      const joined = findSession(cookie);
      if (joined !== undefined && cookie !== undefined) {
        joined.add(digest(bearer));
        dropOldest(joined, maxBearers);
        return { cookie, bearer };
      }
      const fresh = createSecret();
      sessions.set(digest(fresh), new Set([digest(bearer)]));
      dropOldest(sessions, maxSessions);
      return { cookie: fresh, bearer };
    },
    hasCookie: (cookie) => findSession(cookie) !== undefined,
    isAllowed: (cookie, bearer) => {
      const bearers = findSession(cookie);
      if (bearers === undefined || bearer === undefined) return false;
      return findSecret(new Map([...bearers].map((b) => [b, true])), bearer) !== undefined;
    },
  };
}

export const createSecret = (): string => randomBytes(32).toString("base64url");

export const isSameSecret = (given: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(digest(given), "hex"), Buffer.from(digest(secret), "hex"));

const digest = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Only digests are kept, and all are compared, so that timing tells nothing. */
function findSecret<V>(kept: ReadonlyMap<string, V>, given: string): [string, V] | undefined {
  const wanted = Buffer.from(digest(given), "hex");
  let found: [string, V] | undefined;
  for (const [key, value] of kept) if (timingSafeEqual(Buffer.from(key, "hex"), wanted)) found = [key, value];
  return found;
}

function dropOldest(kept: Map<string, unknown> | Set<string>, max: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(key);
  }
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  const found = header
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

/** What a guard looks at, as Node's parser gives it. Header names in `rawHeaders` keep their case and their repetitions. */
export interface RequestFacts {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
}

/**
 * Decides before any routing whether a request may be one of our own page's. Returns the status to refuse with, or undefined.
 * Host stops DNS rebinding; Origin and Fetch Metadata stop other sites and other local servers (a different port is `same-site`,
 * not `same-origin`). One thing is let through from anywhere: a top-level GET of `/`, which is the bare shell and how a link
 * or the launch file opens the desk; it carries no data and no secret.
 */
export function refuseRequest(request: RequestFacts, authority: string): number | undefined {
  const origin = `http://${authority}`;
  const headers = collect(request.rawHeaders);
  if (request.httpVersion !== "1.1") return 505;
  if (!isOne(headers.get("host"), authority)) return 421;
  if (!request.target.startsWith("/")) return 400;
  if (request.method === "OPTIONS") return 403;
  if (!["GET", "HEAD", "POST"].includes(request.method)) return 405;
  const origins = headers.get("origin");
  if (origins !== undefined && !isOne(origins, origin)) return 403;
  if (request.method === "POST" && origins === undefined) return 403;
  return refuseSite(request, headers);
}

/** As refuseRequest, for a WebSocket handshake: there Origin is always required. */
export function refuseUpgrade(request: RequestFacts, authority: string): number | undefined {
  const headers = collect(request.rawHeaders);
  if (request.method !== "GET") return 405;
  if (!isOne(headers.get("origin"), `http://${authority}`)) return 403;
  const site = headers.get("sec-fetch-site");
  if (site !== undefined && !isOne(site, "same-origin")) return 403;
  return refuseRequest(request, authority);
}

function refuseSite(request: RequestFacts, headers: Headers): number | undefined {
  const site = headers.get("sec-fetch-site");
  if (site === undefined || isOne(site, "same-origin")) return undefined;
  const isNavigation = isOne(headers.get("sec-fetch-mode"), "navigate") && isOne(headers.get("sec-fetch-dest"), "document");
  return request.method === "GET" && request.target === "/" && isNavigation ? undefined : 403;
}

type Headers = ReadonlyMap<string, readonly string[]>;

function collect(rawHeaders: readonly string[]): Headers {
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    const values = headers.get(name) ?? [];
    values.push(rawHeaders[i + 1] ?? "");
    headers.set(name, values);
  }
  return headers;
}

const isOne = (values: readonly string[] | undefined, expected: string): boolean => values?.length === 1 && values[0] === expected;

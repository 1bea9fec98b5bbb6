import { connection, count, derived, list, text, toNumber, type ZeekMapping } from "./zeek-mapping.ts";

const methods: Readonly<Record<string, number>> = {
  CONNECT: 1,
  DELETE: 2,
  GET: 3,
  HEAD: 4,
  OPTIONS: 5,
  POST: 6,
  PUT: 7,
  TRACE: 8,
  PATCH: 9,
};
const other = 99;

/** OCSF activity of a request by its method. */
export const httpActivity = (method: string): number =>
  method === "" ? 0 : ((Object.hasOwn(methods, method) ? methods[method] : other) ?? other);

export interface HttpTarget {
  readonly hostname: string | undefined;
  readonly port: number | undefined;
  readonly path: string | undefined;
  readonly isProxied: boolean;
}

function splitAuthority(authority: string): { hostname: string; port: number | undefined } {
  const match = /^(.*):(\d{1,5})$/.exec(authority);
  const isBareIpv6 = authority.includes(":", authority.indexOf(":") + 1) && !authority.includes("]");
  if (match?.[1] === undefined || isBareIpv6) return { hostname: authority, port: undefined };
  const port = Number(match[2]);
  return { hostname: match[1], port: port <= 65_535 ? port : undefined };
}

/** Who was asked for what: from the Host header and the request target in origin, absolute or authority form (RFC 9112, 3.2). */
export function httpTarget(method: string, host: string, uri: string): HttpTarget {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(uri);
  const isConnect = method === "CONNECT";
  const fromUri = isConnect ? uri : (absolute?.[1] ?? "");
  const target = splitAuthority(fromUri);
  const header = splitAuthority(host);
  const path = isConnect ? undefined : absolute === null ? uri : (absolute[2] ?? "") || "/";
  return {
    hostname: header.hostname || target.hostname || undefined,
    port: header.port ?? target.port,
    path: path === "" ? undefined : path,
    isProxied: isConnect || absolute !== null,
  };
}

export const zeekHttp: ZeekMapping = {
  log: "http",
  class: "http_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const statusCode = table.text("status_code");
    const responseCode = table.int32("http_response_code");
    const methodColumn = table.text("http_request_http_method");
    const hostname = table.text("http_request_url_hostname");
    const path = table.text("http_request_url_path");
    const port = table.int32("http_request_url_port");
    const contentType = table.text("http_response_content_type");
    const proxied = table.boolean("is_proxied");
    const seen = { method: "", host: "", uri: "", code: "", hasProxyHeader: false };
    return {
      fields: [
        ...connection(table),
        text("user_agent", table.text("http_request_user_agent")),
        text("referrer", table.text("http_request_referrer")),
        count("request_body_len", table.int64("http_request_length")),
        count("response_body_len", table.int64("http_response_length")),
        derived("method", (v) => (seen.method = v)),
        derived("host", (v) => (seen.host = v)),
        derived("uri", (v) => (seen.uri = v)),
        derived("status_code", (v) => (seen.code = v)),
        list("proxied", (items) => (seen.hasProxyHeader = items.length > 0)),
        list("resp_mime_types", (items) => contentType.put(items[0])),
      ],
      finish: () => {
        const target = httpTarget(seen.method, seen.host, seen.uri);
        const code = toNumber(seen.code);
        methodColumn.put(seen.method);
        activity.put(httpActivity(seen.method));
        hostname.put(target.hostname);
        path.put(target.path);
        port.put(target.port);
        proxied.put(target.isProxied || seen.hasProxyHeader);
        responseCode.put(code);
        statusCode.put(seen.code);
        status.put(code === undefined ? 0 : code < 400 ? 1 : 2);
        Object.assign(seen, { method: "", host: "", uri: "", code: "", hasProxyHeader: false });
      },
    };
  },
};

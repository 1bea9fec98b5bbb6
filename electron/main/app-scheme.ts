import { appHost, appScheme } from "../hosts/electron-ipc/sender-check.ts";
import { securityHeaders } from "../hosts/static/security-headers.ts";
import { createStaticHandler, type StaticFiles } from "../hosts/static/static-files.ts";

/** To be registered before the app is ready. */
export const schemePrivileges = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
} as const;

/** Answers `app://quarry/…` from the build's list of files; any other host is unknown. */
export function createAppHandler(files: StaticFiles): (request: Request) => Response {
  const headers = securityHeaders();
  const serve = createStaticHandler(files, headers);
  return (request) => (new URL(request.url).host === appHost ? serve(request) : new Response(undefined, { status: 404, headers }));
}

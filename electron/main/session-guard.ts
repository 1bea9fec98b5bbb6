import { isOwnUrl } from "../hosts/electron-ipc/sender-check.ts";

/** The one thing a page may ask for: putting plain text on the clipboard. */
export const isPermitted = (permission: string): boolean => permission === "clipboard-sanitized-write";

/** Nothing goes to a network. `devtools:` only while developing. */
export function isAllowedRequest(url: string, isPackaged: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  if (protocol === "blob:" || protocol === "data:") return true;
  if (protocol === "devtools:") return !isPackaged;
  return isOwnUrl(url);
}

interface DownloadLike {
  getURL(): string;
  getMimeType(): string;
}

/** A picture the page made itself. Everything else is written by the engine: nothing is ever fetched to be saved. */
export const isAllowedDownload = (url: string, mimeType: string): boolean =>
  url.startsWith("blob:") && isOwnUrl(url.slice("blob:".length)) && ["image/png", "image/svg+xml"].includes(mimeType);

/** The part of Electron's Session that is guarded. */
export interface SessionLike {
  setPermissionRequestHandler(handler: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setDisplayMediaRequestHandler(handler: (request: unknown, answer: (streams: object) => void) => void): void;
  setSpellCheckerEnabled(enabled: boolean): void;
  on(event: "will-download", listener: (event: { preventDefault(): void }, item: DownloadLike) => void): unknown;
  readonly webRequest: {
    onBeforeRequest(listener: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void): void;
  };
}

export function guardSession(session: SessionLike, isPackaged: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isPermitted(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isPermitted(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setSpellCheckerEnabled(false);
  session.on("will-download", (event, item) => {
    if (!isAllowedDownload(item.getURL(), item.getMimeType())) event.preventDefault();
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowedRequest(url, isPackaged) }));
}

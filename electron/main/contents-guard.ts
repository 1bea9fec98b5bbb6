import { isOwnUrl } from "../hosts/electron-ipc/sender-check.ts";

interface Preventable {
  preventDefault(): void;
}

interface Navigation extends Preventable {
  readonly url: string;
}

/** The part of Electron's WebContents that is guarded. */
export interface ContentsLike {
  on(event: "will-navigate" | "will-frame-navigate" | "will-redirect", listener: (event: Navigation) => void): unknown;
  on(event: "will-attach-webview", listener: (event: Preventable) => void): unknown;
  setWebRTCIPHandlingPolicy(policy: "disable_non_proxied_udp"): void;
  setWindowOpenHandler(handler: () => { action: "deny" }): void;
}

/**
 * A page stays where it is, opens no window and embeds nothing. For every web contents, as soon as it is made. WebRTC heeds
 * neither the content security policy nor the session's request filter: its datagrams are forbidden here, its streams by
 * the host rules of the app.
 */
export function guardContents(contents: ContentsLike): void {
  const stay = (event: Navigation): void => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  };
  contents.on("will-navigate", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

/** The parts of Electron's WebFrameMain and WebContents that are needed. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: SenderFrame | null;
}

export interface Sender {
  readonly id: number;
  readonly mainFrame: SenderFrame;
  isDestroyed(): boolean;
  send(channel: string, message: unknown): void;
  once(event: "destroyed", listener: () => void): void;
}

export const appScheme = "app";
export const appHost = "quarry";
export const appOrigin = `${appScheme}://${appHost}`;

/** Whether a URL is one of our own page's: the exact scheme and host, no credentials, no port. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === appHost && username === "" && password === "";
}

/** A frame that has gone is null; a frame inside the page, or a page that is not ours, may say nothing. */
export function isOwnFrame(frame: SenderFrame | null, sender: Sender): boolean {
  return frame !== null && frame === sender.mainFrame && frame.parent === null && isOwnUrl(frame.url);
}

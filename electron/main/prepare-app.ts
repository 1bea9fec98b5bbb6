import type { ContentsLike } from "./contents-guard.ts";

/** The part of Electron's App that must be set up before it is ready. */
export interface AppLike {
  enableSandbox(): void;
  requestSingleInstanceLock(): boolean;
  quit(): void;
  setAsDefaultProtocolClient(scheme: string): boolean;
  readonly commandLine: { appendSwitch(name: string, value?: string): void };
  on(event: "web-contents-created", listener: (event: unknown, contents: ContentsLike) => void): unknown;
  on(event: "second-instance", listener: (event: unknown, argv: string[]) => void): unknown;
  on(event: "open-url", listener: (event: { preventDefault(): void }, url: string) => void): unknown;
}

/** No name is ever resolved and nothing is fetched behind the page's back; the page's own scheme needs no network. */
const switches: readonly (readonly [name: string, value?: string])[] = [
  ["host-resolver-rules", "MAP * ~NOTFOUND"],
  ["disable-component-update"],
  ["disable-breakpad"],
  ["disable-background-networking"],
  ["disable-domain-reliability"],
  ["no-pings"],
];

export interface Preparation {
  readonly app: AppLike;
  readonly registerScheme: () => void;
  readonly linkScheme: string;
  readonly onContents: (contents: ContentsLike) => void;
  readonly onLink: (argv: readonly string[]) => void;
}

/** All that has to happen before `ready`, the sandbox first. False when another instance runs; it is told of our arguments. */
export function prepareApp({ app, registerScheme, linkScheme, onContents, onLink }: Preparation): boolean {
  app.enableSandbox();
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
  registerScheme();
  app.on("web-contents-created", (_event, contents) => onContents(contents));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.setAsDefaultProtocolClient(linkScheme);
  app.on("second-instance", (_event, argv) => onLink(argv));
  app.on("open-url", (event, url) => {
    event.preventDefault();
    onLink([url]);
  });
  return true;
}

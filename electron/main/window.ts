import type { BrowserWindowConstructorOptions } from "electron";
import type { Bounds } from "./window-bounds.ts";

/** What every window is made with; there is no other place that makes one. `bounds`: where it was when it was closed. */
export function windowOptions(preload: string, isPackaged: boolean, bounds?: Bounds): BrowserWindowConstructorOptions {
  return {
    title: "Quarry",
    width: 1440,
    height: 900,
    ...bounds,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: "#0f1216",
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !isPackaged,
    },
  };
}

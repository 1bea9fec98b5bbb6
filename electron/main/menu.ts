import type { MenuItemConstructorOptions } from "electron";

/** Reload and developer tools exist only while developing. */
export function menuTemplate(isPackaged: boolean, isMac: boolean): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
  ];
  const developing: MenuItemConstructorOptions[] = [{ type: "separator" }, { role: "reload" }, { role: "toggleDevTools" }];
  return [
    ...(isMac ? [{ role: "appMenu" } as const] : []),
    { label: "File", submenu: [isMac ? { role: "close" } : { role: "quit" }] },
    { role: "editMenu" },
    { label: "View", submenu: isPackaged ? view : [...view, ...developing] },
    { role: "windowMenu" },
  ];
}

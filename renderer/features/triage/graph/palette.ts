/** Colours as Cytoscape wants them: values, not custom properties. Read again whenever the theme changes. */
export interface Palette {
  readonly bg: string;
  readonly panel: string;
  readonly raise: string;
  readonly tx: string;
  readonly tx2: string;
  readonly tx3: string;
  readonly acc: string;
  readonly accBg: string;
  readonly bad: string;
  readonly badBg: string;
  readonly warn: string;
  readonly usual: string;
  readonly fontUi: string;
  readonly fontMono: string;
}

export function readPalette(element: Element): Palette {
  const computed = getComputedStyle(element);
  const read = (name: string): string => computed.getPropertyValue(name).trim();
  return {
    bg: read("--bg"),
    panel: read("--panel"),
    raise: read("--raise"),
    tx: read("--tx"),
    tx2: read("--tx2"),
    tx3: read("--tx3"),
    acc: read("--acc"),
    accBg: read("--acc-bg"),
    bad: read("--bad"),
    badBg: read("--bad-bg"),
    warn: read("--warn"),
    usual: read("--usual"),
    fontUi: read("--font-ui").replaceAll('"', ""),
    fontMono: read("--font-mono").replaceAll('"', ""),
  };
}

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

/** A colour of the system, such as CanvasText, as a value: a canvas knows no names of the system's. */
function resolveSystemColours(element: Element): (name: string) => string {
  const probe = document.createElement("span");
  probe.style.setProperty("forced-color-adjust", "none");
  return (name) => {
    probe.style.color = `var(${name})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}

export function readPalette(element: Element): Palette {
  const computed = getComputedStyle(element);
  const written = (name: string): string => computed.getPropertyValue(name).trim();
  const read = window.matchMedia("(forced-colors: active)").matches ? resolveSystemColours(element) : written;
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
    fontUi: written("--font-ui").replaceAll('"', ""),
    fontMono: written("--font-mono").replaceAll('"', ""),
  };
}

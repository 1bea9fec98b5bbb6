import { showFailure, showToast } from "../../../state/messages.ts";
import type { GraphCanvasHandle } from "./canvas.ts";
import type { GraphElement } from "./elements.ts";
import { readPalette } from "./palette.ts";
import { toSvg } from "./svg.ts";

const forgetMs = 60_000;

/** Hands the picture to the browser as a download; nothing leaves the machine. */
function save(picture: Blob, name: string): void {
  const url = URL.createObjectURL(picture);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), forgetMs);
  showToast({ tone: "info", text: `${name} saved among the downloads` });
}

const nameFor = (anomalyId: string, ending: string): string => `graph-${anomalyId.replaceAll(/[^\w-]/g, "").slice(0, 12)}.${ending}`;

export async function savePng(canvas: GraphCanvasHandle, anomalyId: string): Promise<void> {
  try {
    save(await canvas.png(), nameFor(anomalyId, "png"));
  } catch (error) {
    showFailure("The picture was not saved", error);
  }
}

export function saveSvg(elements: readonly GraphElement[], anomalyId: string, title: string): void {
  const svg = toSvg(elements, readPalette(document.documentElement), title);
  save(new Blob([svg], { type: "image/svg+xml" }), nameFor(anomalyId, "svg"));
}

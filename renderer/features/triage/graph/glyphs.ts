import type { NodeShape } from "./elements.ts";

export type GlyphName = NodeShape | "crown" | "pin";

const paths: Partial<Record<GlyphName, string>> = {
  round: '<circle cx="12" cy="9" r="4"/><path d="M5 20c1.500-6.500 12.500-6.500 14 0"/>',
  host: '<rect x="4" y="5" width="16" height="11" rx="1.500"/><path d="M9 20h6"/>',
  address: '<path d="M7.500 7.500v9M12 16.500v-9h3a2.600 2.600 0 0 1 0 5.200h-3"/>',
  file: '<path d="M7 3h7l4 4v14H7z"/><path d="M14 3v4h4"/>',
  cloud: '<path d="M7 18a4 4 0 0 1 0-8 5 5 0 0 1 9.700-1.200A4.500 4.500 0 0 1 17 18z"/>',
  process: '<path d="m7 8 4 4-4 4"/><path d="M13 16h4"/>',
  pin: '<path d="M9 3h6l-1 6 4 4H6l4-4z"/><path d="M12 13v8"/>',
  crown: '<path d="m4 8 4 4 4-6 4 6 4-4v9H4z"/>',
};

/** The strokes of a glyph on a ground of 24 by 24. */
export const glyphStrokes = (name: GlyphName): string => paths[name] ?? "";

/** A glyph as a picture Cytoscape can put inside a node; the content security policy allows data: images. */
export function glyphImage(name: GlyphName, colour: string): string {
  const body = paths[name];
  if (body === undefined) return "none";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="1.800" stroke-linejoin="round" stroke-linecap="round">${body}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}

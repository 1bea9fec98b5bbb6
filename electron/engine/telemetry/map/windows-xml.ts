import type { Fields } from "./windows-event.ts";

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Named values of an event's `<Data Name="…">…</Data>`; anything else in the XML is passed over. */
export function xmlData(xml: string): Fields {
  const data: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const match of xml.matchAll(/<Data Name=(?:"([^"<>]{1,100})"|'([^'<>]{1,100})')\s*>([^<]*)<\/Data>/g)) {
    const name = match[1] ?? match[2];
    if (name !== undefined && match[3] !== undefined) data[name] = decodeEntities(match[3]);
  }
  return data;
}

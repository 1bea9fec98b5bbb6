/** Formats that are recognised by their first bytes only to say what they are. */
const magics: readonly (readonly [hex: string, what: string])[] = [
  ["456c6646696c6500", "a Windows event log (EVTX); export it as JSON first"],
  ["d4c3b2a1", "a packet capture; run it through Zeek first"],
  ["a1b2c3d4", "a packet capture; run it through Zeek first"],
  ["0a0d0d0a", "a packet capture; run it through Zeek first"],
  ["53514c69746520666f726d6174", "an SQLite database"],
  ["28b52ffd", "Zstandard-compressed; unpack it first"],
  ["425a68", "bzip2-compressed; unpack it first"],
  ["fd377a585a00", "xz-compressed; unpack it first"],
  ["377abcaf271c", "a 7-Zip archive; unpack it first"],
  ["25504446", "a PDF"],
];

export const isParquet = (head: Buffer): boolean => head.toString("latin1", 0, 4) === "PAR1";

/** What kind of file this is when it is one that cannot hold telemetry text. */
export function foreignFormat(head: Buffer): string | undefined {
  const start = head.subarray(0, 16).toString("hex");
  const known = magics.find(([hex]) => start.startsWith(hex))?.[1];
  if (known !== undefined) return known;
  return looksBinary(head) ? "binary data" : undefined;
}

function looksBinary(head: Buffer): boolean {
  const sample = head.subarray(0, 65_536);
  if (sample.includes(0)) return true;
  const control = sample.reduce((n, byte) => n + (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) ? 1 : 0), 0);
  return control > sample.length / 20;
}

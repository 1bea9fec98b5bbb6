const longest = 2000;

/** The addresses in a mail header (RFC 5322, 3.4), without the names beside them: `"Ann" <ann@example.test>, bob@example.test`. */
export function mailAddresses(text: string): readonly string[] {
  return text
    .slice(0, longest)
    .replaceAll(/"[^"]*"/g, "")
    .split(/[,;]/)
    .map((part) => (/<([^<>]*)>/.exec(part)?.[1] ?? part).trim())
    .filter((address) => address !== "");
}

const longest = 200_000;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Line breaks and indents between the tokens of valid JSON. The tokens stay as written: long numbers, escapes, repeated keys. */
export function indentJson(text: string): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let out = "";
  for (const [i, token] of tokens.entries()) {
    const isEmpty = (token === "{" && tokens[i + 1] === "}") || (token === "[" && tokens[i + 1] === "]");
    const closesEmpty = (token === "}" && tokens[i - 1] === "{") || (token === "]" && tokens[i - 1] === "[");
    if ((token === "}" || token === "]") && !closesEmpty) {
      depth -= 1;
      out += `\n${"  ".repeat(depth)}`;
    }
    out += token;
    if (token === ":") out += " ";
    if (token === ",") out += `\n${"  ".repeat(depth)}`;
    if ((token === "{" || token === "[") && !isEmpty) {
      depth += 1;
      out += `\n${"  ".repeat(depth)}`;
    }
  }
  return out;
}

/** JSON indented, anything else as it is; cut where a page could no longer show it. */
export function toReadable(raw: string): string {
  if (raw.length > longest) return `${raw.slice(0, longest)}\n… ${raw.length - longest} more characters`;
  const text = raw.trim();
  const looksLikeJson = text.startsWith("{") || text.startsWith("[");
  return looksLikeJson && isJson(text) ? indentJson(text) : raw;
}

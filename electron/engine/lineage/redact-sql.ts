const token =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|[eE]'(?:[^'\\]|\\.|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*"|[A-Za-z_][\w$]*|\d[\w.]*|\s+|[\s\S]/g;

/** SQL with every literal replaced by `?` and without comments: both may name people, hosts and files. Names of tables and columns stay. */
export function redactSql(sql: string): string {
  const parts = (sql.match(token) ?? []).map((part) => {
    if (part.startsWith("--") || part.startsWith("/*")) return " ";
    if (/^[eE]?'/.test(part) || /^\d/.test(part) || /^\$\w*\$/.test(part)) return "?";
    return /^\s/.test(part) ? " " : part;
  });
  return parts.join("").replace(/ +/g, " ").trim();
}

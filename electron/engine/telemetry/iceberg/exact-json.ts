/** A JSON string, or a number. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;
const longInteger = /^-?\d{16,}$/;

/** JSON whose integers of 16 digits and more come as text: a double does not hold every 64-bit id. */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(text.replace(tokens, (token) => (longInteger.test(token) ? `"${token}"` : token)));

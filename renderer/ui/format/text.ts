export interface TextPart {
  readonly text: string;
  /** True when `text` stands for a character that must not act on the page: a control, a bidi override, an invisible. */
  readonly escaped: boolean;
}

// Controls except tab and newline, soft hyphen, zero-width and bidi marks, line separators, invisible operators, byte order mark, tags.
const unsafe = /(?![\t\n])\p{Cc}|[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const escapeOne = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
};

/** Splits hostile text into plain and escaped parts; telemetry is shown only through this. */
export function toSafeParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(unsafe)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), escaped: false });
    parts.push({ text: escapeOne(match[0]), escaped: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), escaped: false });
  return parts;
}

export const toSafeText = (text: string): string => text.replaceAll(unsafe, escapeOne);

/** Keeps the beginning and the end, which tell paths and hashes apart. */
export function ellipsizeMiddle(text: string, max: number): string {
  // Of a very long text only the ends are taken apart; a surrogate pair cut here lies in what is left out.
  const ends = text.length > 8 * (max + 1) ? text.slice(0, 4 * (max + 1)) + text.slice(-4 * (max + 1)) : text;
  const characters = Array.from(ends);
  if (characters.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (max - 1 - head)).join("")}`;
}

const files = /\.(?:exe|dll|sys|ps1|psm1|bat|cmd|vbs|js|lnk|log|gz|zip|json|csv|txt|docx?|docm|xlsx?|xlsm|pdf|tmp|dat)$/i;

/** Makes addresses and domains unclickable wherever the text is pasted. Numbers and file names stay as they are. */
export const defang = (text: string): string =>
  text
    .replaceAll(/\bhttp(s?):\/\//gi, "hxxp$1://")
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, (address) => address.replaceAll(".", "[.]"))
    .replaceAll(/\b(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+\b/gi, (name) => (files.test(name) ? name : name.replaceAll(".", "[.]")))
    .replaceAll(/(?<=\w)@(?=\w)/g, "[@]");

export const shortId = (id: string): string => id.slice(0, 6);

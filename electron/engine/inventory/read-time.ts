/** Between 1990 and 2255: what lies outside is a wrong unit or a wrong clock. */
const earliestUs = 631_152_000_000_000;
const latestUs = 9_000_000_000_000_000;

const plausible = (us: number): number | undefined => (Number.isFinite(us) && us >= earliestUs && us <= latestUs ? us : undefined);

/** A number of seconds, milliseconds or microseconds since 1970, told apart by its size. */
function readEpoch(text: string): number | undefined {
  const value = Number(text);
  if (value < 1e11) return plausible(Math.round(value * 1e6));
  return plausible(Math.round(value < 1e14 ? value * 1000 : value));
}

/** `20260301060048.0Z`, as LDAP writes times. */
const ldapTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/;

/** Microseconds UTC of a time in an inventory: epoch, ISO 8601 or LDAP's form. A time without a zone is taken as UTC; other spellings are not guessed. */
export function readTimeUs(text: string): number | undefined {
  const trimmed = text.trim().replace(ldapTime, "$1-$2-$3T$4:$5:$6Z");
  if (/^\d{9,17}(?:\.\d+)?$/.test(trimmed)) return readEpoch(trimmed);
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i.exec(trimmed);
  if (iso === null) return undefined;
  const zone = iso[4] === undefined || /^(?:Z|UTC)$/i.test(iso[4]) ? "Z" : iso[4].replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const ms = Date.parse(`${iso[1]}T${iso[2] ?? "00:00"}${zone}`);
  return Number.isNaN(ms) ? undefined : plausible(ms * 1000 + Number((iso[3] ?? "").padEnd(6, "0").slice(0, 6)));
}

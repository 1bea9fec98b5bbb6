import fc from "fast-check";

/** Texts that mean something to one reader or another. */
export const commonTokens: readonly string[] = [
  ..."\0|\t|\r|\n|\r\n|\u2028|\ufeff|\ud800|\u202e|\u0007|\u001b[31m|\"|'|\\|{|}|[|]|(|)|,|;|:|=|#|<|>|&|%|$|`".split("|"),
  ..."../|..\\|/etc/passwd|C:\\|\\\\host\\share|CON|a:$DATA|file:///|//".split("|"),
  ..."__proto__|constructor|prototype|toString|hasOwnProperty|valueOf|then".split("|"),
  ..."-1|0|-0|1e308|1e-320|NaN|Infinity|9007199254740993|99999999999999999999|0x10|1_000|+5|.5|2147483648|-2147483649".split("|"),
  ...'null|true|false|undefined|{}|[]|[[[[|{"a":|""|1970-01-01T00:00:00Z|9999-12-31T23:59:60+99:99|=cmd()|@SUM(1)|<script>|${x}|%00|%2e%2e'.split(
    "|",
  ),
];

type Edit =
  | { readonly kind: "flip"; readonly at: number; readonly with: number }
  | { readonly kind: "cut"; readonly at: number; readonly size: number }
  | { readonly kind: "insert"; readonly at: number; readonly text: string | Uint8Array }
  | { readonly kind: "repeat"; readonly at: number; readonly size: number; readonly times: number }
  | { readonly kind: "copy"; readonly at: number; readonly from: number; readonly size: number; readonly seed: number }
  | { readonly kind: "truncate"; readonly at: number };

const place = fc.nat(0xffffff);

const editOf = (tokens: readonly string[]): fc.Arbitrary<Edit> =>
  fc.oneof(
    fc.record({ kind: fc.constant("flip" as const), at: place, with: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ kind: fc.constant("cut" as const), at: place, size: fc.nat(64) }),
    fc.record({
      kind: fc.constant("insert" as const),
      at: place,
      text: fc.oneof(fc.constantFrom(...tokens), fc.uint8Array({ maxLength: 8 })),
    }),
    fc.record({ kind: fc.constant("repeat" as const), at: place, size: fc.nat(32), times: fc.nat(300) }),
    fc.record({ kind: fc.constant("copy" as const), at: place, from: place, size: fc.nat(200), seed: fc.nat(1000) }),
    fc.record({ kind: fc.constant("truncate" as const), at: place }),
  );

function apply(bytes: Buffer, edit: Edit, seeds: readonly Buffer[]): Buffer {
  const at = edit.at % (bytes.length + 1);
  switch (edit.kind) {
    case "flip": {
      const changed = Buffer.from(bytes);
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ edit.with;
      return changed;
    }
    case "cut":
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + edit.size)]);
    case "insert":
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(edit.text), bytes.subarray(at)]);
    case "repeat": {
      const part = bytes.subarray(at, at + edit.size);
      return Buffer.concat([bytes.subarray(0, at), ...Array.from({ length: edit.times }, () => part), bytes.subarray(at)]);
    }
    case "copy": {
      const other = seeds[edit.seed % seeds.length] ?? bytes;
      const from = edit.from % (other.length + 1);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + edit.size), bytes.subarray(at)]);
    }
    case "truncate":
      return bytes.subarray(0, at);
  }
}

/** Valid inputs with up to five damages: flipped bytes, cuts, repetitions, pieces of one another, and words of `tokens`. */
export function mutatedBytes(seeds: readonly Uint8Array[], tokens: readonly string[] = []): fc.Arbitrary<Buffer> {
  const buffers = seeds.map((seed) => Buffer.from(seed));
  const edits = fc.array(editOf([...commonTokens, ...tokens]), { maxLength: 5 });
  return fc
    .tuple(fc.nat(buffers.length - 1), edits)
    .map(([seed, list]) => list.reduce<Buffer>((bytes, edit) => apply(bytes, edit, buffers), buffers[seed] ?? Buffer.alloc(0)));
}

export const mutatedText = (seeds: readonly string[], tokens: readonly string[] = []): fc.Arbitrary<string> =>
  mutatedBytes(
    seeds.map((seed) => Buffer.from(seed)),
    tokens,
  ).map((bytes) => bytes.toString("utf8"));

/** A value that a JSON reader does not expect where it stands. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    "",
    -1,
    0,
    -0,
    1e308,
    1e-320,
    2 ** 53,
    1.5,
    [],
    {},
    [[[]]],
    { a: null },
    "\ud800",
    "a\0b",
    "9".repeat(400),
  ),
  fc.constantFrom(...commonTokens),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.nat(60).map((depth) => JSON.parse(`${"[".repeat(depth)}1${"]".repeat(depth)}`) as unknown),
);

interface JsonEdit {
  readonly at: number;
  readonly how: "replace" | "remove" | "rename" | "add" | "double";
  readonly name: string;
  readonly value: unknown;
}

const jsonEdit: fc.Arbitrary<JsonEdit> = fc.record({
  at: place,
  how: fc.constantFrom("replace", "replace", "replace", "remove", "rename", "add", "double"),
  name: fc.constantFrom("__proto__", "constructor", "prototype", "toString", "length", "0", "", "a.b", "x"),
  value: hostileValue,
});

type Tree = { readonly [key: string]: unknown } | readonly unknown[];

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

/** As an own property even where the name is `__proto__`, as JSON.parse makes it; a list has no names. */
function define(tree: Tree, name: string, value: unknown): void {
  if (!Array.isArray(tree)) Object.defineProperty(tree, name, { value, enumerable: true, configurable: true, writable: true });
  else if (Number(name) < tree.length) tree[Number(name)] = value;
  else tree.push(value);
}

function places(tree: unknown, found: { tree: Tree; key: string }[] = []): { tree: Tree; key: string }[] {
  if (!isTree(tree)) return found;
  for (const [key, child] of Object.entries(tree)) {
    found.push({ tree, key });
    places(child, found);
  }
  return found;
}

function applyJson(whole: unknown, { at, how, name, ...edit }: JsonEdit): void {
  const all = places(whole);
  const spot = all[at % Math.max(1, all.length)];
  if (spot === undefined) return;
  const { tree, key } = spot;
  // Copies: a part put in twice could come to hold itself.
  const value: unknown = structuredClone(edit.value);
  const current: unknown = structuredClone(Reflect.get(tree, key));
  if (how === "replace") define(tree, key, value);
  else if (how === "add") define(tree, name, value);
  else if (how === "remove" || how === "rename") {
    if (Array.isArray(tree)) tree.splice(Number(key), 1);
    else Reflect.deleteProperty(tree, key);
    if (how === "rename") define(tree, name, current);
  } else if (Array.isArray(tree)) tree.push(current);
  else define(tree, `${key} `, current);
}

/** Valid JSON values with up to four parts replaced, removed, renamed or added; names that JavaScript knows among them. */
export const mutatedJson = (seeds: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.tuple(fc.nat(seeds.length - 1), fc.array(jsonEdit, { maxLength: 4 })).map(([seed, edits]) => {
    const holder = { value: structuredClone(seeds[seed]) };
    for (const edit of edits) applyJson(holder, edit);
    return holder.value;
  });

/** Texts of JSON: some whole and wrong, some damaged as text. */
export const mutatedJsonText = (seeds: readonly unknown[], tokens: readonly string[] = []): fc.Arbitrary<string> =>
  fc.oneof(
    mutatedJson(seeds).map((value) => JSON.stringify(value) ?? "null"),
    mutatedText(
      seeds.map((seed) => JSON.stringify(seed, null, 1)),
      tokens,
    ),
  );

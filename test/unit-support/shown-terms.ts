import { parseSync } from "vite";
import type { SourceFile } from "./source-files.ts";

/** A word the desk shows beside a figure, a column or a field, and where it is written. */
export interface ShownTerm {
  readonly path: string;
  readonly kind: "column" | "field" | "card";
  readonly text: string;
}

export interface ShownTerms {
  readonly terms: readonly ShownTerm[];
  /** Column heads that are neither text nor one of a list of texts: names that come from data, or a head that no test can read. */
  readonly unread: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);
const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
const childOf = (node: Node | undefined, key: string): Node | undefined => (isNode(node?.[key]) ? node[key] : undefined);
const nameOf = (node: Node | undefined): string => (typeof node?.["name"] === "string" ? node["name"] : "");
const textOf = (node: Node | undefined): string | undefined =>
  node?.["type"] === "Literal" && typeof node["value"] === "string" ? node["value"] : undefined;

/** `[…] as const` is the same list. */
const bare = (node: Node | undefined): Node | undefined =>
  node !== undefined && /^TS(As|Satisfies)Expression$/.test(String(node["type"])) ? bare(childOf(node, "expression")) : node;

function* walk(node: Node, ancestors: readonly Node[] = []): Generator<{ node: Node; ancestors: readonly Node[] }> {
  yield { node, ancestors };
  for (const value of Object.values(node))
    for (const child of isNode(value) ? [value] : nodesOf(value)) yield* walk(child, [...ancestors, node]);
}

const tagOf = (node: Node): string => nameOf(childOf(childOf(node, "openingElement"), "name"));
const attribute = (node: Node, name: string): string | undefined =>
  textOf(
    childOf(
      nodesOf(childOf(node, "openingElement")?.["attributes"]).find((one) => nameOf(childOf(one, "name")) === name),
      "value",
    ),
  );

const formFields = new Set(["TextField", "TextArea", "Select", "Choice", "Check"]);

/** The texts a `.map(title => <th>)` goes over, when they are written out. */
function mappedTexts(ancestors: readonly Node[], lists: ReadonlyMap<string, Node>): string[] {
  const call = ancestors.findLast(
    (one) => one["type"] === "CallExpression" && nameOf(childOf(childOf(one, "callee"), "property")) === "map",
  );
  const source = bare(childOf(childOf(call, "callee"), "object"));
  const list = source?.["type"] === "Identifier" ? lists.get(nameOf(source)) : source;
  return nodesOf(bare(list)?.["elements"]).flatMap((element) => textOf(element) ?? []);
}

/** Reads the columns, fields and cards a screen shows from its source, so that none is added without being noticed. */
export function readShownTerms({ path, text }: SourceFile): ShownTerms {
  const { program } = parseSync(path, text, { lang: "tsx" });
  const root: unknown = JSON.parse(JSON.stringify(program));
  const all = isNode(root) ? [...walk(root)] : [];
  const lists = new Map(
    all.flatMap(({ node }) => {
      const init = childOf(node, "init");
      return node["type"] === "VariableDeclarator" && init !== undefined ? [[nameOf(childOf(node, "id")), init] as const] : [];
    }),
  );
  const terms: ShownTerm[] = [];
  const unread: string[] = [];
  for (const { node, ancestors } of all) {
    const add = (kind: ShownTerm["kind"], found: string | undefined): void => {
      if (found !== undefined && found.trim() !== "") terms.push({ path, kind, text: found.trim() });
    };
    if (node["type"] === "JSXElement") {
      const tag = tagOf(node);
      if (tag === "th" && attribute(node, "scope") === "col") {
        const written = nodesOf(node["children"])
          .map((child) => (child["type"] === "JSXText" ? String(child["value"]) : ""))
          .join(" ")
          .trim();
        const heads = written === "" ? mappedTexts(ancestors, lists) : [written];
        for (const head of heads) add("column", head);
        if (heads.length === 0) unread.push(path);
      }
      if (tag === "Card") add("card", attribute(node, "title"));
      if (formFields.has(tag)) add("field", attribute(node, "label"));
    }
    if (node["type"] === "ObjectExpression") {
      const properties = nodesOf(node["properties"]);
      const [first, second] = properties.map((one) => nameOf(childOf(one, "key")));
      // Options of a choice are written value first; what is shown as a figure or field says its label first.
      if ((first === "label" && second === "value") || (first === "id" && second === "label"))
        add("field", textOf(bare(childOf(properties[first === "label" ? 0 : 1], "value"))));
    }
  }
  return { terms, unread };
}

import type { Screen } from "./glossary/entry.ts";
import { isPage, pages } from "./pages.ts";
import { type Block, type Inline, readPage } from "./read-page.ts";
import styles from "./Help.module.css";

const textOf = (parts: readonly Inline[]): string => parts.map(({ text }) => text).join("");

interface PartsProps {
  readonly parts: readonly Inline[];
  readonly onPage: (page: Screen) => void;
}

function Parts({ parts, onPage }: PartsProps) {
  return parts.map(({ kind, text, page = "" }, i) => {
    const key = `${i} ${text}`;
    if (kind === "code") return <kbd key={key}>{text}</kbd>;
    if (kind === "strong") return <strong key={key}>{text}</strong>;
    if (kind === "link" && isPage(page))
      return (
        <button key={key} type="button" className={styles["link"]} onClick={() => onPage(page)}>
          {text}
        </button>
      );
    return <span key={key}>{text}</span>;
  });
}

function Part({ block, onPage }: { readonly block: Block; readonly onPage: PartsProps["onPage"] }) {
  if (block.kind === "list")
    return (
      <ul>
        {block.items.map((parts) => (
          <li key={textOf(parts)}>
            <Parts parts={parts} onPage={onPage} />
          </li>
        ))}
      </ul>
    );
  const content = <Parts parts={block.parts} onPage={onPage} />;
  if (block.kind === "paragraph") return <p>{content}</p>;
  return block.level === 1 ? <h3>{content}</h3> : <h4>{content}</h4>;
}

/** What an analyst asks on one screen, and the answers. */
export function HelpPage({ page, onPage }: { readonly page: Screen; readonly onPage: PartsProps["onPage"] }) {
  return readPage(pages[page]).map((block) => (
    <Part key={textOf(block.kind === "list" ? block.items.flat() : block.parts)} block={block} onPage={onPage} />
  ));
}

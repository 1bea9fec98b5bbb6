import type { NamedBlob } from "../../state/upload.ts";

const readEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));
const readFile = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function walk(entry: FileSystemEntry, path: string): Promise<NamedBlob[]> {
  const name = path === "" ? entry.name : `${path}/${entry.name}`;
  if (isFile(entry)) return [{ name, blob: await readFile(entry) }];
  if (!isDirectory(entry)) return [];
  const reader = entry.createReader();
  const found: NamedBlob[] = [];
  // A reader gives its entries in batches and an empty one at the end.
  for (let batch = await readEntries(reader); batch.length > 0; batch = await readEntries(reader))
    for (const child of batch) found.push(...(await walk(child, name)));
  return found;
}

/** Files dropped on the page, folders walked to the bottom, in order of name. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly NamedBlob[]> {
  // Read at once: the items are gone when the drop event is over. What is no file-system entry may still be a file.
  const items = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const loose = items.flatMap(({ entry, file }) => (entry === null && file !== null ? [{ name: file.name, blob: file }] : []));
  const entries = items.map(({ entry }) => entry).filter((entry) => entry !== null);
  const found = [...loose, ...(await Promise.all(entries.map((entry) => walk(entry, "")))).flat()];
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

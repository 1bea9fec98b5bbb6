import type { Ref } from "react";

/** The browser's own choice of files, which a button opens by `ref`; the same files can be chosen again. */
export function FilePicker({
  ref,
  label,
  onFiles,
}: {
  readonly ref: Ref<HTMLInputElement>;
  readonly label: string;
  readonly onFiles: (files: readonly { readonly name: string; readonly blob: Blob }[]) => void;
}) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      className="visually-hidden"
      tabIndex={-1}
      aria-label={label}
      onChange={(event) => {
        const files = [...(event.target.files ?? [])].map((file) => ({ name: file.name, blob: file }));
        event.target.value = "";
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}

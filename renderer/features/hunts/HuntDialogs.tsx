import { useRequest } from "../../state/requests.ts";
import { CloseDialog } from "./CloseDialog.tsx";
import { EditDialog } from "./EditDialog.tsx";
import { ReportDialog } from "./ReportDialog.tsx";

export type HuntDialog = "edit" | "close" | "report";

/** The dialog asked for, over the hunt it is about. */
export function HuntDialogs({ dialog, id, onClose }: { readonly dialog: HuntDialog; readonly id: string; readonly onClose: () => void }) {
  const { data } = useRequest("hunts.show", { id });
  if (dialog === "report") return <ReportDialog id={id} onClose={onClose} />;
  if (data === undefined) return null;
  return dialog === "edit" ? <EditDialog hunt={data} onClose={onClose} /> : <CloseDialog hunt={data} onClose={onClose} />;
}

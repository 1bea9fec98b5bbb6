import { OriginalRecord } from "../ui/OriginalRecord.tsx";
import { showToast } from "./messages.ts";
import { useRequest } from "./requests.ts";

/** The original record of an event, wherever the event is shown. */
export function RecordView({ eventId, onClose }: { readonly eventId: string; readonly onClose: () => void }) {
  const { data, error, refetch } = useRequest("triage.record", { eventId });
  const copy = (text: string): void =>
    void navigator.clipboard.writeText(text).then(() => showToast({ tone: "info", text: "Record copied, controls escaped" }));
  return <OriginalRecord eventId={eventId} record={data} error={error} onRetry={() => void refetch()} onCopy={copy} onClose={onClose} />;
}

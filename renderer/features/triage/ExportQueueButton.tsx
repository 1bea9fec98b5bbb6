import { Download } from "lucide-react";
import { Button } from "../../ui/Button.tsx";
import { exportQueue } from "./queue-source.ts";
import type { QueueFilter } from "./queue-view.ts";

export function ExportQueueButton({ filter }: { readonly filter: QueueFilter }) {
  return (
    <Button
      size="small"
      tone="quiet"
      aria-label="Export what the queue shows"
      title="Export what the queue shows"
      onClick={() => exportQueue(filter)}
    >
      <Download size={14} aria-hidden="true" />
    </Button>
  );
}

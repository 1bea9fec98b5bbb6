import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { shortId } from "../../ui/format/text.ts";
import { Modal } from "../../ui/Modal.tsx";
import { ReasonForm } from "./ReasonForm.tsx";

interface DemoteDialogProps {
  readonly model: string;
  readonly champion: string;
  readonly onClose: () => void;
}

/** A person ends a champion; who takes over is found by asking earlier ones. */
export function DemoteDialog({ model, champion, onClose }: DemoteDialogProps) {
  const client = useClient();
  const demote = async (reason: string): Promise<void> => {
    const { champion: next } = await client.call("models.demote", { model, reason });
    announce(next === null ? `${model} stands at rules only.` : `${model} ${shortId(next)} is champion again.`);
    onClose();
  };
  return (
    <Modal
      title={`Demote ${model} ${shortId(champion)}`}
      description="It retires. The last champion that made room for a better one takes over, if its file still opens, scores and fits; or else nobody does, and the model stands at rules only."
      onClose={onClose}
    >
      <ReasonForm action="Demote" tone="bad" onDecide={demote} onClose={onClose} />
    </Modal>
  );
}

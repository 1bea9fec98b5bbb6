import type { ModelVersion } from "../../../shared/contract/models.ts";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { shortId } from "../../ui/format/text.ts";
import { Modal } from "../../ui/Modal.tsx";
import { ReasonForm } from "./ReasonForm.tsx";

interface VersionDialogProps {
  readonly version: ModelVersion;
  readonly onClose: () => void;
}

const outOfUse = "It scores nothing, and can be neither promoted nor rolled back to, until a person releases it.";
const whoTakesOver =
  "The last champion that made room for a better one takes over, if its file still opens, scores and fits; or else nobody does, and the model stands at rules only.";

/** A person takes a version out of use. */
function QuarantineDialog({ version: { model, id, stage }, onClose }: VersionDialogProps) {
  const client = useClient();
  const quarantine = async (reason: string): Promise<void> => {
    const { champion } = await client.call("models.quarantine", { model, version: id, reason });
    const after = champion === null ? `${model} stands at rules only` : `${shortId(champion)} is champion again`;
    announce(`${model} ${shortId(id)} is quarantined${stage === "champion" ? `; ${after}` : ""}.`);
    onClose();
  };
  return (
    <Modal
      title={`Quarantine ${model} ${shortId(id)}`}
      description={stage === "champion" ? `${outOfUse} ${whoTakesOver}` : outOfUse}
      onClose={onClose}
    >
      <ReasonForm action="Quarantine" tone="bad" onDecide={quarantine} onClose={onClose} />
    </Modal>
  );
}

/** A person trusts a version as far as any other that was just registered. */
function ReleaseDialog({ version: { model, id }, onClose }: VersionDialogProps) {
  const client = useClient();
  const release = async (reason: string): Promise<void> => {
    await client.call("models.stage", { model, version: id, to: "registered", reason });
    announce(`${model} ${shortId(id)} is released from quarantine.`);
    onClose();
  };
  return (
    <Modal
      title={`Release ${model} ${shortId(id)} from quarantine`}
      description="Its files are checked first; a file that is not what it was registered with keeps it where it is. It is registered again, and to be champion it stands before the gate like any other."
      onClose={onClose}
    >
      <ReasonForm action="Release" onDecide={release} onClose={onClose} />
    </Modal>
  );
}

/** Takes a version out of use, or back into it. */
export const QuarantineStep = (props: VersionDialogProps) =>
  props.version.stage === "quarantined" ? <ReleaseDialog {...props} /> : <QuarantineDialog {...props} />;

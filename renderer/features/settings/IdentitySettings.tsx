import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Settings.module.css";

export function IdentitySettings() {
  const client = useClient();
  const { data } = useRequest("workspace.info", {});
  const sign = async (form: FormData): Promise<void> => {
    const given = form.get("analyst");
    const analyst = typeof given === "string" ? given.trim() : "";
    if (analyst === "" || analyst === data?.analyst) return;
    try {
      await client.call("workspace.sign", { analyst });
      showToast({ tone: "info", text: `Verdicts are now signed by ${analyst}` });
    } catch (error) {
      showFailure("The name was not recorded", error);
    }
  };
  return (
    <section aria-labelledby="identity">
      <h2 id="identity">Analyst</h2>
      <p className={styles["quiet"]}>
        Every verdict, note and promotion is signed by this name. Old ones keep the name they were signed with.
      </p>
      {data === undefined ? null : (
        <Form onSave={sign} className={styles["line"]} key={data.analyst}>
          <TextField label="Name" name="analyst" defaultValue={data.analyst} maxLength={120} autoComplete="name" />
          <Button type="submit" disabled={data.readOnly}>
            Sign as this
          </Button>
        </Form>
      )}
    </section>
  );
}

import { bindActor, bindOutcome, success, type WindowsMapping } from "./windows-mapping.ts";
import { integerOf, sidOf, textOf, toAccount } from "./windows-values.ts";

const execute = 1;

const contextLines = 100;

/** `Name = value` lines of 4103's ContextInfo. */
function contextValue(context: string, name: string): string | undefined {
  const start = `${name} = `;
  const line = context.split("\n", contextLines).find((l) => l.trimStart().startsWith(start));
  return line?.trimStart().slice(start.length).trim() || undefined;
}

/** The host of 4103, `Host ID`, is one process of PowerShell. */
export const powershellScript: WindowsMapping = {
  product: "powershell",
  eventIds: [4103, 4104],
  class: "script_activity",
  bind: (table) => {
    const type = table.text("script_type");
    const content = table.text("script_content");
    const name = table.text("script_name");
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return ({ data, eventId }) => {
      const context = eventId === 4103 ? (textOf(data, "ContextInfo") ?? "") : "";
      type.put("PowerShell");
      content.put(textOf(data, eventId === 4103 ? "Payload" : "ScriptBlockText"));
      name.put(textOf(data, "Path") ?? contextValue(context, "Script Name"));
      actor({
        uid: contextValue(context, "Host ID"),
        pid: integerOf(data, "ExecutionProcessID"),
        commandLine: contextValue(context, "Host Application"),
        account: toAccount(contextValue(context, "User")),
        sid: sidOf(data, "UserID"),
      });
      outcome(execute, success);
    };
  },
};

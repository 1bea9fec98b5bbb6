import { connection, count, derived, interval, text, type ZeekMapping } from "./zeek-mapping.ts";

/** conn_state to OCSF activity (2 Close, 3 Reset, 4 Fail, 5 Refuse, 6 Traffic) and status (1 Success, 2 Failure, 0 Unknown). */
const states: Readonly<Record<string, readonly [activity: number, status: number]>> = {
  SF: [2, 1],
  S0: [4, 2],
  S1: [6, 1],
  S2: [6, 1],
  S3: [6, 1],
  REJ: [5, 2],
  RSTO: [3, 1],
  RSTR: [3, 1],
  RSTOS0: [3, 2],
  RSTRH: [3, 2],
  SH: [2, 2],
  SHR: [2, 2],
  OTH: [6, 0],
};

export const zeekConn: ZeekMapping = {
  log: "conn",
  class: "network_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const code = table.text("status_code");
    let state = "";
    return {
      fields: [
        ...connection(table),
        text("proto", table.text("connection_info_protocol_name")),
        text("service", table.text("app_name")),
        interval("duration", table.double("duration")),
        count("orig_bytes", table.int64("traffic_bytes_out")),
        count("resp_bytes", table.int64("traffic_bytes_in")),
        count("orig_pkts", table.int64("traffic_packets_out")),
        count("resp_pkts", table.int64("traffic_packets_in")),
        derived("conn_state", (value) => {
          state = value;
        }),
      ],
      finish: () => {
        const [activityId, statusId] = (Object.hasOwn(states, state) ? states[state] : undefined) ?? [6, 0];
        activity.put(activityId);
        status.put(statusId);
        code.put(state);
        state = "";
      },
    };
  },
};

import { openClient, query } from "../network/sessions.ts";
import { openStream } from "../random-stream.ts";
import { hourUs, localTime, secondUs, sites } from "../world/calendar.ts";
import { hostsWithRole, hostWithRole, staticIp, type World } from "../world/world.ts";
import { Diary, type Stage, type Story } from "./story.ts";

const domain = "zonecache-mirror.example";
const nights = [3, 4];
const base32 = "abcdefghijklmnopqrstuvwxyz234567";

/** A build dependency carries the build secrets out in names that nobody registered. */
export function dnsExfiltration(world: World): Story {
  const host = hostsWithRole(world, "build").at(-1) ?? hostWithRole(world, "build");
  const diary = new Diary();
  const enact = (stage: Stage): void => {
    if (!nights.includes(stage.day.index)) return;
    const client = openClient(world, host, staticIp(host), openStream(world.seed, `story/dns/${stage.day.index}`));
    const { random } = client;
    diary.place(host, client.ip);
    diary.account("root (build agent)");
    diary.dnsTunnel.push({ src: client.ip, domain, date: stage.day.date });
    let tsUs = localTime(sites.larnmouth, stage.day.index, 1.6);
    const endUs = tsUs + 2 * hourUs;
    for (let n = 0; tsUs < endUs; n++) {
      const name = `${random.text(52, base32)}.${random.text(40, base32)}.${n.toString(16)}.v1.${domain}`;
      const type = random.chance(0.75) ? "TXT" : "NULL";
      query(stage.net, client, tsUs, {
        query: name,
        type,
        rcode: "NOERROR",
        answers: [`TXT ${random.int(8, 20)} ${random.text(random.int(8, 20), base32)}`],
        ttlS: 60,
        rttUs: random.int(30_000, 90_000),
      });
      diary.at(tsUs);
      tsUs += Math.round(random.exponential(8 * secondUs)) + 400_000;
    }
  };
  return { enact, truth: () => diary.close(about) };
}

const about = {
  id: "dns-exfiltration",
  title: "Secrets in host names",
  narrative:
    "A package pulled in by a build contains an install script. In the nights of 12 and 13 March a build server asks the resolver for some nine hundred long random names a night under zonecache-mirror.example, as TXT and NULL, and so carries its signing keys out.",
  techniques: [
    { id: "T1195.001", name: "Compromise Software Dependencies" },
    { id: "T1071.004", name: "DNS" },
    { id: "T1048.003", name: "Exfiltration Over Unencrypted Non-C2 Protocol" },
  ],
} as const;

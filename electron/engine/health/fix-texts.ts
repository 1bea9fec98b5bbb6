/** What would mend a metric of a source, in one sentence that names the thing to do. */
export interface FixFacts {
  /** Kinds of inventory in use. */
  readonly kinds: ReadonlySet<string>;
  readonly dhcpSources: readonly string[];
  readonly cmdbSources: readonly string[];
  readonly directorySources: readonly string[];
}

const named = (sources: readonly string[], otherwise: string): string => (sources.length === 0 ? otherwise : sources.join(", "));

export function createFixTexts({
  kinds,
  dhcpSources,
  cmdbSources,
  directorySources,
}: FixFacts): (metric: string, source: string | null) => string {
  const cmdb = named(cmdbSources, "the CMDB");
  const directory = named(directorySources, "the directory");
  const dhcp = named(dhcpSources, "the DHCP servers");
  const import_ = (kind: string, what: string): string => `Import ${what}: quarry inventory import FILE --kind ${kind}.`;
  const needsCmdb = import_("cmdb", "a CMDB export with owners and criticality");
  const needsLeases = import_("dhcp", "the DHCP leases of these days");
  const needsDirectory = import_("directory", "an export of the directory");
  const has = (kind: string): boolean => kinds.has(kind);
  const hasDirectory = has("directory") || has("idp");
  return (metric, source) => {
    const at = source ?? "the source";
    const texts: Readonly<Record<string, string>> = {
      parse_fail: `Look at the rejected rows of ${at}; correct its export or format and import it again.`,
      schema_ok: `Look at the rows of ${at} that lack required fields; restore the missing columns in its export and import it again.`,
      gap: `Find the files of ${at} for the missing hours and import them.`,
      volume_drift: `Ask who runs ${at} what changed on those days: a new sensor, a filter, a loop, or a part that fell silent.`,
      dup: `Remove the repeated files from ${at} and import it again: it counts events more than once.`,
      lag_p95: `Speed up the forwarding of ${at}, or look at days only when they are complete.`,
      future: `Import ${at} again with the clock rule its source needs (--clock).`,
      skew: `Correct the clock of the hosts listed for ${at}, or import them with a clock rule (--clock).`,
      baseline_days: `Import earlier days of ${at}: three weeks tell what is usual.`,
      res_device: has("cmdb") ? `Add the hosts listed for ${at} to ${cmdb} and import it again.` : needsCmdb,
      res_actor: hasDirectory
        ? `Add the accounts listed for ${at} to ${directory}, or import the directory they belong to.`
        : needsDirectory,
      res_src_ip: has("dhcp") ? `Add the DHCP logs that cover the addresses listed for ${at}.` : needsLeases,
      res_dst_ip: has("cmdb") ? `Give the addresses listed for ${at} to their hosts in ${cmdb}, or add their DHCP logs.` : needsCmdb,
      hold_rate: `Make the names listed for ${at} belong to one entry each in the inventories.`,
      generic_share: `Give the hosts behind the generic names in ${at} names of their own.`,
      dhcp_gap: has("dhcp") ? `Add the DHCP logs of the addresses and days listed for ${at}.` : needsLeases,
      owner_cov: has("cmdb") ? `Fill in the owner or support group of the devices listed, and import ${cmdb} again.` : needsCmdb,
      crit_cov: has("cmdb") ? `Rate the devices listed in ${cmdb} or a criticality list, and import it again.` : needsCmdb,
      dir_cov: hasDirectory ? `Find out who the accounts listed are, and export ${directory} again with them.` : needsDirectory,
      dhcp_fresh: has("dhcp") ? `Import the newest leases of ${dhcp}.` : needsLeases,
      cmdb_age: `Have ${cmdb} brought up to date, and import it again.`,
      cmdb_absent: `Add the devices listed to ${cmdb}, and import it again.`,
      cmdb_retired: `Find out why the devices listed are active although ${cmdb} calls them retired.`,
      dir_age: hasDirectory ? `Export ${directory} again and import it.` : needsDirectory,
      id_conflict: "Settle in the inventories which entry each identifier listed belongs to.",
      giant: "Look at the identifiers that join the entries listed, and correct the one that does not belong.",
      er_precision_audit: "Have a person check 50 automatic links a month.",
    };
    return texts[metric] ?? "";
  };
}

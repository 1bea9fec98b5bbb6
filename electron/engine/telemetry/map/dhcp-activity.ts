/** DHCP message types under OCSF's activity_id. */
export const dhcpActivities: Readonly<Record<string, number>> = {
  DISCOVER: 1,
  OFFER: 2,
  REQUEST: 3,
  DECLINE: 4,
  ACK: 5,
  NAK: 6,
  RELEASE: 7,
  INFORM: 8,
};

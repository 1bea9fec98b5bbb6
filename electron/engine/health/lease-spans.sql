-- Who held which address when. Result: ip, from_us, to_us, device, host_name; by address and time.
SELECT ip, from_us, to_us, zone || ' ' || device AS device, host_name FROM lease ORDER BY ip, from_us, to_us, device

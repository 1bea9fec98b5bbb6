import { Link } from "@tanstack/react-router";
import { useHuntPlaces } from "../../state/hunt-places.ts";
import { Tag } from "../../ui/Tag.tsx";

/** Where the case belongs, with a way there; nothing when it is in no hunt and no candidate. */
export function HuntChip({ anomalyId }: { readonly anomalyId: string }) {
  const place = useHuntPlaces().get(anomalyId);
  if (place === undefined) return null;
  return (
    <Link to="/hunts" search={{ tab: place.tab, id: place.id }} title={place.title}>
      <Tag tone={place.kind === "hunt" ? "accent" : "neutral"}>{place.text}</Tag>
    </Link>
  );
}

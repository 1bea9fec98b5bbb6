import { getRouteApi } from "@tanstack/react-router";
import { useRequest } from "../../state/requests.ts";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import { ModelFacts } from "./ModelFacts.tsx";
import { ModelList } from "./ModelList.tsx";
import { ModelPage } from "./ModelPage.tsx";
import { ReviewReceipt } from "./ReviewReceipt.tsx";
import styles from "./Models.module.css";

const route = getRouteApi("/models");

/** One page per model package: what it looks for, its versions and their stages, its runs. */
export function ModelsScreen() {
  const { data: models, error, refetch } = useRequest("models.list", {});
  const { model: wanted, review } = route.useSearch();
  const navigate = route.useNavigate();
  if (error !== null) return <Failure title="The models could not be read" error={error} onRetry={() => void refetch()} />;
  if (models === undefined) return <Skeleton lines={10} label="Reading the models" />;
  const chosen = models.find((model) => model.name === wanted) ?? models[0];
  if (chosen === undefined) return <Empty title="No model package">No package was found in the models folder of this installation.</Empty>;
  return (
    <div className={styles["screen"]}>
      <ModelList models={models} chosen={chosen.name} />
      <ModelPage key={chosen.name} model={chosen} />
      <ModelFacts model={chosen} />
      {review === undefined ? null : (
        <ReviewReceipt review={review} onClose={() => void navigate({ search: { model: chosen.name }, replace: true })} />
      )}
    </div>
  );
}

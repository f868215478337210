import { useApp } from '../app/context';
import { Histogram } from '../charts/histogram';
import { Progress } from '../charts/progress';
import { Ranking } from '../charts/ranking';
import { Controls } from '../panels/controls';

export function ChartsView() {
  const { state, speech } = useApp();
  return (
    <div class="page charts-page">
      <Controls layers={false} />
      <section class="chart-group" aria-labelledby="rates">
        <h2 id="rates">{speech.choice(state)}</h2>
        <div class="charts"><Histogram /><Ranking /></div>
      </section>
      <Progress />
    </div>
  );
}

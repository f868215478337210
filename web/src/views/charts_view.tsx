import { useApp } from '../app/context';
import { Histogram } from '../charts/histogram';
import { Progress } from '../charts/progress';
import { Ranking } from '../charts/ranking';
import { Controls } from '../panels/controls';

export function ChartsView() {
  const { report, state, speech } = useApp();
  const service = report.data.services[state.service]!;
  return (
    <div class="page charts-page">
      <Controls />
      <section class="chart-group" aria-labelledby="rates">
        <h2 id="rates">{service.name} {speech.operator(state.layer)}・{speech.rule(state.rule)}・{speech.weight(state.weight)}</h2>
        <div class="charts"><Histogram /><Ranking /></div>
      </section>
      <Progress />
    </div>
  );
}

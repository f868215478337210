import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../app/context';
import type { AreaDelta, ServiceDelta } from './api';
import type { Mast, WhatIfSession, WhatIfView } from './session';

export function useWhatIf(session: WhatIfSession): WhatIfView {
  const [view, setView] = useState(session.view);
  useEffect(() => {
    setView(session.view);
    return session.subscribe(setView);
  }, [session]);
  return view;
}

function Results({ view }: { view: WhatIfView }) {
  const { report, speech } = useApp();
  const { what_if } = speech.words;
  const { total, status } = view;
  if (!total || status.edits === 0) return <p class="quiet">{what_if.nothing}</p>;
  const decimals = (id: string) => report.data.services.find((s) => s.id === id)?.decimals ?? 1;
  const weight = (id: string) => Math.max(0, report.data.weights.indexOf(id));
  const signed = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${speech.number(Math.abs(Math.round(value)))}`;
  const moved = total.services.filter((s) => s.covered.before !== s.covered.after || s.newly_served > 0 || s.newly_lost > 0);
  const areas = total.areas.filter((a) => a.level === 'municipality' && a.provider === '*').sort((a, b) => Math.abs(b.covered.after - b.covered.before) - Math.abs(a.covered.after - a.covered.before));
  const kinds = new Map<string, number>();
  for (const gap of total.gaps) kinds.set(gap.kind, (kinds.get(gap.kind) ?? 0) + 1);
  const step = (d: ServiceDelta | AreaDelta) => `${speech.percent(d.rate.before, decimals(d.service))} → ${speech.percent(d.rate.after, decimals(d.service))}`;
  const points = (d: ServiceDelta) => {
    const value = d.counted > 0 ? (100 * (d.covered.after - d.covered.before)) / d.counted : 0;
    return what_if.points(`${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals(d.service) + 2)}`);
  };
  return (
    <div class="what-if-results" aria-live="polite">
      {moved.length === 0 && <p class="quiet">{what_if.no_change}</p>}
      {moved.map((s) => (
        <div key={s.service} class="what-if-service">
          <h3>{report.data.services.find((x) => x.id === s.service)?.name ?? s.service}</h3>
          <p class="what-if-rate">{step(s)} <span class="what-if-points">{points(s)}</span></p>
          <p><strong class="good">{what_if.served(speech.people(Math.round(s.newly_served), weight(s.weight)))}</strong> {s.newly_lost >= 0.5 && <strong class="bad">{what_if.lost(speech.people(Math.round(s.newly_lost), weight(s.weight)))}</strong>}</p>
        </div>
      ))}
      {areas.length > 0 && (
        <table class="small-table">
          <thead><tr><th scope="col">{speech.words.table.name}</th><th scope="col">{speech.words.control.service}</th><th scope="col" class="number">{speech.words.table.rate}</th><th scope="col" class="number">{what_if.covered}</th></tr></thead>
          <tbody>{areas.slice(0, 30).map((a) => <tr key={`${a.code}${a.service}`}><th scope="row">{a.name}</th><td>{report.data.services.find((x) => x.id === a.service)?.name ?? a.service}</td><td class="number">{step(a)}</td><td class="number">{signed(a.covered.after - a.covered.before)}</td></tr>)}</tbody>
        </table>
      )}
      {kinds.size > 0 && <p>{what_if.gaps} {speech.join([...kinds].map(([kind, n]) => what_if.gap_kind(speech.word(what_if.gap_kinds, kind), n)))}</p>}
    </div>
  );
}

function number(form: FormData, name: string): number {
  return Number(form.get(name));
}

function MastForm({ session, mast }: { session: WhatIfSession; mast: Mast }) {
  const { report, speech, map } = useApp();
  const { what_if } = speech.words;
  const site = mast.sites[0]!;
  const removed = site.state === 'removed';
  const radii = new Set(mast.sites.map((s) => s.radius_m));
  const [service, provider] = [mast.provider.split('/')[0], mast.provider.split('/').slice(1).join('/')];
  const own = report.data.services.find((s) => s.id === service);
  return (
    <form class="what-if-form" key={`${mast.key}${site.radius_m}`} onSubmit={(event) => {
      event.preventDefault();
      const form = new FormData(event.currentTarget);
      const change = { lon: number(form, 'lon'), lat: number(form, 'lat') };
      void session.set(mast, radii.size === 1 ? { ...change, radius_m: number(form, 'radius') } : change);
    }}>
      <h3>{what_if.site} {site.id || site.site} <span class="tag tag-plain">{speech.word(what_if.states, site.state)}</span></h3>
      <p class="quiet">{speech.join([own?.name, own?.providers.find((p) => p.id === provider)?.name ?? provider, mast.sites.length > 1 && what_if.sectors(mast.sites.length)])}</p>
      {!removed && (
        <div class="what-if-fields">
          <label class="choose"><span>{what_if.lat}</span><input name="lat" type="number" step="any" required value={mast.lat.toFixed(6)} /></label>
          <label class="choose"><span>{what_if.lon}</span><input name="lon" type="number" step="any" required value={mast.lon.toFixed(6)} /></label>
          {radii.size === 1 && <label class="choose"><span>{what_if.radius}</span><input name="radius" type="number" step="any" min="1" required value={String(site.radius_m)} /></label>}
        </div>
      )}
      <div class="choices">
        {!removed && <button type="submit" class="tool small primary">{what_if.apply}</button>}
        {!removed && <button type="button" class="tool small" data-action="remove-site" onClick={() => void session.remove(mast)}>{what_if.remove}</button>}
        {site.state !== 'run' && <button type="button" class="tool small" onClick={() => void session.restore(mast)}>{what_if.restore}</button>}
        <button type="button" class="tool small" onClick={() => map.current?.showPlace([mast.lon, mast.lat])}>{what_if.show}</button>
        <button type="button" class="tool small" onClick={() => session.choose(null)}>{speech.words.control.close}</button>
      </div>
    </form>
  );
}

function AddForm({ session, view }: { session: WhatIfSession; view: WhatIfView }) {
  const { speech } = useApp();
  const { what_if } = speech.words;
  const { providers } = view.status;
  const [provider, setProvider] = useState(providers.find((p) => p.sites > 0)?.provider ?? providers[0]?.provider ?? '');
  const placing = view.placing !== null;
  return (
    <div class="what-if-add">
      <label class="choose"><span>{what_if.provider}</span>
        <select name="what-if-provider" value={provider} onChange={(event) => { setProvider(event.currentTarget.value); if (placing) session.place(event.currentTarget.value); }}>
          {providers.map((p) => <option key={p.provider} value={p.provider}>{p.provider}</option>)}
        </select>
      </label>
      <button type="button" class="tool" data-action="place-site" aria-pressed={placing} onClick={() => session.place(placing ? null : provider)}>{placing ? what_if.stop_placing : what_if.add}</button>
      {placing && (
        <form class="what-if-form" onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          void session.add(provider, number(form, 'lon'), number(form, 'lat'), providers.find((p) => p.provider === provider)?.radius_m ?? 1000);
        }}>
          <p class="notice">{what_if.click}</p>
          <div class="what-if-fields">
            <label class="choose"><span>{what_if.lat}</span><input name="lat" type="number" step="any" required /></label>
            <label class="choose"><span>{what_if.lon}</span><input name="lon" type="number" step="any" required /></label>
            <button type="submit" class="tool">{what_if.put}</button>
          </div>
        </form>
      )}
    </div>
  );
}

function SaveForm({ session, view }: { session: WhatIfSession; view: WhatIfView }) {
  const { speech } = useApp();
  const { what_if } = speech.words;
  const [name, setName] = useState('plan-a');
  if (view.status.edits === 0) return null;
  return (
    <form class="what-if-save" onSubmit={(event) => { event.preventDefault(); if (view.status.can_save) void session.save(name, name); }}>
      <label class="choose"><span>{what_if.name}</span><input name="scenario" value={name} required pattern="[a-z0-9][a-z0-9_\-]*" maxLength={64} title={what_if.name_rule} onInput={(event) => setName(event.currentTarget.value)} /></label>
      <a class="tool" data-action="download-scenario" href={`api/what-if/scenario?name=${encodeURIComponent(name)}`} download={`${name}.toml`}>{what_if.download}</a>
      {view.status.can_save && <button type="submit" class="tool">{what_if.save}</button>}
      {view.saved && <p role="status" class="good">{what_if.saved(view.saved)}</p>}
    </form>
  );
}

/** Puts up, moves and takes down sites, and says what that changes. */
export function WhatIfPanel({ session }: { session: WhatIfSession }) {
  const { speech } = useApp();
  const { what_if } = speech.words;
  const view = useWhatIf(session);
  const { status } = view;
  if (status.state !== 'ready') {
    const { progress } = status;
    return (
      <div class="card"><h2>{what_if.title}</h2>
        {status.state === 'preparing' ? <p role="status">{what_if.preparing} {progress && <progress max={Math.max(1, progress.total)} value={progress.done} aria-label={what_if.preparing} />}</p> : <p class="notice">{status.reason ?? ''}</p>}
      </div>
    );
  }
  const limits = { lat: [-85, 85], lon: [-180, 180], radius_m: [0, status.longest_radius_m] }[view.field];
  const problem = limits ? what_if.must_be(speech.word(what_if.fields, view.field), speech.number(limits[0]!), speech.number(limits[1]!), view.field === 'radius_m')
    : view.field === 'name' ? `${what_if.name}: ${what_if.name_rule}` : null;
  return (
    <div class="card what-if" data-revision={status.revision}>
      <header class="what-if-top">
        <div><h2>{what_if.title}</h2><p class="quiet">{what_if.help}</p></div>
        <div class="choices">
          <button type="button" class="tool small" data-action="undo" disabled={status.undo === 0} onClick={() => void session.undo()}>{what_if.undo}</button>
          <button type="button" class="tool small" data-action="reset" disabled={status.edits === 0} onClick={() => void session.reset()}>{what_if.reset}</button>
        </div>
      </header>
      {view.problem && <p class="notice" role="alert">{what_if.problem} {problem ?? <span lang="en">{view.problem}</span>}</p>}
      <AddForm session={session} view={view} />
      {view.chosen && <MastForm session={session} mast={view.chosen} />}
      <section class="part" aria-labelledby="what-if-results"><h3 id="what-if-results">{what_if.results} <span class="quiet">{what_if.edits(status.edits)}</span></h3><Results view={view} /></section>
      <SaveForm session={session} view={view} />
      {view.masts.length > 0 && (
        <details class="part"><summary>{what_if.in_view(speech.number(view.masts.length))}{view.more ? ` ${what_if.more}` : ''}</summary>
          <ul class="what-if-list">{view.masts.slice(0, 300).map((mast) => <li key={mast.key}><button type="button" class="link" aria-pressed={view.chosen?.key === mast.key} onClick={() => session.choose(mast)}>{mast.provider} {mast.sites[0]!.id || mast.sites[0]!.site}</button></li>)}</ul>
        </details>
      )}
    </div>
  );
}


// The page's words and numbers in one language.
import type { Choice, Figures } from '../data/report';
import type { Flag, Language, ReportData, Service } from '../data/types';
import { tables, type Table } from './words';

export class Speech {
  readonly words: Table;
  private readonly whole: Intl.NumberFormat;
  private readonly one: Intl.NumberFormat;

  constructor(readonly language: Language, private readonly data: ReportData) {
    this.words = tables[language];
    this.whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    this.one = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  }

  /** A word of a table, or the id itself where the table does not know it. */
  word(table: Record<string, string>, id: string): string {
    return Object.hasOwn(table, id) ? table[id]! : id;
  }

  number(value: number | null): string {
    return value === null ? this.words.number.dash : this.whole.format(value);
  }

  decimal(value: number | null, decimals = 1): string {
    if (value === null) return this.words.number.dash;
    return decimals === 1 ? this.one.format(value) : value.toFixed(decimals);
  }

  /** The digits of a rate, without its unit. */
  digits(rate: number | null, decimals: number): string {
    return rate === null ? this.words.number.dash : rate.toFixed(decimals);
  }

  percent(rate: number | null, decimals: number): string {
    return rate === null ? this.words.number.dash : this.words.number.percent(rate.toFixed(decimals));
  }

  /** A rate as it is printed: 100.0* where somebody is left out. */
  rate(figures: Figures): string {
    if (figures.rate === null) return this.words.number.dash;
    const text = figures.rate.toFixed(figures.decimals) + (figures.marked ? '*' : '');
    const range = this.range(figures);
    return this.words.number.percent(text) + (range ? ` (${range})` : '');
  }

  /** 58.1–62.4 where a rate depends on where stations were placed, else nothing. */
  range({ range, decimals }: Figures): string {
    return range && range[0] !== range[1] ? `${range[0].toFixed(decimals)}–${range[1].toFixed(decimals)}` : '';
  }

  /** The large figure of a rate: its range where it has one. */
  big(figures: Figures): string {
    return this.range(figures) || this.digits(figures.rate, figures.decimals) + (figures.marked ? '*' : '');
  }

  /** What a range is of. */
  placed(figures: Figures): string {
    return figures.range ? this.words.headline.placed(this.percent(figures.rate, figures.decimals), this.number(figures.draws)) : '';
  }

  weightId(weight: number): string {
    return this.data.weights[weight] ?? '';
  }

  weight(weight: number): string {
    return this.word(this.words.weight, this.weightId(weight));
  }

  unit(weight: number): string {
    return this.word(this.words.unit, this.weightId(weight));
  }

  /** 1,234人 or 1,234 people. */
  people(value: number | null, weight: number): string {
    if (value === null) return this.words.number.dash;
    const unit = this.unit(weight);
    return this.language === 'ja' ? `${this.whole.format(value)}${unit}` : `${this.whole.format(value)} ${unit}`;
  }

  /** 圏外 1,234人 or 1,234 left out. */
  outside(value: number | null, weight: number): string {
    return this.words.headline.outside(this.people(value, weight), this.number(value));
  }

  rule(rule: number): string {
    return this.word(this.words.rule, this.data.rules[rule] ?? '');
  }

  /** What a rule counts, with the service's own threshold. */
  ruleHelp(rule: number, service: Service): string {
    const id = this.data.rules[rule] ?? '';
    if (id !== 'half_cell' || (service.threshold === 0.5 && service.comparator === '>=')) return this.word(this.words.rule_help, id);
    return this.words.half_rule(this.words.number.percent(String(Math.round(service.threshold * 1000) / 10)), service.comparator === '>');
  }

  /** A large amount in short: 11億, 1.1B. */
  short(value: number): string {
    return new Intl.NumberFormat(this.language, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
  }

  join(parts: readonly (string | null | undefined | false)[]): string {
    return parts.filter(Boolean).join(this.words.number.join);
  }

  /** 5G, all operators; half-cell rule; population. */
  choice(choice: Choice): string {
    const service = this.data.services[choice.service]!;
    return `${service.name} ${this.join([this.operator(choice.layer), this.rule(choice.rule), this.weight(choice.weight)])}`;
  }

  operator(layer: number): string {
    const l = this.data.layers[layer]!;
    if (l.provider < 0) return this.words.control.all_operators;
    return this.data.services[l.service]!.providers[l.provider]?.name ?? '';
  }

  metres(value: number | null): string {
    if (value === null) return this.words.number.dash;
    return value < 1000 ? `${this.whole.format(value)} ${this.words.number.m}` : `${this.one.format(value / 1000)} ${this.words.number.km}`;
  }

  date(text: string): string {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    if (!match) return text;
    const [, y, m, d] = match;
    if (this.language === 'ja') return `${y}年${Number(m)}月${Number(d)}日`;
    return new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));
  }

  /** national, pref:29, municipality:29201, group:ID, operator:NAME. */
  scope(scope: string): string {
    const [kind = '', ...rest] = scope.split(':');
    const name = rest.join(':');
    if (name === '') return this.word(this.words.scope, kind);
    const areas = kind === 'pref' ? this.data.prefectures : kind === 'municipality' ? this.data.municipalities : kind === 'group' ? this.data.groups : [];
    return areas.find((area) => area.code === name)?.name ?? name;
  }

  flag(flag: Flag): string {
    return flag.reason[this.language] || flag.word;
  }
}

import { createHash } from 'node:crypto';
import { type PrivacyAccount, PrivacyAccount as PrivacyAccountSchema, type PublicArtefact } from '#shared/contracts/http/privacy.ts';
import { fractionToNumber, parseFraction } from '#shared/fraction.ts';
import { windowKind } from '#shared/market/window.ts';
import { type Html, html } from '../../identity/page.ts';
import type { AnswerPage } from '../endpoint.ts';
import { preferredLanguage } from '../preference.ts';
import { PRIVACY_WORDS, type PageLanguage, type PrivacyWords } from './privacy-words.ts';

const STYLE = `
:root{color-scheme:light dark;--paper:#FAF9F5;--surface:#FFFFFF;--ink:#1F2A24;--muted:#5E6B63;--line:#E3E1D8;--primary:#1E6B4A;--accent:#E2A22B;--track:#ECEAE2}
@media (prefers-color-scheme:dark){:root{--paper:#141A17;--surface:#1C2420;--ink:#E8EDE9;--muted:#A5B1A9;--line:#39443D;--primary:#5DBB8C;--track:#2B352F}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:820px;padding:40px 20px 64px;background:var(--paper);color:var(--ink);font:17px/1.6 Inter,"Segoe UI",system-ui,"DejaVu Sans",sans-serif}
h1{font-size:32px;line-height:1.2;letter-spacing:-.02em;margin:0 0 12px}h2{font-size:21px;line-height:1.3;letter-spacing:-.01em;margin:40px 0 8px}
p{margin:0 0 14px}.lead{font-size:19px}.muted{color:var(--muted);font-size:15px}
.brand{display:flex;gap:8px;align-items:center;font-weight:700;margin:0 0 32px}.coin{width:18px;height:18px;border-radius:50%;border:5px solid var(--accent)}
.note{border-left:4px solid var(--accent);padding:8px 14px;background:var(--surface)}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;background:var(--surface);margin:0 0 14px}
table{border-collapse:collapse;width:100%;font-size:15px;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:8px 14px;border-top:1px solid var(--line);vertical-align:baseline}thead th{border-top:0;color:var(--muted);font-weight:600}
.figure{text-align:right;white-space:nowrap}tbody th{font-weight:400}.total th,.total td{font-weight:700}.old{color:var(--muted)}
svg{display:block;width:100%;height:22px;border-radius:6px;margin:0 0 8px}.free{fill:var(--track)}.spent{fill:var(--primary)}.kept{fill:var(--primary);opacity:.4}
ul{padding-left:22px}li{margin:0 0 8px}code{font:14px/1.5 ui-monospace,"DejaVu Sans Mono",monospace}
a{color:var(--primary)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

const LANGUAGES: readonly ['en', 'nl', 'fr'] = ['en', 'nl', 'fr'];

/** The public account for a customer or a journalist: words first, exact fractions in the tables. No script, nothing from another host. */
export const PRIVACY_PAGE: AnswerPage = {
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  },
  write: (answer, acceptLanguage) => privacyPage(PrivacyAccountSchema.parse(answer), preferredLanguage(acceptLanguage, LANGUAGES)),
};

/** The page in one language. */
export function privacyPage(account: PrivacyAccount, language: PageLanguage): string {
  const words = PRIVACY_WORDS[language];
  const show = formats(language);
  const { meaning, quotes, reports, bounds } = account;
  const years = meaning.severalYears.map(({ years: count, bestGuess }) => words.years(count, show.whole(bestGuess)));
  const body = html`<p class="brand"><span class="coin" aria-hidden="true"></span>Florin</p>
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${account.demo ? html`<p class="note">${words.demo}</p>` : html``}
<h2>${words.meaningTitle}</h2>
<p>${words.meaning(show.guess(meaning.bestGuess))}</p>
<p>${words.severalYears(show.list(years), show.whole(meaning.replaceOne))}</p>
<p class="muted">${words.rho(account.cap, show.count(Math.round(1000 * meaning.epsilon) / 1000))}</p>
<h2>${words.accountTitle(show.day(account.year.after), show.day(account.year.until))}</h2>
${bar(account, words, show)}
${accountTable(account, words, show)}
<p>${words.quotesLeft(show.count(quotes.left), show.count(quotes.perYear))} ${words.reports(show.count(reports.published), show.count(reports.perCustomerYear))}</p>
<p class="muted">${words.cap}</p>
<h2>${words.publishedTitle}</h2>
<p>${words.published(bounds.categories, bounds.merchants)}</p>
${artefactTable(account.artefacts, words, show)}
<h2>${words.planTitle}</h2>
<p>${words.plan}</p>
${planTable(account, words, show)}
<h2>${words.notPromisedTitle}</h2>
<ul>${joined(account.notPromised.map((item) => html`<li>${words.notPromised[item]}</li>`))}</ul>
<h2>${words.choiceTitle}</h2>
<p>${words.choice}</p>
<p class="muted">${words.machine}</p>`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${html`${words.title}`.html} – Florin</title><style>${STYLE}</style></head><body><main>${body.html}</main></body></html>
`;
}

type Show = ReturnType<typeof formats>;

/** Spent, kept and free as one bar; the table below it says the same in figures. */
function bar({ cap, spent, left }: PrivacyAccount, words: PrivacyWords, show: Show): Html {
  const of = (rho: string) => (1000 * fractionToNumber(parseFraction(rho))) / fractionToNumber(parseFraction(cap));
  const spentWidth = of(spent.total);
  const keptWidth = of(left.total) - of(left.free);
  const width = (value: number) => value.toFixed(1);
  const label = words.bar(show.share(spent.total, cap));
  return html`<svg viewBox="0 0 1000 22" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="free" width="1000" height="22"/><rect class="spent" width="${width(spentWidth)}" height="22"/><rect class="kept" x="${width(spentWidth)}" width="${width(keptWidth)}" height="22"/></svg><p class="muted">${label}</p>`;
}

function accountTable({ cap, spent, left }: PrivacyAccount, words: PrivacyWords, show: Show): Html {
  const row = (label: string, rho: string, isTotal = false) =>
    html`<tr${{ html: isTotal ? ' class="total"' : '' }}><th scope="row">${label}</th><td class="figure">${rho}</td><td class="figure">${show.share(rho, cap)}</td></tr>`;
  return table(
    [words.column.what, words.column.rho, words.column.share],
    [
      row(words.account.releases, spent.releases),
      row(words.account.quotes, spent.quotes),
      row(words.account.reports, spent.reports),
      row(words.account.spent, spent.total, true),
      row(words.account.releasesToCome, left.releasesToCome),
      row(words.account.quotesKept, left.quotes),
      row(words.account.reportsKept, left.reports),
      row(words.account.free, left.free),
      row(words.account.cap, cap, true),
    ],
  );
}

function artefactTable(artefacts: readonly PublicArtefact[], words: PrivacyWords, show: Show): Html {
  if (artefacts.length === 0) return html`<p class="note">${words.nothing}</p>`;
  const rows = artefacts.map(
    (entry) =>
      html`<tr${{ html: entry.counted ? '' : ' class="old"' }}><th scope="row">${nameOf(entry, words, show)}${entry.counted ? '' : ` (${words.old})`}</th><td class="figure">${show.day(entry.chargedAt.slice(0, 10))}</td><td class="figure">${entry.rho}</td><td class="figure">${show.sharePercent(entry.shareOfCap)}</td></tr>`,
  );
  return table([words.column.what, words.column.day, words.column.rho, words.column.share], rows);
}

function nameOf(entry: PublicArtefact, words: PrivacyWords, show: Show): string {
  const state = entry.state === 'published' ? '' : ` – ${words.state[entry.state]}`;
  if (entry.kind === 'campaign_report') return `${words.kind.campaign_report}${state}`;
  if (entry.kind === 'quote') return `${words.kind.quote} ${(entry.id ?? '').slice(-8)}${state}`;
  const window = entry.window === undefined ? (entry.id ?? '') : show.window(entry.window, words);
  return `${words.kind[entry.kind]} ${window}${state}`;
}

function planTable(account: PrivacyAccount, words: PrivacyWords, show: Show): Html {
  const rows = account.plan.map(
    (line) =>
      html`<tr><th scope="row">${words.table[line.artefact] ?? line.artefact}</th><td class="figure">${show.count(line.perYear)}</td><td class="figure">${line.rhoEach}</td><td class="figure">${line.yearly}</td><td class="figure">${show.sharePercent(line.shareOfCap)}</td></tr>`,
  );
  return table([words.column.what, words.column.perYear, words.column.each, words.column.yearly, words.column.share], rows);
}

/** The first column is words, the others are figures. */
function table(columns: readonly string[], rows: readonly Html[]): Html {
  const [first = '', ...others] = columns;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${first}"><table><thead><tr><th scope="col">${first}</th>${joined(others.map((column) => html`<th scope="col" class="figure">${column}</th>`))}</tr></thead><tbody>${joined(rows)}</tbody></table></div>`;
}

function formats(language: PageLanguage) {
  const locale = language === 'en' ? 'en-GB' : language;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const whole = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const count = new Intl.NumberFormat(locale);
  return {
    count: (value: number) => count.format(value),
    whole: (share: number) => whole.format(share),
    guess: (share: number) => percent.format(share),
    sharePercent: (fraction: string) => percent.format(fractionToNumber(parseFraction(fraction))),
    share: (rho: string, cap: string) => percent.format(fractionToNumber(parseFraction(rho)) / fractionToNumber(parseFraction(cap))),
    day: (date: string) => day.format(new Date(`${date}T00:00:00Z`)),
    list: (items: readonly string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    window: (window: string, words: PrivacyWords) => {
      if (windowKind(window) === 'month') return month.format(new Date(`${window}-01T00:00:00Z`));
      const [year = '', season = ''] = window.split('-');
      return `${words.season[season] ?? season} ${year}`;
    },
  };
}

function joined(parts: readonly Html[]): Html {
  return { html: parts.map((part) => part.html).join('') };
}

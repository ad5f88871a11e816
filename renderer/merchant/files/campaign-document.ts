import type { CampaignContent } from '#shared/campaign/content.ts';
import { IMAGE_KINDS } from '#shared/campaign/files.ts';
import { renderVersions } from '#shared/campaign/render-message.ts';
import type { CampaignDetail, RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import type { Drawing } from '#shared/export/drawing.ts';
import type { PrintBlock, PrintDocument } from '#shared/export/print-document.ts';
import type { CampaignReport } from '#shared/results/report.ts';
import type { Text } from '../../i18n/text.tsx';
import { summaryRows } from '../../ui/content-summary.tsx';
import { cellWords } from '../../ui/figures.ts';
import type { TwinTable } from '../../ui/table-rows.ts';
import {
  funnelTable,
  heldOutWords,
  isAnyCountSuppressed,
  moneyRows,
  ratesTable,
  reportNotes,
  worthRows,
} from '../results/report-tables.ts';
import { billedCountText, figureText, invoiceOf, isSuppressed, liftText, pointsText, verdictOf } from '../results/report-words.ts';

/** What a document is made for: who, where, in which words. */
export interface PaperContext {
  readonly market: MarketInfo;
  readonly bankName: string;
  readonly shopName: string;
  readonly text: Text;
}

export interface PrintedReport {
  readonly report: CampaignReport;
  readonly budgetCents: number;
  readonly pictures: { readonly rates: Drawing; readonly funnel: Drawing };
}

/** A campaign of the bank on paper, with its results where they are published: the words and figures of its screens. */
export function campaignDocument(detail: CampaignDetail, printed: PrintedReport | undefined, context: PaperContext): PrintDocument {
  const { text } = context;
  const { summary, prices } = detail;
  const state = text.t(`common.state.${summary.state}`);
  const line = text.t('campaign-page.line', {
    revision: summary.revision,
    dates: text.dayRange(summary.startsOn, summary.endsOn),
    budget: text.money(summary.budgetCents),
  });
  const priceRows =
    prices === undefined
      ? []
      : [
          { term: text.t('campaign-page.reward-price'), value: text.money(prices.rewardPriceCents) },
          { term: text.t('campaign-page.fee'), value: text.money(prices.feeCents) },
          { term: text.t('campaign-page.most'), value: text.money(summary.budgetCents) },
        ];
  return paper(
    summary.name,
    `${context.shopName} · ${line} · ${state}`,
    [
      ...(printed === undefined ? [] : reportBlocks(printed, text)),
      heading(text.t('campaign-page.content')),
      ...contentBlocks(detail.content, summary.merchant.shopName, context),
      ...shopBlocks(detail, text),
      ...(priceRows.length === 0 ? [] : [heading(text.t('campaign-page.prices')), facts(priceRows)]),
      {
        kind: 'note',
        lines: [
          text.t('campaign-page.hash', { hash: summary.revisionHash }),
          ...(printed === undefined ? [] : reportNotes(printed.report, text)),
        ],
      },
    ],
    context,
  );
}

/** A draft on paper: what would be submitted. */
export function draftDocument(content: CampaignContent, context: PaperContext): PrintDocument {
  const { text } = context;
  return paper(
    content.name,
    `${context.shopName} · ${text.t('exports.paper.draft')}`,
    [heading(text.t('exports.paper.content')), ...contentBlocks(content, context.shopName, context)],
    context,
  );
}

/** @param shopName of the shop that leads the campaign, as its customers read it */
function contentBlocks(content: CampaignContent, shopName: string, { market, text }: PaperContext): readonly PrintBlock[] {
  const spend = content.audience.conditions.find((condition) => condition.kind === 'spend');
  const label = market.categories.find(({ id }) => id === spend?.category)?.label ?? { en: spend?.category ?? '' };
  const { messages, alternativeMessages } = renderVersions(content, { shopName, categoryLabel: label });
  const title = text.t('campaign-page.message');
  return [
    facts(summaryRows(content, market, text)),
    paragraph(text.t('content.summary.always'), 'quiet'),
    ...(alternativeMessages.length === 0
      ? [heading(title), ...messages.flatMap((message) => messageBlocks(message, text))]
      : [
          heading(title),
          paragraph(text.t('creative.rotates'), 'quiet'),
          heading(`${title}: ${text.t('creative.version-a')}`),
          ...messages.flatMap((message) => messageBlocks(message, text)),
          heading(`${title}: ${text.t('creative.version-b')}`),
          ...alternativeMessages.flatMap((message) => messageBlocks(message, text)),
        ]),
  ];
}

function messageBlocks(message: RenderedMessage, text: Text): readonly PrintBlock[] {
  const pictures = IMAGE_KINDS.flatMap((kind) => {
    const image = message[kind];
    if (image === undefined) return [];
    const picture = text.t(`creative.picture.${kind}`);
    return [
      { kind, sha256: image.sha256, alt: image.alt, missing: text.t('exports.paper.picture-missing', { picture, words: image.alt }) },
    ];
  });
  return [
    paragraph(`${text.t(`common.language.${message.language}`)} · ${message.label}, ${message.payer}`, 'quiet'),
    ...(pictures.length === 0 ? [] : [{ kind: 'images' as const, items: pictures }]),
    paragraph(message.title, 'strong'),
    paragraph(message.shortText, 'plain'),
    paragraph(message.longText, 'plain'),
    paragraph(message.terms, 'quiet'),
    paragraph(`${message.why} · ${message.stop}`, 'quiet'),
  ];
}

/** Who has a campaign together, with the agreed shares; nothing where it is one shop's own. */
function shopBlocks({ shops }: CampaignDetail, text: Text): readonly PrintBlock[] {
  if (shops === undefined) return [];
  return [
    heading(text.t('cooperation.shops')),
    {
      kind: 'table',
      caption: text.t('cooperation.shops-note'),
      columns: [text.t('cooperation.column.shop'), text.t('cooperation.column.share'), text.t('cooperation.column.accepted')],
      rows: shops.map((shop) => [
        shop.isLead ? `${shop.shopName} · ${text.t('cooperation.lead')}` : shop.shopName,
        text.percent(shop.sharePercent / 100),
        text.t(shop.accepted ? 'cooperation.accepted' : 'cooperation.not-accepted'),
      ]),
    },
  ];
}

function reportBlocks({ report, budgetCents, pictures }: PrintedReport, text: Text): readonly PrintBlock[] {
  const invoice = invoiceOf(report);
  const invoiceTerm = text.t(invoice.kind === 'credit' ? 'results.credit-amount' : 'results.invoice-amount');
  return [
    heading(text.t('results.verdict')),
    ...verdictBlocks(report, text),
    heading(text.t('results.rates')),
    paragraph(text.t('results.rates-lead', { days: report.method.attributionDays }), 'quiet'),
    { kind: 'picture', drawing: pictures.rates },
    table(ratesTable(report, text), text),
    heading(text.t('results.funnel')),
    { kind: 'picture', drawing: pictures.funnel },
    table(funnelTable(report, text), text),
    paragraph(heldOutWords(report, text), 'quiet'),
    ...(isAnyCountSuppressed(report) ? [paragraph(text.t('results.suppressed'), 'quiet')] : []),
    heading(text.t('results.worth')),
    facts(worthRows(report, text)),
    heading(text.t('results.money')),
    facts([
      ...moneyRows(report, text),
      { term: text.t('results.invoice-count'), value: billedCountText(report, text) },
      { term: text.t('results.invoice-price'), value: text.money(report.invoice.rewardPriceCents) },
      { term: text.t('results.invoice-fee'), value: text.money(report.invoice.feeCents) },
      { term: invoiceTerm, value: text.money(invoice.amountCents) },
      ...(invoice.kind === 'invoice' && invoice.creditAppliedCents > 0
        ? [
            { term: text.t('results.credit-applied'), value: `−${text.money(invoice.creditAppliedCents)}` },
            { term: text.t('results.invoice-left'), value: text.money(invoice.amountCents - invoice.creditAppliedCents) },
          ]
        : []),
    ]),
    ...([report.spendCents, report.rewardCents].some(isSuppressed) ? [paragraph(text.t('results.suppressed'), 'quiet')] : []),
    ...(isSuppressed(report.redeemingCustomers)
      ? [paragraph(text.t('results.invoice-count-noisy', { customers: figureText(report.redeemingCustomers, 'customers', text) }), 'quiet')]
      : []),
    ...(report.invoice.shares === undefined
      ? []
      : [
          heading(text.t('cooperation.invoice-title')),
          facts(
            report.invoice.shares.map((share) => ({
              term: text.t('cooperation.invoice-share', { shop: share.shopName, percent: text.count(share.sharePercent) }),
              value: text.money(share.amountCents),
            })),
          ),
        ]),
    ...(invoice.kind === 'invoice' && invoice.isCapped
      ? [paragraph(text.t('results.invoice-capped', { budget: text.money(budgetCents) }), 'quiet')]
      : []),
    heading(text.t('results.noise')),
    paragraph(text.t('results.noise-text'), 'quiet'),
  ];
}

function verdictBlocks(report: CampaignReport, text: Text): readonly PrintBlock[] {
  const verdict = verdictOf(report);
  if (verdict.kind === 'shown')
    return [
      { kind: 'headline', text: liftText(verdict.points.value, text) },
      paragraph(
        text.t('results.lift-interval', { low: pointsText(verdict.points.low, text), high: pointsText(verdict.points.high, text) }),
        'plain',
      ),
      paragraph(text.t(`results.lift-${verdict.direction}`), 'plain'),
    ];
  const { points, reason } = verdict;
  const why =
    reason === 'interval' && points !== undefined
      ? text.t('results.no-effect.interval', { low: pointsText(points.low, text), high: pointsText(points.high, text) })
      : text.t(reason === 'no-holdout' ? 'results.no-effect.no-holdout' : 'results.no-effect.too-small');
  return [
    { kind: 'headline', text: text.t('results.no-effect-title') },
    paragraph(why, 'plain'),
    ...(points === undefined
      ? []
      : [
          paragraph(
            text.t('results.no-effect.smaller', {
              delivered: figureText(report.delivered, 'customers', text),
              holdout: figureText(report.holdout, 'customers', text),
              points: pointsText((points.high - points.low) / 2, text),
            }),
            'quiet',
          ),
        ]),
    paragraph(text.t('results.no-effect.advice'), 'quiet'),
  ];
}

export function paper(
  title: string,
  subtitle: string,
  blocks: readonly PrintBlock[],
  { market, bankName, text }: PaperContext,
): PrintDocument {
  return {
    language: text.language,
    title,
    subtitle,
    blocks: [...blocks],
    footer: text.t(market.demo ? 'exports.paper.footer-demo' : 'exports.paper.footer', { bank: bankName, date: text.day(market.today) }),
    pageWords: text.t('exports.paper.page', { page: '{page}', pages: '{pages}' }),
  };
}

export function heading(words: string): PrintBlock {
  return { kind: 'heading', text: words };
}

export function paragraph(words: string, tone: 'plain' | 'quiet' | 'strong'): PrintBlock {
  return { kind: 'paragraph', text: words, tone };
}

export function facts(items: readonly { readonly term: string; readonly value: string }[]): PrintBlock {
  return { kind: 'facts', items: [...items] };
}

function table({ caption, columns, rows }: TwinTable, text: Text): PrintBlock {
  return { kind: 'table', caption, columns: [...columns], rows: rows.map((row) => row.map((cell) => cellWords(cell, text))) };
}

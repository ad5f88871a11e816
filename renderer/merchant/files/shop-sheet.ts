import { type CampaignContent, messageVersions } from '#shared/campaign/content.ts';
import type { PrintDocument } from '#shared/export/print-document.ts';
import { addDays } from '#shared/market/working-days.ts';
import { facts, heading, type PaperContext, paper, paragraph } from './campaign-document.ts';

/** One page for the staff of the shops: what customers get, that the till does nothing, and what to say. It names nobody and no reason for being chosen. */
export function shopSheet(content: CampaignContent, context: PaperContext): PrintDocument {
  const { bankName, text } = context;
  const { t } = text;
  const { offer, schedule } = content;
  const titles = messageVersions(content).flatMap(({ creative }) => (creative[text.language] ?? Object.values(creative)[0])?.title ?? []);
  const reward =
    offer.reward.template === 'percent'
      ? t('content.reward.percent-back', { percent: text.count(offer.reward.percent) })
      : t('content.reward.amount-back', { amount: text.money(offer.reward.amountCents) });
  return paper(
    t('exports.sheet.title'),
    // The campaign's name is the merchant's own and may say whom it is for; a title is what customers read, and of two versions they read either.
    [context.shopName, ...new Set(titles)].join(' · '),
    [
      paragraph(t('exports.sheet.lead', { bank: bankName }), 'plain'),
      facts([
        { term: t('content.summary.reward'), value: reward },
        {
          term: t('content.field.offer.minimumSpendCents'),
          value: offer.minimumSpendCents === 0 ? t('content.value.no-minimum') : text.money(offer.minimumSpendCents),
        },
        { term: t('exports.sheet.most'), value: text.money(offer.capPerCustomerCents) },
        { term: t('content.summary.where'), value: t(`content.where.${offer.where}`) },
        {
          term: t('exports.sheet.when'),
          value: text.dayRange(schedule.startsOn, addDays(schedule.endsOn, schedule.redemptionExtraDays)),
        },
      ]),
      heading(t('exports.sheet.till')),
      {
        kind: 'list',
        isNumbered: true,
        items: [t('exports.sheet.till-1'), t('exports.sheet.till-2', { bank: bankName }), t('exports.sheet.till-3')],
      },
      heading(t('exports.sheet.asked')),
      {
        kind: 'list',
        isNumbered: false,
        items: [t('exports.sheet.asked-1', { bank: bankName }), t('exports.sheet.asked-2'), t('exports.sheet.asked-3')],
      },
    ],
    context,
  );
}

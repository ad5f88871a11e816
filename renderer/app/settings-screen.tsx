import { Button, SegmentedControl } from '@mantine/core';
import { useDesk } from '../data/desk-context.tsx';
import { useSaveSettings, useSettings } from '../data/queries.ts';
import { useRefreshShelf, useShelf } from '../data/shelf.ts';
import { UI_LANGUAGES, uiLanguageOf } from '../i18n/messages/index.ts';
import { useText } from '../i18n/text.tsx';
import { Card, PageHead } from '../ui/card.tsx';
import { DefinitionList } from '../ui/definition-list.tsx';
import { FailureNote } from '../ui/states.tsx';
import { MoneyText, NumberText } from '../ui/numbers.tsx';

const THEMES = ['system', 'light', 'dark', 'contrast'] as const;

/** Names of the languages in themselves. */
const OWN_NAMES = { en: 'English', nl: 'Nederlands', fr: 'Français' } as const;

/** Language and appearance at once, without a save button; the rest is the bank's and read-only. */
export function SettingsScreen() {
  const { t } = useText();
  const { account, bankName, market } = useDesk();
  const settings = useSettings().data ?? { language: 'en', theme: 'system' };
  const save = useSaveSettings();
  const shelf = useShelf();
  const refresh = useRefreshShelf();
  const { merchant } = account;
  return (
    <>
      <PageHead title={t('settings.title')} />
      <div className="fl-settings">
        <Card title={t('settings.language')}>
          <SegmentedControl
            aria-label={t('settings.language')}
            value={uiLanguageOf(settings.language)}
            onChange={(language) => save.mutate({ ...settings, language: uiLanguageOf(language) })}
            data={UI_LANGUAGES.map((language) => ({ value: language, label: OWN_NAMES[language] }))}
          />
          <p className="sub fl-gap-top">{t('settings.language-hint')}</p>
        </Card>
        <Card title={t('settings.theme')}>
          <SegmentedControl
            aria-label={t('settings.theme')}
            value={settings.theme}
            onChange={(chosen) => save.mutate({ ...settings, theme: THEMES.find((theme) => theme === chosen) ?? 'system' })}
            data={THEMES.map((theme) => ({ value: theme, label: t(`settings.theme.${theme}`) }))}
          />
          <p className="sub fl-gap-top">{t('settings.theme-hint')}</p>
          <FailureNote error={save.error} />
        </Card>
        <Card title={t('settings.account')}>
          <DefinitionList
            items={[
              { term: t('settings.bank'), value: bankName },
              { term: t('settings.role'), value: t(`shell.role.${account.role}`) },
              ...(merchant === undefined
                ? []
                : [
                    { term: t('settings.shop'), value: merchant.shopName },
                    { term: t('settings.legal-name'), value: merchant.legalName },
                    { term: t('settings.stores'), value: <NumberText value={merchant.storeCount} /> },
                    { term: t('settings.fee'), value: <MoneyText cents={merchant.feePerRedeemingCustomerCents} /> },
                  ]),
            ]}
          />
        </Card>
        <Card title={t('settings.frequency')}>
          <p className="sub">
            {t('settings.frequency-text', {
              push: market.frequency.pushPer7Days,
              offers: market.frequency.offersPer30Days,
              campaigns: market.frequency.campaignsPerCustomerYear,
              from: market.frequency.quietFrom,
              until: market.frequency.quietUntil,
            })}
          </p>
        </Card>
        <Card
          title={t('settings.releases')}
          aside={
            <Button variant="default" size="xs" onClick={() => refresh.mutate()} disabled={refresh.isPending}>
              {t(refresh.isPending ? 'settings.refreshing' : 'settings.refresh')}
            </Button>
          }
        >
          <p>{t('settings.releases-text', { count: shelf.releases.filter((release) => release.merchant === undefined).length })}</p>
          {shelf.refused.map((refused) => (
            <p key={refused.id} className="fl-failure-note">
              {t('settings.refused', { id: refused.id })}
            </p>
          ))}
          <FailureNote error={refresh.error} />
        </Card>
      </div>
    </>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import { CAMPAIGN_LIMITS, requiredLanguages } from '#shared/campaign/content.ts';
import { FILE_LIMITS, IMAGE_KINDS, type ImageFile, type ImageKind } from '#shared/campaign/files.ts';
import { renderMessages } from '#shared/campaign/render-message.ts';
import type { Language } from '#shared/units.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { WordsField } from '../../ui/fields.tsx';
import { ChannelPreview } from '../../ui/message-preview.tsx';
import { useDesigner } from './designer-context.tsx';
import { emptyText } from './new-draft.ts';
import { useFieldError } from './offer-section.tsx';
import { PictureField } from './picture-field.tsx';

const FIELDS = [
  { field: 'title', limit: CAMPAIGN_LIMITS.titleLength, rows: 1 },
  { field: 'shortText', limit: CAMPAIGN_LIMITS.shortTextLength, rows: 2 },
  { field: 'longText', limit: CAMPAIGN_LIMITS.longTextLength, rows: 4 },
  { field: 'terms', limit: CAMPAIGN_LIMITS.termsLength, rows: 4 },
] as const;

/** Languages a person can add here besides the required ones. */
const OPTIONAL: readonly Language[] = ['de', 'en'];

/** What the customer reads, per language, beside the phone that shows it exactly as delivered. */
export function MessageSection() {
  const { t } = useText();
  const { market, account } = useDesk();
  const { content, edit, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  const required = requiredLanguages(content.market);
  const languages = [...new Set([...required, ...OPTIONAL.filter((language) => content.creative[language] !== undefined)])];
  const [chosen, setChosen] = useState<Language>(required[0] ?? 'nl');
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? 'nl');
  const words = content.creative[language] ?? emptyText();
  const addable = OPTIONAL.filter((candidate) => !languages.includes(candidate));
  const category = market.categories.find((candidate) => candidate.id === content.spend?.category);
  const message = renderMessages({
    creative: { [language]: words },
    images: content.images,
    shopName: account.merchant?.shopName ?? '',
    categoryLabel: category?.label ?? { en: '…' },
  })[0];
  const setPicture = (kind: ImageKind, image: ImageFile | undefined) =>
    edit(`images.${kind}`, (before) => {
      const { [kind]: _former, ...kept } = before.images;
      return { ...before, images: image === undefined ? kept : { ...kept, [kind]: image } };
    });
  const change = (field: (typeof FIELDS)[number]['field'] | 'logoAlt' | 'heroAlt', value: string) =>
    edit(`creative.${language}.${field}`, (before) => ({
      ...before,
      creative: { ...before.creative, [language]: { ...(before.creative[language] ?? emptyText()), [field]: value } },
    }));
  return (
    <fieldset className="fl-fieldset fl-section" disabled={isReadOnly}>
      <div className="row apart">
        <RadioChips
          label={t('designer.message.language')}
          options={languages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
          value={language}
          onChange={setChosen}
        />
        <div className="row">
          {addable.map((added) => (
            <Button
              key={added}
              variant="default"
              size="xs"
              onClick={() => {
                edit(`creative.${added}`, (before) => ({ ...before, creative: { ...before.creative, [added]: emptyText() } }));
                setChosen(added);
              }}
            >
              {t('designer.message.add', { language: t(`common.language.${added}`) })}
            </Button>
          ))}
          {required.includes(language) ? null : (
            <Button
              variant="default"
              size="xs"
              onClick={() =>
                edit(`creative.${language}`, (before) => {
                  const { [language]: _removed, ...kept } = before.creative;
                  return { ...before, creative: kept };
                })
              }
            >
              {t('designer.message.remove', { language: t(`common.language.${language}`) })}
            </Button>
          )}
        </div>
      </div>
      <div className="fl-message">
        <div className="stack">
          <Card>
            <div className="stack">
              {FIELDS.map(({ field, limit, rows }) => (
                <WordsField
                  key={`${language}.${field}`}
                  label={t(`designer.message.${field}`)}
                  lang={language}
                  path={`creative.${language}.${field}`}
                  value={words[field]}
                  limit={limit}
                  rows={rows}
                  error={errorAt(`creative.${language}.${field}`)}
                  onChange={(value) => change(field, value)}
                />
              ))}
              <p className="sub">{t('designer.message.rule')}</p>
            </div>
          </Card>
          <Card title={t('creative.pictures')}>
            <div className="stack">
              {IMAGE_KINDS.map((kind) => (
                <div key={kind} className="stack">
                  <PictureField
                    kind={kind}
                    path={`images.${kind}`}
                    image={content.images[kind]}
                    isDisabled={isReadOnly}
                    onChange={(image) => setPicture(kind, image)}
                  />
                  {content.images[kind] === undefined ? null : (
                    <WordsField
                      key={`${language}.${kind}Alt`}
                      label={t(`creative.alt.${kind}`, { language: t(`common.language.${language}`) })}
                      hint={t('creative.alt.hint')}
                      lang={language}
                      path={`creative.${language}.${kind}Alt`}
                      value={words[`${kind}Alt`] ?? ''}
                      limit={FILE_LIMITS.altTextLength}
                      error={errorAt(`creative.${language}.${kind}Alt`)}
                      onChange={(value) => change(`${kind}Alt`, value)}
                    />
                  )}
                </div>
              ))}
              <p className="sub">{t('creative.pictures-same')}</p>
            </div>
          </Card>
        </div>
        {message === undefined ? null : (
          <div>
            <h2 className="fl-label">{t('designer.message.preview')}</h2>
            <ChannelPreview message={message} channels={content.channels} label={t('designer.message.preview')} />
          </div>
        )}
      </div>
    </fieldset>
  );
}

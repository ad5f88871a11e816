import { Button } from '@mantine/core';
import { useState } from 'react';
import { CAMPAIGN_LIMITS, requiredLanguages } from '#shared/campaign/content.ts';
import type { DraftContent, DraftText } from '#shared/campaign/draft.ts';
import { FILE_LIMITS, IMAGE_KINDS, type ImageFile, type ImageKind } from '#shared/campaign/files.ts';
import { withStarterWords } from '#shared/campaign/starter-words.ts';
import type { Language } from '#shared/units.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { WordsField } from '../../ui/fields.tsx';
import { useDesigner } from './designer-context.tsx';
import { creativeOf, rootOf, type VersionId, withCreative, withLanguage, withoutLanguage } from './message-versions.ts';
import { emptyText } from './new-draft.ts';
import { useFieldError } from './offer-section.tsx';
import { PictureField } from './picture-field.tsx';
import { VersionCard, VersionPreviews } from './version-previews.tsx';

const FIELDS = [
  { field: 'title', limit: CAMPAIGN_LIMITS.titleLength, rows: 1 },
  { field: 'shortText', limit: CAMPAIGN_LIMITS.shortTextLength, rows: 2 },
  { field: 'longText', limit: CAMPAIGN_LIMITS.longTextLength, rows: 4 },
  { field: 'terms', limit: CAMPAIGN_LIMITS.termsLength, rows: 4 },
] as const;

/** Languages a person can add here besides the required ones. */
const OPTIONAL: readonly Language[] = ['de', 'en'];

/** What the customer reads, per language and version, beside the phone that shows it exactly as delivered. */
export function MessageSection() {
  const { content, isReadOnly } = useDesigner();
  const required = requiredLanguages(content.market);
  const languages = [...new Set([...required, ...OPTIONAL.filter((language) => content.creative[language] !== undefined)])];
  const [chosen, setChosen] = useState<Language>(required[0] ?? 'nl');
  const [wanted, setWanted] = useState<VersionId>('a');
  const version = content.alternative === null ? 'a' : wanted;
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? 'nl');
  return (
    <fieldset className="fl-fieldset fl-section" disabled={isReadOnly}>
      <LanguageRow languages={languages} language={language} isRequired={required.includes(language)} onChoose={setChosen} />
      <div className={content.alternative === null ? 'fl-message' : 'fl-message fl-message-two'}>
        <div className="stack">
          <VersionCard version={version} onChoose={setWanted} />
          <WordsCard key={`${version}.${language}`} version={version} language={language} />
          <PicturesCard version={version} language={language} />
        </div>
        <VersionPreviews language={language} />
      </div>
    </fieldset>
  );
}

interface LanguageRowProps {
  readonly languages: readonly Language[];
  readonly language: Language;
  readonly isRequired: boolean;
  readonly onChoose: (language: Language) => void;
}

function LanguageRow({ languages, language, isRequired, onChoose }: LanguageRowProps) {
  const { t } = useText();
  const { edit } = useDesigner();
  return (
    <div className="row apart">
      <RadioChips
        label={t('designer.message.language')}
        options={languages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
        value={language}
        onChange={onChoose}
      />
      <div className="row">
        {OPTIONAL.filter((candidate) => !languages.includes(candidate)).map((added) => (
          <Button
            key={added}
            variant="default"
            size="xs"
            onClick={() => {
              edit(`creative.${added}`, (before) => withLanguage(before, added));
              onChoose(added);
            }}
          >
            {t('designer.message.add', { language: t(`common.language.${added}`) })}
          </Button>
        ))}
        {isRequired ? null : (
          <Button variant="default" size="xs" onClick={() => edit(`creative.${language}`, (before) => withoutLanguage(before, language))}>
            {t('designer.message.remove', { language: t(`common.language.${language}`) })}
          </Button>
        )}
      </div>
    </div>
  );
}

interface VersionProps {
  readonly version: VersionId;
  readonly language: Language;
}

/** The words of one version in one language, and how they are changed. */
function useWords({ version, language }: VersionProps) {
  const { account } = useDesk();
  const { content, edit } = useDesigner();
  const path = `${rootOf(version)}creative.${language}`;
  const words = creativeOf(content, version).creative[language] ?? emptyText();
  const change = (field: keyof DraftText, value: string) =>
    edit(`${path}.${field}`, (before) =>
      withCreative(before, version, (creative) => ({
        ...creative,
        creative: { ...creative.creative, [language]: { ...(creative.creative[language] ?? emptyText()), [field]: value } },
      })),
    );
  const fill = () =>
    edit(`${path}.fill`, (before) =>
      withCreative(before, version, (creative) => ({
        ...creative,
        creative: {
          ...creative.creative,
          [language]: withStarterWords(creative.creative[language] ?? emptyText(), before, language, account.merchant?.shopName ?? ''),
        },
      })),
    );
  return { path, words, change, fill };
}

function WordsCard(props: VersionProps) {
  const { t } = useText();
  const errorAt = useFieldError();
  const { isReadOnly } = useDesigner();
  const { path, words, change, fill } = useWords(props);
  const hasRoom = FIELDS.some(({ field }) => words[field].trim() === '');
  return (
    <Card>
      <div className="stack">
        {hasRoom && !isReadOnly ? (
          <div className="row">
            <Button variant="default" size="xs" onClick={fill}>
              {t('designer.message.fill')}
            </Button>
          </div>
        ) : null}
        {FIELDS.map(({ field, limit, rows }) => (
          <WordsField
            key={field}
            label={t(`designer.message.${field}`)}
            lang={props.language}
            path={`${path}.${field}`}
            value={words[field]}
            limit={limit}
            rows={rows}
            error={errorAt(`${path}.${field}`)}
            onChange={(value) => change(field, value)}
          />
        ))}
        <p className="sub">{t('designer.message.rule')}</p>
      </div>
    </Card>
  );
}

function PicturesCard(props: VersionProps) {
  const { version, language } = props;
  const { t } = useText();
  const { content, edit, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  const { path, words, change } = useWords(props);
  const { images } = creativeOf(content, version);
  const setPicture = (kind: ImageKind, image: ImageFile | undefined) =>
    edit(`${rootOf(version)}images.${kind}`, (before: DraftContent) =>
      withCreative(before, version, (creative) => {
        const { [kind]: _former, ...kept } = creative.images;
        return { ...creative, images: image === undefined ? kept : { ...kept, [kind]: image } };
      }),
    );
  return (
    <Card title={t('creative.pictures')}>
      <div className="stack">
        {IMAGE_KINDS.map((kind) => (
          <div key={kind} className="stack">
            <PictureField
              kind={kind}
              path={`${rootOf(version)}images.${kind}`}
              image={images[kind]}
              isDisabled={isReadOnly}
              onChange={(image) => setPicture(kind, image)}
            />
            {images[kind] === undefined ? null : (
              <WordsField
                key={`${path}.${kind}Alt`}
                label={t(`creative.alt.${kind}`, { language: t(`common.language.${language}`) })}
                hint={t('creative.alt.hint')}
                lang={language}
                path={`${path}.${kind}Alt`}
                value={words[`${kind}Alt`] ?? ''}
                limit={FILE_LIMITS.altTextLength}
                error={errorAt(`${path}.${kind}Alt`)}
                onChange={(value) => change(`${kind}Alt`, value)}
              />
            )}
          </div>
        ))}
        <p className="sub">{t('creative.pictures-same')}</p>
      </div>
    </Card>
  );
}

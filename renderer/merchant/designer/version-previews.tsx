import { Button } from '@mantine/core';
import { renderMessages } from '#shared/campaign/render-message.ts';
import type { Language } from '#shared/units.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useTestDraft } from '../../data/test-messages.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { ChannelPreview, type ShownMessage } from '../../ui/message-preview.tsx';
import { shownInWords, TestSend } from '../../ui/test-send.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { useDesigner } from './designer-context.tsx';
import { creativeOf, type VersionId, withSecondVersion } from './message-versions.ts';
import { emptyText } from './new-draft.ts';

interface VersionCardProps {
  readonly version: VersionId;
  readonly onChoose: (version: VersionId) => void;
}

/** Which of two versions is written, what becomes of them, and how a second one comes and goes. */
export function VersionCard({ version, onChoose }: VersionCardProps) {
  const { t } = useText();
  const { content, edit, isReadOnly } = useDesigner();
  if (content.alternative === null)
    return (
      <div className="row apart">
        <span className="sub">{t('creative.one-version')}</span>
        <Button
          variant="default"
          size="xs"
          disabled={isReadOnly}
          onClick={() => {
            edit('alternative', withSecondVersion);
            onChoose('b');
          }}
        >
          {t('creative.add-version')}
        </Button>
      </div>
    );
  return (
    <Card title={t('creative.two-versions')}>
      <div className="stack">
        <div className="row apart">
          <RadioChips
            label={t('creative.version')}
            options={(['a', 'b'] as const).map((value) => ({ value, label: t(`creative.version-${value}`) }))}
            value={version}
            onChange={onChoose}
          />
          <Button
            variant="default"
            size="xs"
            disabled={isReadOnly}
            onClick={() => edit('alternative', (before) => ({ ...before, alternative: null }))}
          >
            {t('creative.remove-version')}
          </Button>
        </div>
        <p className="sub">{t('creative.rotates')}</p>
      </div>
    </Card>
  );
}

/** The versions side by side, each as it is delivered. */
export function VersionPreviews({ language }: { readonly language: Language }) {
  const { t } = useText();
  const { market, account, mayEdit } = useDesk();
  const { content, cooperation } = useDesigner();
  const versions: readonly VersionId[] = content.alternative === null ? ['a'] : ['a', 'b'];
  const category = market.categories.find((candidate) => candidate.id === content.spend?.category);
  return (
    <div className="fl-versions">
      {versions.map((version) => {
        const { creative, images } = creativeOf(content, version);
        const [message] = renderMessages({
          creative: { [language]: creative[language] ?? emptyText() },
          images,
          shopName: account.merchant?.shopName ?? '',
          partnerNames: cooperation?.partners.map((partner) => partner.shopName) ?? [],
          categoryLabel: category?.label ?? { en: '…' },
        });
        const seen = t('designer.message.preview');
        const name = versions.length === 1 ? seen : `${seen}: ${t(`creative.version-${version}`)}`;
        return message === undefined ? null : (
          <div key={version}>
            <h2 className="fl-label">{name}</h2>
            <ChannelPreview
              message={message}
              channels={content.channels}
              label={name}
              below={mayEdit ? (channel) => <DraftTest key={`${language}.${channel}`} shown={{ language, channel, version }} /> : undefined}
            />
          </div>
        );
      })}
    </div>
  );
}

/** Sends the message in sight to the bank's own inbox, once the draft breaks no rule: the bank would refuse it before. */
function DraftTest({ shown }: { readonly shown: ShownMessage }) {
  const text = useText();
  const { isOnline } = useDesk();
  const { findings } = useDesigner();
  const campaignId = useFlorin((state) => state.designer?.draft.id);
  const sending = useTestDraft();
  const { content } = findings;
  const isReady = isOnline && content !== undefined && campaignId !== undefined && content.channels.includes(shown.channel);
  return (
    <TestSend
      name={shownInWords(shown, text)}
      request={isReady ? { campaignId, content, ...shown } : undefined}
      hindrance={isReady ? undefined : text.t(isOnline ? 'test-message.incomplete' : 'test-message.offline')}
      sending={sending}
    />
  );
}

import { type ReactNode, useState } from 'react';
import type { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import { CHANNELS, type Channel, type Language } from '#shared/units.ts';
import { useText } from '../i18n/text.tsx';
import { ChannelMessage } from './channel-message.tsx';
import { RadioChips } from './chip.tsx';
import './message-preview.css';

interface MessagePreviewProps {
  /** Exactly as delivered, one per language. */
  readonly messages: readonly RenderedMessage[];
  readonly channels: readonly Channel[];
  /** What stands below a message as it is shown. */
  readonly below?: ((shown: ShownMessage) => ReactNode) | undefined;
}

/** Which message of a campaign is in sight. */
export interface ShownMessage {
  readonly language: Language;
  readonly channel: Channel;
  readonly version: 'a' | 'b';
}

/** What the customer will read, one language and one channel at a time, with what the bank adds to it. */
export function MessagePreview({ messages, channels, below, version = 'a' }: MessagePreviewProps & { readonly version?: 'a' | 'b' }) {
  const { t } = useText();
  const [chosen, setChosen] = useState<Language | undefined>(undefined);
  const message = messages.find((candidate) => candidate.language === chosen) ?? messages[0];
  if (message === undefined) return <p className="sub">{t('desk.review.no-message')}</p>;
  return (
    <div className="fl-message-preview">
      <ChannelPreview
        message={message}
        channels={channels}
        label={message.title}
        below={below === undefined ? undefined : (channel) => below({ language: message.language, channel, version })}
      />
      <div className="row">
        {messages.length > 1 ? (
          <RadioChips
            label={t('desk.review.languages')}
            options={messages.map(({ language }) => ({ value: language, label: t(`common.language.${language}`) }))}
            value={message.language}
            onChange={setChosen}
          />
        ) : (
          <span className="fl-badge fl-badge-plain">{t(`common.language.${message.language}`)}</span>
        )}
        <span className="sub">
          {t('desk.review.delivered-by', { channels: channels.map((channel) => t(`common.channel.${channel}`)).join(', ') })}
        </span>
      </div>
    </div>
  );
}

interface ChannelPreviewProps {
  readonly message: RenderedMessage;
  /** Those of the campaign; all of them while none is chosen. */
  readonly channels: readonly Channel[];
  /** Names the preview for who does not see it. */
  readonly label: string;
  /** What stands below the message on the channel that is shown. */
  readonly below?: ((channel: Channel) => ReactNode) | undefined;
}

/** A message on each of its channels, one at a time. */
export function ChannelPreview({ message, channels, label, below }: ChannelPreviewProps) {
  const { t } = useText();
  const [wanted, setWanted] = useState<Channel | undefined>(undefined);
  const shown = CHANNELS.filter((channel) => channels.length === 0 || channels.includes(channel));
  const channel = shown.find((candidate) => candidate === wanted) ?? shown[0] ?? 'app_feed';
  return (
    <div className="fl-message-preview">
      {shown.length > 1 ? (
        <RadioChips
          label={t('creative.channel')}
          options={shown.map((value) => ({ value, label: t(`common.channel.${value}`) }))}
          value={channel}
          onChange={setWanted}
        />
      ) : null}
      <ChannelMessage message={message} channel={channel} label={label} />
      {channel === 'push' ? <p className="sub">{t('creative.push-opens')}</p> : null}
      {below?.(channel)}
    </div>
  );
}

interface MessageVersionsProps extends MessagePreviewProps {
  /** The second version; empty where there is none. */
  readonly alternativeMessages: readonly RenderedMessage[];
}

/** One message, or both versions of it under their names. */
export function MessageVersions({ messages, alternativeMessages, channels, below }: MessageVersionsProps) {
  const { t } = useText();
  if (alternativeMessages.length === 0) return <MessagePreview messages={messages} channels={channels} below={below} />;
  return (
    <div className="fl-message-preview">
      <p className="sub">{t('creative.rotates')}</p>
      {[messages, alternativeMessages].map((version, index) => {
        const name = t(index === 0 ? 'creative.version-a' : 'creative.version-b');
        return (
          <section key={name} aria-label={name}>
            <h3 className="fl-label">{name}</h3>
            <MessagePreview messages={version} channels={channels} below={below} version={index === 0 ? 'a' : 'b'} />
          </section>
        );
      })}
    </div>
  );
}

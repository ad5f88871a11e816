import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { renderVersions } from '#shared/campaign/render-message.ts';
import type { CampaignDetail } from '#shared/contracts/http/campaigns.ts';
import { Comments } from '../../comments/comments-card.tsx';
import { useMarkSeen, useReviseCampaign } from '../../data/campaign-actions.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useCampaign } from '../../data/queries.ts';
import { shortHash } from '../../i18n/age.ts';
import { useText } from '../../i18n/text.tsx';
import { Card, PageHead } from '../../ui/card.tsx';
import { ContentSummary } from '../../ui/content-summary.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { EvidenceList } from '../../ui/evidence-list.tsx';
import { MessageVersions } from '../../ui/message-preview.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { FailureNote, LoadingState, QueryState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { joinedShop } from '../cooperation/shops.ts';
import { PartnerAnswer, ShopsCard } from '../cooperation/shops-card.tsx';
import { CampaignFiles } from '../files/campaign-files.tsx';
import { type FileSubject, hasReport } from '../files/subject.ts';
import { CampaignControls } from './campaign-controls.tsx';
import { CampaignTimeline, reasonWords } from './campaign-timeline.tsx';
import { bankSays } from './control-state.ts';
import { RevisionsCard } from './revisions-card.tsx';
import './campaign-page.css';

/** One submitted campaign of the merchant: where it stands and why, what was submitted, and what can be done now. */
export function CampaignPage() {
  const { id = '' } = useParams();
  const campaign = useCampaign(id);
  return (
    <QueryState query={campaign} loading={<LoadingState rows={3} height={150} />}>
      {(detail) => <Campaign key={id} detail={detail} onReload={() => void campaign.refetch()} />}
    </QueryState>
  );
}

interface CampaignProps {
  readonly detail: CampaignDetail;
}

function Campaign({ detail, onReload }: CampaignProps & { readonly onReload: () => void }) {
  const text = useText();
  const { market } = useDesk();
  const { summary, content } = detail;
  const category = market.categories.find(({ id }) => id === categoryOf(detail));
  const read = useCallback((): FileSubject => ({ kind: 'campaign', detail }), [detail]);
  useMarkSeen(summary.id, summary.version);
  const rendered = renderVersions(content, {
    shopName: summary.merchant.shopName,
    categoryLabel: category?.label ?? { en: categoryOf(detail) },
  });
  return (
    <div className="campaign">
      <Link to="/campaigns" className="fl-link campaign-back">
        {text.t('campaign-page.back')}
      </Link>
      <PageHead
        title={summary.name}
        sub={
          <span className="num campaign-wrap">
            {text.t('campaign-page.line', {
              revision: summary.revision,
              dates: text.dayRange(summary.startsOn, summary.endsOn),
              budget: text.money(summary.budgetCents),
            })}
            {' · '}
            <span title={summary.revisionHash}>
              <span aria-hidden>{shortHash(summary.revisionHash)}</span>
              <span className="sr-only">{text.t('campaign-page.hash', { hash: summary.revisionHash })}</span>
            </span>
          </span>
        }
        actions={
          <>
            <StatusChip state={summary.state} />
            <CampaignFiles read={read} reportedId={hasReport(summary.state) ? summary.id : undefined} />
          </>
        }
      />
      <div className="campaign-grid">
        <div className="stack">
          <Now detail={detail} />
          <PartnerAnswer detail={detail} />
          <Card title={text.t('comments.title')}>
            <Comments campaignId={summary.id} isShared={detail.shops !== undefined} />
          </Card>
          <RevisionsCard campaignId={summary.id} />
          <Card title={text.t(joinedShop(detail) === undefined ? 'campaign-page.content' : 'cooperation.content')}>
            <ContentSummary content={content} market={market} />
          </Card>
          <EvidenceCard detail={detail} />
          <Card title={text.t('campaign-page.message')}>
            <MessageVersions {...rendered} channels={content.channels} />
          </Card>
        </div>
        <div className="stack">
          <ShopsCard detail={detail} />
          <CampaignControls detail={detail} onReload={onReload} />
          <CampaignTimeline detail={detail} />
          <Prices detail={detail} />
        </div>
      </div>
    </div>
  );
}

function categoryOf({ content }: CampaignDetail): string {
  return content.audience.conditions.find((condition) => condition.kind === 'spend')?.category ?? '';
}

/** What proves the offer's claims. A shop that joined sees which files it accepts with the revision, not what is in them. */
function EvidenceCard({ detail }: CampaignProps) {
  const { t } = useText();
  const { evidence } = detail.content;
  if (evidence === undefined) return null;
  const isPartner = joinedShop(detail) !== undefined;
  return (
    <Card title={t('evidence.title')}>
      <EvidenceList files={evidence} mayRead={!isPartner} />
      {isPartner ? <p className="sub">{t('evidence.partner-note')}</p> : null}
    </Card>
  );
}

/** What happens now, and what the bank says where it has said something. */
function Now({ detail }: CampaignProps) {
  const text = useText();
  const { mayEdit } = useDesk();
  const { state, startsOn, endsOn, id } = detail.summary;
  const said = bankSays(detail);
  const date = text.day(state === 'scheduled' ? startsOn : endsOn);
  const isPartner = joinedShop(detail) !== undefined;
  return (
    <Card title={text.t('campaign-page.now')} tone={said === undefined ? 'plain' : 'accent'}>
      <p>
        {state === 'draft' && detail.shops !== undefined
          ? text.t(isPartner ? 'cooperation.draft-partner' : 'cooperation.draft-lead')
          : text.t(`campaign-page.now.${state}`, { date })}
      </p>
      {said === undefined ? null : (
        <div className="campaign-said">
          <h3>{text.t('campaign-page.bank-says')}</h3>
          {said.reason === undefined ? null : <p className="strong">{reasonWords(said.reason, text)}</p>}
          {said.text === undefined ? null : <blockquote>{said.text}</blockquote>}
        </div>
      )}
      {state === 'draft' && mayEdit && detail.shops !== undefined && !isPartner ? <OpenSharedDraft detail={detail} /> : null}
      {state === 'draft' && mayEdit && detail.shops === undefined ? (
        <Button component={Link} to={`/designer/${id}`} className="campaign-results">
          {text.t('campaign-page.open-draft')}
        </Button>
      ) : null}
      {hasReport(state) ? (
        <Button component={Link} to={`/results/${id}`} className="campaign-results">
          {text.t('campaign-page.see-results')}
        </Button>
      ) : null}
    </Card>
  );
}

/** Another shop's step made it a draft again, so that this machine may have none yet: the newest revision is put into one. */
function OpenSharedDraft({ detail: { summary } }: CampaignProps) {
  const { t } = useText();
  const { isOnline } = useDesk();
  const navigate = useNavigate();
  const revise = useReviseCampaign();
  return (
    <>
      <FailureNote error={revise.error} />
      <Button
        className="campaign-results"
        disabled={!isOnline}
        loading={revise.isPending}
        onClick={() =>
          revise.mutate(
            { campaignId: summary.id, expectedVersion: summary.version },
            { onSuccess: (draft) => void navigate(`/designer/${draft.id}`) },
          )
        }
      >
        {t('campaign-page.open-draft')}
      </Button>
    </>
  );
}

function Prices({ detail }: CampaignProps) {
  const { t } = useText();
  const { prices, summary } = detail;
  return (
    <Card title={t('campaign-page.prices')}>
      {prices === undefined ? (
        <p className="sub">{t('campaign-page.prices-none')}</p>
      ) : (
        <DefinitionList
          items={[
            { term: t('campaign-page.reward-price'), value: <MoneyText cents={prices.rewardPriceCents} /> },
            { term: t('campaign-page.fee'), value: <MoneyText cents={prices.feeCents} /> },
            { term: t('campaign-page.most'), value: <MoneyText cents={summary.budgetCents} />, isStrong: true },
          ]}
        />
      )}
    </Card>
  );
}

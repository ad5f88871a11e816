import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { isTransitionLegal } from '#shared/campaign/transitions.ts';
import type { CampaignSummary } from '#shared/contracts/http/campaigns.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useCampaigns } from '../../data/queries.ts';
import { useText } from '../../i18n/text.tsx';
import { PageHead } from '../../ui/card.tsx';
import { MoneyText } from '../../ui/numbers.tsx';
import { EmptyState, LoadingState, QueryState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { SuspendDialog } from '../review/suspend-dialog.tsx';
import '../queue/queue.css';
import './live.css';

const SHOWN: readonly CampaignSummary['state'][] = ['approved', 'scheduled', 'live', 'paused', 'limited', 'suspended'];

/** What runs or is about to, of all merchants; each can be stopped at once. */
export function LiveScreen() {
  const { t } = useText();
  const campaigns = useCampaigns();
  const running = (list: readonly CampaignSummary[]) =>
    list.filter(({ state }) => SHOWN.includes(state)).toSorted((left, right) => left.startsOn.localeCompare(right.startsOn));
  return (
    <>
      <PageHead title={t('desk.live.title')} sub={t('desk.live.lead')} />
      <div className="queue-body">
        <QueryState
          query={campaigns}
          loading={<LoadingState rows={4} height={58} />}
          isEmpty={(value) => running(value.campaigns).length === 0}
          empty={<EmptyState title={t('desk.live.empty-title')}>{t('desk.live.empty-text')}</EmptyState>}
        >
          {(value) => <LiveTable campaigns={running(value.campaigns)} />}
        </QueryState>
      </div>
    </>
  );
}

function LiveTable({ campaigns }: { readonly campaigns: readonly CampaignSummary[] }) {
  const { t } = useText();
  const [stopping, setStopping] = useState<CampaignSummary | undefined>(undefined);
  const [stopped, setStopped] = useState<CampaignSummary | undefined>(undefined);
  return (
    <div className="stack">
      <div role="status">{stopped === undefined ? null : t('desk.suspend.done', { name: stopped.name })}</div>
      <div className="queue-scroll">
        <table className="queue-table">
          <caption className="sr-only">{t('desk.live.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('desk.live.column.campaign')}</th>
              <th scope="col">{t('desk.live.column.flight')}</th>
              <th scope="col" className="queue-figure">
                {t('desk.live.column.budget')}
              </th>
              <th scope="col">{t('desk.live.column.state')}</th>
              <th scope="col">
                <span className="sr-only">{t('desk.live.column.action')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {campaigns.map((campaign) => (
              <LiveRow key={campaign.id} campaign={campaign} onStop={() => setStopping(campaign)} />
            ))}
          </tbody>
        </table>
      </div>
      <SuspendDialog campaign={stopping} onClose={() => setStopping(undefined)} onDone={setStopped} />
    </div>
  );
}

function LiveRow({ campaign, onStop }: { readonly campaign: CampaignSummary; readonly onStop: () => void }) {
  const text = useText();
  const { account } = useDesk();
  const mayStop =
    (account.role === 'bank_reviewer' || account.role === 'bank_privacy_officer') &&
    isTransitionLegal('suspend', campaign.state, account.role);
  return (
    <tr className="live-row">
      <th scope="row">
        <Link to={`/review/${campaign.id}`} className="live-name">
          {campaign.name}
        </Link>
        <span className="sub queue-line">{campaign.merchant.shopName}</span>
      </th>
      <td className="num">{text.dayRange(campaign.startsOn, campaign.endsOn)}</td>
      <td className="queue-figure">
        <MoneyText cents={campaign.budgetCents} />
      </td>
      <td>
        <StatusChip state={campaign.state} />
      </td>
      <td className="queue-figure">
        {mayStop ? (
          <Button
            variant="outline"
            color="red"
            size="xs"
            className="live-stop"
            aria-label={`${text.t('desk.suspend.open')}: ${campaign.name}`}
            onClick={onStop}
          >
            {text.t('desk.suspend.open')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

import { Button } from '@mantine/core';
import type { Invitation } from '#shared/contracts/http/cooperation.ts';
import { useAnswerInvitation, useInvitations, useLeaveCampaign } from '../../data/cooperation.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { FailureNote } from '../../ui/states.tsx';
import './cooperation.css';

/** Campaigns of other shops that ask for this one; nothing where there are none. */
export function Invitations() {
  const { t } = useText();
  const { isOnline } = useDesk();
  const invitations = useInvitations(isOnline).data?.invitations ?? [];
  if (invitations.length === 0) return null;
  return (
    <Card title={t('cooperation.invitations')} tone="accent">
      <ul className="fl-invitations">
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.campaignId} invitation={invitation} />
        ))}
      </ul>
      <p className="sub fl-gap-top">{t('cooperation.invited-note')}</p>
    </Card>
  );
}

function InvitationRow({ invitation }: { readonly invitation: Invitation }) {
  const text = useText();
  const { t } = text;
  const { mayEdit, isOnline } = useDesk();
  const answer = useAnswerInvitation();
  const leave = useLeaveCampaign();
  const { campaignId, terms, name, leadShopName: lead, state } = invitation;
  const percent = text.count(invitation.mySharePercent);
  const isClosed = !mayEdit || !isOnline || answer.isPending || leave.isPending;
  const shares = invitation.shares.map((share) => `${share.shopName} ${text.percent(share.sharePercent / 100)}`).join(' · ');
  return (
    <li>
      <h3>{name}</h3>
      <p>{t(state === 'invited' ? 'cooperation.invited-line' : 'cooperation.joined-line', { lead, percent })}</p>
      <p className="sub num">{shares}</p>
      <div className="row">
        {state === 'invited' ? (
          <>
            <Button size="xs" disabled={isClosed} onClick={() => answer.mutate({ campaignId, terms, answer: 'join' })}>
              {t('cooperation.join', { percent })}
            </Button>
            <Button size="xs" variant="default" disabled={isClosed} onClick={() => answer.mutate({ campaignId, terms, answer: 'decline' })}>
              {t('cooperation.decline')}
            </Button>
          </>
        ) : (
          <Button size="xs" variant="default" disabled={isClosed} onClick={() => leave.mutate({ campaignId, campaignName: name })}>
            {t('cooperation.leave')}
          </Button>
        )}
      </div>
      <FailureNote error={answer.error ?? leave.error} />
    </li>
  );
}

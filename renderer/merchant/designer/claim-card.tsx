import { Button } from '@mantine/core';
import { EVIDENCE_LIMITS } from '#shared/campaign/evidence.ts';
import { useChooseEvidence } from '../../data/evidence.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { EvidenceList } from '../../ui/evidence-list.tsx';
import { MoneyField } from '../../ui/fields.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { useDesigner } from './designer-context.tsx';
import { useFieldError } from './offer-section.tsx';

const CLAIMS = ['none', 'was_now', 'from_price', 'free_gift'] as const;
const PRICES = ['fromCents', 'toCents', 'lowest30DaysCents'] as const;

/** What the offer says of a price, and the papers that prove it. */
export function ClaimCard() {
  const { t } = useText();
  const { content, edit, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  const { claim } = content;
  return (
    <Card title={t('evidence.claim')}>
      <div className="stack">
        <RadioChips
          label={t('evidence.claim')}
          options={CLAIMS.map((value) => ({ value, label: t(`evidence.claim.${value}`) }))}
          value={claim.kind}
          isDisabled={isReadOnly}
          onChange={(kind) => edit('claim', (before) => ({ ...before, claim: { ...before.claim, kind } }))}
        />
        {claim.kind === 'was_now' ? (
          <>
            <div className="fl-grid-2">
              {PRICES.map((price) => (
                <MoneyField
                  key={price}
                  label={t(`content.field.offer.claim.${price}`)}
                  path={`offer.claim.${price}`}
                  cents={claim[price]}
                  error={errorAt(`offer.claim.${price}`)}
                  onChange={(cents) => edit(`claim.${price}`, (before) => ({ ...before, claim: { ...before.claim, [price]: cents } }))}
                />
              ))}
            </div>
            <p className="sub">{t('evidence.was-now-rule')}</p>
          </>
        ) : null}
        <EvidenceField />
      </div>
    </Card>
  );
}

function EvidenceField() {
  const { t } = useText();
  const { content, edit, isReadOnly } = useDesigner();
  const errorAt = useFieldError();
  const choose = useChooseEvidence();
  const { evidence } = content;
  const error = errorAt('evidence');
  const isFull = evidence.length >= EVIDENCE_LIMITS.files;
  const attach = () =>
    choose.mutate(undefined, {
      onSuccess: (file) => {
        if (file === null) return;
        // The same file again is the file that is there.
        edit('evidence', (before) =>
          before.evidence.some(({ sha256 }) => sha256 === file.sha256) ? before : { ...before, evidence: [...before.evidence, file] },
        );
      },
    });
  return (
    <div role="group" aria-label={t('evidence.title')} className="stack">
      <div>
        <h3 className="fl-label">{t('evidence.title')}</h3>
        <p className="sub">{t('evidence.hint', { files: EVIDENCE_LIMITS.files, megabytes: EVIDENCE_LIMITS.fileBytes / 1_048_576 })}</p>
      </div>
      {evidence.length === 0 ? null : (
        <EvidenceList
          files={evidence}
          mayRead
          onRemove={
            isReadOnly
              ? undefined
              : (sha256) =>
                  edit('evidence', (before) => ({ ...before, evidence: before.evidence.filter((file) => file.sha256 !== sha256) }))
          }
        />
      )}
      <div className="row">
        <Button size="xs" variant="default" data-path="evidence" disabled={isReadOnly || isFull || choose.isPending} onClick={attach}>
          {t(choose.isPending ? 'evidence.working' : 'evidence.attach')}
        </Button>
        {isFull ? <span className="sub">{t('evidence.full', { files: EVIDENCE_LIMITS.files })}</span> : null}
      </div>
      {error === undefined ? null : (
        <p className="fl-field-error" role="alert">
          {error}
        </p>
      )}
      <FailureNote error={choose.error} />
    </div>
  );
}

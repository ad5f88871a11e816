import type { MessageKey } from '../../i18n/messages/index.ts';
import { useText } from '../../i18n/text.tsx';
import { Card, PageHead } from '../../ui/card.tsx';
import './operator-page.css';

const COMMANDS: readonly { readonly line: string; readonly does: MessageKey }[] = [
  { line: 'npm run bank -- import payments.csv --format csv --mapping mapping.json', does: 'desk.operator.command.import' },
  { line: 'npm run bank -- release publish --window 2025-03', does: 'desk.operator.command.publish' },
  { line: 'npm run bank -- ledger', does: 'desk.operator.command.ledger' },
  { line: 'npm run bank -- audit verify', does: 'desk.operator.command.audit' },
  { line: 'npm run bank -- serve', does: 'desk.operator.command.serve' },
];

/** Operators have no work in this application: it says where it is done. */
export function OperatorPage() {
  const { t } = useText();
  return (
    <div className="operator">
      <PageHead title={t('desk.operator.title')} />
      <p>{t('desk.operator.text')}</p>
      <Card title={t('desk.operator.commands')}>
        <dl className="operator-commands">
          {COMMANDS.map((command) => (
            <div key={command.line}>
              <dt>
                <code>{command.line}</code>
              </dt>
              <dd className="sub">{t(command.does)}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}

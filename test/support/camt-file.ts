/** Statements as text, for tests that make their files themselves. */

export interface CamtEntryInput {
  readonly amount: string;
  readonly currency?: string;
  readonly indicator?: 'DBIT' | 'CRDT';
  readonly status?: string;
  readonly on?: string;
  readonly reference?: string;
  readonly isReversal?: boolean;
  readonly details?: readonly CamtDetailInput[];
}
export interface CamtDetailInput {
  readonly amount?: string;
  readonly currency?: string;
  readonly creditor?: string;
  readonly creditorIban?: string;
  readonly ultimateCreditor?: string;
  readonly debtor?: string;
  readonly debtorIban?: string;
}

export const CAMT_053 = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';
export const CAMT_HEAD = `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${CAMT_053}"><BkToCstmrStmt><GrpHdr><MsgId>m</MsgId></GrpHdr>`;
export const CAMT_TAIL = '</BkToCstmrStmt></Document>\n';

/** A whole message of statements, one an account. */
export function camtText(statements: readonly { readonly account: string; readonly entries: readonly CamtEntryInput[] }[]): string {
  return `${CAMT_HEAD}${statements.map(({ account, entries }) => statementText(account, entries)).join('')}${CAMT_TAIL}`;
}

export function statementText(account: string, entries: readonly CamtEntryInput[]): string {
  return `<Stmt><Id>s</Id><Acct><Id><IBAN>${account}</IBAN></Id></Acct>${entries.map(entryText).join('\n')}</Stmt>`;
}

function entryText(entry: CamtEntryInput): string {
  const { amount, currency = 'EUR', indicator = 'DBIT', status = 'BOOK', on = '2025-03-10', reference, isReversal, details = [] } = entry;
  return [
    `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${indicator}</CdtDbtInd>`,
    ...(isReversal === undefined ? [] : [`<RvslInd>${isReversal}</RvslInd>`]),
    `<Sts><Cd>${status}</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt>`,
    ...(reference === undefined ? [] : [`<AcctSvcrRef>${reference}</AcctSvcrRef>`]),
    `<NtryDtls>${details.map(detailText).join('')}</NtryDtls></Ntry>`,
  ].join('');
}

function detailText(detail: CamtDetailInput): string {
  const { amount, currency = 'EUR', creditor, creditorIban, ultimateCreditor, debtor, debtorIban } = detail;
  const party = (tag: string, name: string | undefined) => (name === undefined ? '' : `<${tag}><Pty><Nm>${name}</Nm></Pty></${tag}>`);
  const account = (tag: string, iban: string | undefined) => (iban === undefined ? '' : `<${tag}><Id><IBAN>${iban}</IBAN></Id></${tag}>`);
  return [
    '<TxDtls>',
    ...(amount === undefined ? [] : [`<Amt Ccy="${currency}">${amount}</Amt>`]),
    '<RltdPties>',
    party('Dbtr', debtor),
    account('DbtrAcct', debtorIban),
    party('Cdtr', creditor),
    account('CdtrAcct', creditorIban),
    party('UltmtCdtr', ultimateCreditor),
    '</RltdPties></TxDtls>',
  ].join('');
}

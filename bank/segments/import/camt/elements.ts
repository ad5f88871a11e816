/**
 * Where the facts of a booked payment stand in CAMT.052, .053 and .054, versions 1 and up. Paths are local names below the element given; everything else
 * is skipped. Where versions differ, both places are listed and the first one met counts.
 */
const STATEMENT_PATHS = {
  id: ['Id'],
  account: ['Acct/Id/IBAN', 'Acct/Id/Othr/Id', 'Acct/Id/BBAN', 'Acct/Id/UPIC', 'Acct/Id/PrtryAcct/Id'],
} as const;

const ENTRY_PATHS = {
  amount: ['Amt'],
  indicator: ['CdtDbtInd'],
  reversal: ['RvslInd'],
  status: ['Sts', 'Sts/Cd'],
  bookedAt: ['BookgDt/Dt', 'BookgDt/DtTm'],
  valueAt: ['ValDt/Dt', 'ValDt/DtTm'],
  reference: ['AcctSvcrRef'],
} as const;

/** A party's name: directly, in `Pty` since version 8, or that of an institution. */
const namesOf = (party: string) => [`RltdPties/${party}/Nm`, `RltdPties/${party}/Pty/Nm`, `RltdPties/${party}/Agt/FinInstnId/Nm`];
const accountOf = (party: string) => ['IBAN', 'Othr/Id', 'BBAN', 'PrtryAcct/Id'].map((each) => `RltdPties/${party}Acct/Id/${each}`);

const DETAIL_PATHS = {
  amount: ['Amt'],
  transactionAmount: ['AmtDtls/TxAmt/Amt'],
  indicator: ['CdtDbtInd'],
  reference: ['Refs/AcctSvcrRef'],
  transactedAt: ['RltdDts/TxDtTm'],
  acceptedAt: ['RltdDts/AccptncDtTm'],
  creditor: namesOf('Cdtr'),
  creditorAccount: accountOf('Cdtr'),
  ultimateCreditor: namesOf('UltmtCdtr'),
  debtor: namesOf('Dbtr'),
  debtorAccount: accountOf('Dbtr'),
  ultimateDebtor: namesOf('UltmtDbtr'),
} as const;

export type StatementField = keyof typeof STATEMENT_PATHS;
export type EntryField = keyof typeof ENTRY_PATHS;
export type DetailField = keyof typeof DETAIL_PATHS;
export type Fields<Field extends string> = Partial<Record<Field, string>>;

/** What an element begins, or which field its text is. `currency`: the field's amount has its currency in the attribute `Ccy`. */
export interface ElementRole {
  readonly children: Map<string, ElementRole>;
  begins?: 'statement' | 'entry' | 'detail';
  field?: { readonly of: 'statement'; readonly name: StatementField } | EntryPlace | DetailPlace;
}
interface EntryPlace {
  readonly of: 'entry';
  readonly name: EntryField;
}
interface DetailPlace {
  readonly of: 'detail';
  readonly name: DetailField;
}

const MESSAGES: Readonly<Record<string, readonly string[]>> = {
  'camt.052': ['BkToCstmrAcctRpt', 'BkToCstmrAcctRptV01', 'Rpt'],
  'camt.053': ['BkToCstmrStmt', 'BkToCstmrStmtV01', 'Stmt'],
  'camt.054': ['BkToCstmrDbtCdtNtfctn', 'BkToCstmrDbtCdtNtfctnV01', 'Ntfctn'],
};
const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:(camt\.05[234])\.001\.\d{2}$/;

/** The roles of a message's elements below `Document`; undefined where the namespace is not that of a CAMT.052, .053 or .054. */
export function rolesOf(namespace: string): ElementRole | undefined {
  const message = NAMESPACE.exec(namespace)?.[1];
  const [name, nameV1, statementName] = MESSAGES[message ?? ''] ?? [];
  if (name === undefined || nameV1 === undefined || statementName === undefined) return undefined;
  const detail = roleWith(DETAIL_PATHS, (field) => ({ of: 'detail', name: field }));
  detail.begins = 'detail';
  const entry = roleWith(ENTRY_PATHS, (field) => ({ of: 'entry', name: field }));
  entry.begins = 'entry';
  entry.children.set('TxDtls', detail);
  entry.children.set('NtryDtls', { children: new Map([['TxDtls', detail]]) });
  const statement = roleWith(STATEMENT_PATHS, (field) => ({ of: 'statement', name: field }));
  statement.begins = 'statement';
  statement.children.set('Ntry', entry);
  const root: ElementRole = { children: new Map([[statementName, statement]]) };
  return {
    children: new Map([
      [name, root],
      [nameV1, root],
    ]),
  };
}

function roleWith<Field extends string>(
  paths: Readonly<Record<Field, readonly string[]>>,
  place: (field: Field) => ElementRole['field'],
): ElementRole {
  const top: ElementRole = { children: new Map() };
  for (const field in paths)
    for (const each of paths[field]) {
      let role = top;
      for (const name of each.split('/')) {
        const next: ElementRole = role.children.get(name) ?? { children: new Map() };
        role.children.set(name, next);
        role = next;
      }
      const found = place(field);
      if (found !== undefined) role.field = found;
    }
  return top;
}

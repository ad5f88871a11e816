import { z } from 'zod';
import { type Artefact, ARTEFACTS, ARTEFACTS_KEY } from '#shared/contracts/http/artefacts.ts';
import type { AnyEndpoint } from '#shared/contracts/http/define.ts';
import { CHARGE_RULES } from '../privacy/ledger/charge-rules.ts';

/**
 * Holds what an endpoint says that its answers carry against the marks in its answer's schema and against the rules of the ledger.
 * @throws TypeError where an artefact is marked and not declared, declared and not marked, or has no charge: the service does not start with it
 */
export function assertCarried(
  name: string,
  endpoint: Pick<AnyEndpoint, 'answer' | 'carries'>,
  rules: Readonly<Record<string, readonly string[]>> = CHARGE_RULES,
): void {
  const declared: readonly string[] = endpoint.carries === 'none' ? [] : endpoint.carries;
  const marked = artefactsOf(endpoint.answer);
  for (const artefact of marked)
    if (!declared.includes(artefact)) throw new TypeError(`endpoint ${name} answers a ${artefact} that it does not declare`);
  for (const artefact of declared) {
    if (!marked.some((each) => each === artefact))
      throw new TypeError(`endpoint ${name} declares a ${artefact} that its answer does not hold`);
    if (!Object.hasOwn(rules, artefact) || rules[artefact]?.length === 0)
      throw new TypeError(`a ${artefact} has no charge in the ledger: ${name} may not answer it`);
  }
}

/** The artefacts that some part of a schema is marked with (`holding`). */
export function artefactsOf(schema: z.ZodType): readonly Artefact[] {
  const found = new Set<Artefact>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node))
      if (key === ARTEFACTS_KEY && Array.isArray(value)) for (const artefact of value) found.add(z.enum(ARTEFACTS).parse(artefact));
      else walk(value);
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return [...found];
}

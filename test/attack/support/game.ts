import { expect } from 'vitest';
import { osRandomBits } from '#bank/privacy/noise/os-random-bits.ts';
import type { RandomBits } from '#bank/privacy/noise/random-bits.ts';
import { seededBits } from '../../support/seeded-bits.ts';
import { type Plan, type PlannedGame, planGame } from './plan.ts';

/** The nightly run plays with the operating system's randomness, every other run with the same bits each time. */
export const isNightly = process.env['FLORIN_NIGHTLY'] === '1';

export function attackBits(seed: string): RandomBits {
  return isNightly ? osRandomBits() : seededBits(seed);
}

/** One round: a coin decides whether the victim is in the data, the attacker guesses. */
export interface Round {
  readonly isVictimIn: boolean;
  /** For the system's noise. */
  readonly random: RandomBits;
}

/** The attacker's guess whether the victim is in the data, from what the system under attack lets it see. */
export type Attack<System> = (system: System) => boolean | Promise<boolean>;

export interface Game<System> extends PlannedGame {
  readonly name: string;
  readonly attack: Attack<System>;
}

/** A system, made anew for each round from data with or without the victim. */
export type MakeSystem<System> = (round: Round) => System | Promise<System>;

function coin(random: RandomBits): boolean {
  return random.next(1n) === 1n;
}

/** The correct system stays below the threshold of the game's plan. */
export async function expectWithstands<System>(game: Game<System>, system: MakeSystem<System>): Promise<void> {
  const { successes, threshold } = await play(game, 'correct system', system);
  expect(successes).toBeLessThan(threshold);
}

/** A broken system reaches it: the game would have found the mistake. */
export async function expectBroken<System>(game: Game<System>, stub: string, system: MakeSystem<System>): Promise<void> {
  const { successes, threshold } = await play(game, stub, system);
  expect(successes).toBeGreaterThanOrEqual(threshold);
}

async function play<System>(game: Game<System>, who: string, make: MakeSystem<System>): Promise<Plan & { readonly successes: number }> {
  const plan = planGame(game);
  const random = attackBits(`attack ${game.name} ${who}`);
  let successes = 0;
  for (let played = 0; played < plan.games; played += 1) {
    const isVictimIn = coin(random);
    if ((await game.attack(await make({ isVictimIn, random }))) === isVictimIn) successes += 1;
  }
  printAttack(`${game.name}, ${who}`, plan.games, successes, plan.threshold);
  return { ...plan, successes };
}

/** The line of an attack: the system counts as broken where `successes` reach the threshold. */
export function printAttack(what: string, games: number, successes: number | string, threshold: number): void {
  process.stdout.write(`attack ${what}: games ${games}, successes ${successes}, threshold ${threshold}\n`);
}

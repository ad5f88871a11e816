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
export type Attack<System> = (system: System) => boolean;

export interface Game<System> extends PlannedGame {
  readonly name: string;
  readonly attack: Attack<System>;
}

/** A system, made anew for each round from data with or without the victim. */
export type MakeSystem<System> = (round: Round) => System;

function coin(random: RandomBits): boolean {
  return random.next(1n) === 1n;
}

/** The correct system stays below the threshold of the game's plan. */
export function expectWithstands<System>(game: Game<System>, system: MakeSystem<System>): void {
  const { successes, threshold } = play(game, 'correct system', system);
  expect(successes).toBeLessThan(threshold);
}

/** A broken system reaches it: the game would have found the mistake. */
export function expectBroken<System>(game: Game<System>, stub: string, system: MakeSystem<System>): void {
  const { successes, threshold } = play(game, stub, system);
  expect(successes).toBeGreaterThanOrEqual(threshold);
}

function play<System>(game: Game<System>, who: string, make: MakeSystem<System>): Plan & { readonly successes: number } {
  const plan = planGame(game);
  const random = attackBits(`attack ${game.name} ${who}`);
  let successes = 0;
  for (let played = 0; played < plan.games; played += 1) {
    const isVictimIn = coin(random);
    if (game.attack(make({ isVictimIn, random })) === isVictimIn) successes += 1;
  }
  process.stdout.write(`attack ${game.name}, ${who}: games ${plan.games}, successes ${successes}, threshold ${plan.threshold}\n`);
  return { ...plan, successes };
}

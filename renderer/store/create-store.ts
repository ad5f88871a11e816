import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDesignerSlice, type DesignerPorts, type DesignerSlice } from './designer-slice.ts';
import { createReviewSlice, type ReviewSlice } from './review-slice.ts';
import { createViewSlice, type ViewSlice } from './view-slice.ts';

export type FlorinState = DesignerSlice & ReviewSlice & ViewSlice;
export type FlorinStore = StoreApi<FlorinState>;
export type StorePorts = DesignerPorts;

/** The store of one window. It lives as long as one person is signed in: signing out drops it whole. */
export function createFlorinStore(ports: StorePorts): FlorinStore {
  return createStore<FlorinState>()((set, get) => ({
    ...createDesignerSlice(ports, set, get),
    ...createReviewSlice(set),
    ...createViewSlice(set),
  }));
}

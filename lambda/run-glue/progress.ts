/** How far work has come. */
export type Progress =
  | { readonly state: 'GOING_ON'; readonly jobRunId?: string; readonly why?: string }
  | { readonly state: 'DONE'; readonly outputs: Readonly<Record<string, string>> }
  | { readonly state: 'FAILED'; readonly reason: string };

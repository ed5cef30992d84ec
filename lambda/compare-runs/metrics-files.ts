/** A JSON file that a step writes for other steps to read numbers from. */
export interface MetricsFile {
  /** Name of the job's output that it lies in. */
  readonly output: string;
  readonly path: string;
}

interface Step {
  readonly Name?: string;
  readonly PropertyFiles?: readonly { readonly OutputName?: string; readonly FilePath?: string }[];
  readonly Arguments?: { readonly IfSteps?: readonly Step[]; readonly ElseSteps?: readonly Step[] };
}

/**
 * The files with metrics that steps of a pipeline write, by step; those inside of conditions too.
 *
 * @throws SyntaxError when the definition is not JSON
 */
export function metricsFilesIn(definition: string): Map<string, MetricsFile> {
  return new Map(all((JSON.parse(definition) as { Steps?: readonly Step[] }).Steps).flatMap(({ Name, PropertyFiles = [] }) => {
    const [{ OutputName: output, FilePath: path } = {}] = PropertyFiles;
    return Name !== undefined && output !== undefined && path !== undefined ? [[Name, { output, path }] as const] : [];
  }));
}

function all(steps: readonly Step[] = []): Step[] {
  return steps.flatMap((step) => [step, ...all(step.Arguments?.IfSteps), ...all(step.Arguments?.ElseSteps)]);
}

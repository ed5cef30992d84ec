/** A JSON file that a step writes for other steps to read numbers from. */
export interface MetricsFile {
  /** Name of the job's output that it lies in. */
  readonly output: string;
  readonly path: string;
}

/** The files with metrics that steps of a pipeline write. */
export class MetricsFiles {
  constructor(private readonly byStep: ReadonlyMap<string, MetricsFile>, private readonly byIteratedStep: ReadonlyMap<string, MetricsFile>) {}

  /** That of a step of a run. A step that was done for one item of many has a hyphen and a number behind its name. */
  public of(stepName: string): MetricsFile | undefined {
    return this.byStep.get(stepName) ?? this.byIteratedStep.get(stepName.replace(/-\d+$/, ''));
  }
}

interface Step {
  readonly Name?: string;
  readonly PropertyFiles?: readonly { readonly OutputName?: string; readonly FilePath?: string }[];
  readonly Arguments?: { readonly IfSteps?: readonly Step[]; readonly ElseSteps?: readonly Step[]; readonly ForEachBody?: readonly Step[] };
}

/**
 * The files with metrics that steps of a pipeline write; those inside of conditions, and those that are done for each item of a list, too.
 *
 * @throws SyntaxError when the definition is not JSON
 */
export function metricsFilesIn(definition: string): MetricsFiles {
  const steps = all((JSON.parse(definition) as { Steps?: readonly Step[] }).Steps);
  return new MetricsFiles(filesOf(steps), filesOf(steps.flatMap(({ Arguments }) => Arguments?.ForEachBody ?? [])));
}

function filesOf(steps: readonly Step[]): Map<string, MetricsFile> {
  return new Map(steps.flatMap(({ Name, PropertyFiles = [] }) => {
    const [{ OutputName: output, FilePath: path } = {}] = PropertyFiles;
    return Name !== undefined && output !== undefined && path !== undefined ? [[Name, { output, path }] as const] : [];
  }));
}

function all(steps: readonly Step[] = []): Step[] {
  return steps.flatMap((step) => [step, ...all(step.Arguments?.IfSteps), ...all(step.Arguments?.ElseSteps)]);
}

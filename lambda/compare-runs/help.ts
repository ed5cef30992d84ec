import { MOST_COMPARED_RUNS, USUAL_COMPARED_RUNS } from '../../lib/core/contract';

/** What a dashboard's editor shows beside the widget's parameters: Markdown. */
export const HELP = `### Compares the runs of SageMaker pipelines

| parameter | meaning |
|---|---|
| \`pipelineName\` | the pipeline whose runs are compared; left out, the first of \`pipelines\` |
| \`pipelines\` | names of pipelines to choose from |
| \`runs\` | how many runs, the newest first: 1 to ${MOST_COMPARED_RUNS}, by default ${USUAL_COMPARED_RUNS} |
| \`higherIsBetter\`, \`lowerIsBetter\` | names of metrics whose names do not say which values are better |
| \`format\` | \`html\` or \`json\` |
`;

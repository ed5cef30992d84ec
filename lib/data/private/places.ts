import { isKnown, type Mistake } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';

/** Folders of the container. */
export const PROCESSING_FOLDER = '/opt/ml/processing/';
export const INPUT_FOLDER = '/opt/ml/processing/input';
export const OUTPUT_FOLDER = '/opt/ml/processing/output';

const LOCAL_PATH = Limit.between('LocalPath', 0, 256);

/** What is wrong with a folder of the container. */
export function checkFolder(folder: string): (Mistake | undefined)[] {
  return [
    LOCAL_PATH.mistakeInText('localPath', folder),
    isKnown(folder) && !folder.startsWith(PROCESSING_FOLDER) ? {
      code: 'ProcessingFolderOutside', property: 'localPath', problem: `must begin with ${PROCESSING_FOLDER}`, value: folder,
      fix: "Choose a folder below it, or leave 'localPath' out.",
    } : undefined,
  ];
}

/** What is wrong with the name of an output, which becomes a part of paths. */
export function checkOutputName(name: string): Mistake | undefined {
  return isKnown(name) && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name) ? {
    code: 'ProcessingOutputName', property: 'outputs', problem: 'a name has up to 128 letters, digits, dots, hyphens and underscores, and starts with a letter or digit',
    value: name, fix: "Name it as 'train'.",
  } : undefined;
}

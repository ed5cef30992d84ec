import { resourceInUse, resourceNotFound, validationException } from '../api';

/** Ways in which the service says that something is not there, or is there already; each kind has its own habit. */
export const words = {
  couldNotFind: (noun: string) => (_id: string, arn: string) => validationException(`Could not find ${noun} "${arn}".`),
  cannotCreateExisting: (noun: string) => (_id: string, arn: string) => validationException(`Cannot create already existing ${noun} "${arn}".`),
  doesNotExist: (noun: string) => (_id: string, arn: string) => validationException(`${noun} ${arn} does not exist.`),
  alreadyExists: (noun: string) => (_id: string, arn: string) => validationException(`${noun} already exists: ${arn}`),
  notFound: (noun: string) => (id: string) => resourceNotFound(`${noun} [${id}] does not exist.`),
  inUse: (noun: string) => (id: string) => resourceInUse(`${noun} [${id}] already exists.`),
};

export * as core from './core';
export * as data from './data';

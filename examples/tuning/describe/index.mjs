/** Says in a sentence what a search found, for those who decide about the version. */
export const handler = async ({ job, auc, depth, eta, subsample }) => {
  const digits = (text) => Number(text).toPrecision(3);
  return { text: `Best of its search, ${job}: max_depth ${depth}, eta ${digits(eta)}, subsample ${digits(subsample)}; validation AUC ${digits(auc)}.` };
};

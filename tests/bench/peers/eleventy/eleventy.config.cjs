// The same words in the same number of pages; nothing else is asked for.
module.exports = function (config) {
  config.setUseGitIgnore(false);
  return { markdownTemplateEngine: false };
};

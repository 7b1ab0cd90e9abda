// What axe-core finds wrong with the page as it is now, one line for each element.
const done = arguments[arguments.length - 1];
axe
  .run(document, { resultTypes: ["violations"] })
  .then((result) =>
    done(
      result.violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(" ")}\n    ${node.html}\n    ${node.failureSummary}`),
      ),
    ),
  )
  .catch((error) => done([`axe-core failed: ${error}`]));

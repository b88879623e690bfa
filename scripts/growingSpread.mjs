const optional = 1 << 24; // ts.SymbolFlags.Optional
const stringIndex = 0; // what `Record<string, …>` may have, it may lack too: such tables are made once

/**
 * `{ ...of, more }` where `of` may lack `more`: model/withMore.ts says what that costs in Node 20. Names that are computed are
 * taken to be there.
 */
export const growingSpread = {
  meta: {
    type: "problem",
    schema: [],
    messages: { grows: "Use withMore(…), or name the properties: see model/withMore.ts." },
  },
  create(context) {
    const { program, getTypeAtLocation } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const isSurelyIn = (type, name) =>
      (type.isUnion() ? type.types : [type]).every((part) => {
        const property = checker.getPropertyOfType(part, name);
        return property !== undefined && (property.flags & optional) === 0;
      });
    return {
      ObjectExpression(node) {
        const [first, ...others] = node.properties;
        if (first?.type !== "SpreadElement") return;
        const type = getTypeAtLocation(first.argument);
        if (checker.getIndexTypeOfType(type, stringIndex)) return;
        const grows = others.some(
          (property) =>
            property.type === "SpreadElement" ||
            (!property.computed && !isSurelyIn(type, property.key.name ?? property.key.value)),
        );
        if (grows) context.report({ node, messageId: "grows" });
      },
    };
  },
};

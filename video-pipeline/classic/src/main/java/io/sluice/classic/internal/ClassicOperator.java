package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;

/** What the operators of this bundle have in common: a schema beside the class, and arguments that keep to it. */
abstract class ClassicOperator implements Operator {

    private final String name;
    private final String schema;

    ClassicOperator(String name) {
        this.name = name;
        schema = OperatorArguments.schema(name);
    }

    @Override
    public final String argumentsSchema() {
        return schema;
    }

    @Override
    public final Step open(String arguments) {
        return open(OperatorArguments.check(name, arguments));
    }

    /** @param arguments complete, with defaults, and of the right types */
    abstract Step open(JsonNode arguments);
}

package io.sluice.classic.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.natives.NativeLibrary;

/** What the operators of this bundle have in common: a schema beside the class, and arguments that keep to it. */
abstract class ClassicOperator implements Operator {

    private final String name;
    private final NativeLibrary library;
    private final String schema;

    /** @param library loaded when the first step is opened: most gateways have none */
    ClassicOperator(String name, NativeLibrary library) {
        this.name = name;
        this.library = library;
        schema = OperatorArguments.schema(name);
    }

    @Override
    public final String argumentsSchema() {
        return schema;
    }

    @Override
    public final Step open(String arguments) {
        JsonNode checked = OperatorArguments.check(name, arguments);
        library.load();
        return open(checked);
    }

    /** @param arguments complete, with defaults, and of the right types */
    abstract Step open(JsonNode arguments);
}

package io.sluice.algorithm.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;

/** Makes validators of schemas, after having validated the schemas themselves. */
final class Compiler {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(iri -> {
                        if (iri.toString().startsWith("classpath:")) {
                            return null;
                        }
                        throw new JsonSchemaException("nothing is fetched from " + iri);
                    }))
                    .enableSchemaCache(false));
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .locale(Locale.ENGLISH)
            .regularExpressionFactory(BoundedPattern::new)
            .build();
    private static final JsonSchema META = loading(() -> FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG));

    private Compiler() {}

    static JsonSchema compile(JsonNode schema) {
        loading(() -> META.validate(schema)).stream()
                .min(Comparator.comparing((ValidationMessage message) -> message.getInstanceLocation().toString()))
                .ifPresent(message -> {
                    throw SchemaGuard.fault(Explanation.path(message), Explanation.reason(message));
                });
        try {
            return loading(() -> {
                JsonSchema compiled = FACTORY.getSchema(schema, CONFIG);
                compiled.initializeValidators();
                return compiled;
            });
        } catch (JsonSchemaException error) {
            throw SchemaGuard.fault("", "cannot be used: " + error.getMessage());
        }
    }

    /** The library looks for the meta-schemas by the thread's class loader, which in a framework knows nothing of them. */
    private static <T> T loading(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JsonSchema.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

package io.sluice.runner.preprocessing.internal;

import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.analysis.Operator;
import io.sluice.api.analysis.Step;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonObject;
import io.sluice.runner.kit.ArgumentReader;
import io.sluice.runner.kit.JsonTexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What can be done to pictures: by operators of the gateway, which come and go, and by what is here. Thread-safe. */
final class Operators {

    /** Those of the gateway that give pictures; others find things in them. */
    static final List<String> SERVICES = List.of("denoise", "dehaze", "geometry");

    private final Map<String, Operator> services = new ConcurrentHashMap<>();

    void set(String name, Operator operator) {
        services.put(name, operator);
    }

    void unset(String name, Operator operator) {
        services.remove(name, operator);
    }

    /** Who offers it at present; empty where it is of this bundle, or away. */
    Optional<Operator> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    /** Whether it cannot be used at present. */
    boolean away(String name) {
        return SERVICES.contains(name) && service(name).isEmpty();
    }

    /**
     * Whether arguments are right, as far as that can be told without a picture.
     *
     * @throws io.sluice.api.error.InvalidInputException naming the one that is not
     */
    void check(String name, JsonObject arguments, String path) {
        switch (name) {
            case "scale" -> ScaleStep.read(arguments, path);
            case "grey" -> GreyStep.read(arguments, path);
            case "region" -> RegionStep.read(arguments, path);
            default -> {
                if (!SERVICES.contains(name)) {
                    throw ArgumentReader.invalid(path + "Operator",
                            "must be one of dehaze, denoise, geometry, grey, region, scale");
                }
                service(name).ifPresent(operator ->
                        Arguments.check(operator.argumentsSchema(), JsonTexts.of(arguments), path + "Arguments"));
            }
        }
    }

    /** @throws UnavailableException where the operator is away */
    Step open(String name, JsonObject arguments) {
        return switch (name) {
            case "scale" -> ScaleStep.read(arguments, "");
            case "grey" -> GreyStep.read(arguments, "");
            case "region" -> RegionStep.read(arguments, "");
            default -> service(name).orElseThrow(() -> new UnavailableException("runner.operator.absent",
                    "The operator " + name + " is away.", "See the status of the bundles.", null)).open(JsonTexts.of(arguments));
        };
    }
}

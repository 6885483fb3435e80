package io.sluice.cli;

import io.sluice.api.message.AlgorithmQuery;
import io.sluice.api.message.AvailableResourceQuery;
import io.sluice.api.message.Command;
import io.sluice.api.message.DeviceSelector;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.ResourceCriteria;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TotalResourceQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Makes queries of what stands on the command line. */
final class Questions {

    static final Set<String> OPTIONS =
            Set.of("device", "longitude", "latitude", "product", "chip", "driver", "task");

    private static final int INDEX = 1;

    private Questions() {}

    /**
     * @param node the id of the node that is asked; those below it are asked through it
     * @throws UsageException where there is no such query, or a condition cannot be read
     */
    static Command of(String kind, Words words, String node) {
        boolean below = words.flags().contains("below");
        List<String> devices = list(words, "device").orElse(List.of(node));
        List<DeviceSelector> selectors = devices.stream().map(device -> new DeviceSelector(device, below)).toList();
        return switch (kind) {
            case "total" -> new TotalResourceQuery(INDEX, criteria(words, selectors));
            case "available" -> new AvailableResourceQuery(INDEX, criteria(words, selectors));
            case "algorithms" -> new AlgorithmQuery(OptionalInt.of(INDEX), selectors);
            case "tasks" -> tasks(devices, below, list(words, "task"));
            default -> throw new UsageException("query what? total, available, algorithms or tasks");
        };
    }

    static TaskStatusQuery tasks(List<String> devices, boolean below, Optional<List<String>> tasks) {
        return new TaskStatusQuery(OptionalInt.of(INDEX), devices.stream()
                .map(device -> new TaskStatusQuery.Selector(device, below, tasks))
                .toList());
    }

    private static ResourceCriteria criteria(Words words, List<DeviceSelector> devices) {
        OptionalDouble[] longitude = range(words, "longitude");
        OptionalDouble[] latitude = range(words, "latitude");
        return new ResourceCriteria(Optional.of(devices), longitude[1], longitude[0], latitude[1], latitude[0],
                Optional.ofNullable(words.options().get("product")), Optional.ofNullable(words.options().get("chip")),
                Optional.ofNullable(words.options().get("driver")), Optional.empty(), JsonObject.EMPTY);
    }

    static Optional<List<String>> list(Words words, String option) {
        return Optional.ofNullable(words.options().get(option)).map(text -> Arrays.asList(text.split(",")));
    }

    /** Two bounds as 1.5:2.5; either may be left out. */
    private static OptionalDouble[] range(Words words, String option) {
        String text = words.options().getOrDefault(option, ":");
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new UsageException("--" + option + " must be <least>:<most>, not " + text);
        }
        return new OptionalDouble[] {
            degrees(option, text.substring(0, colon)), degrees(option, text.substring(colon + 1))
        };
    }

    private static OptionalDouble degrees(String option, String text) {
        try {
            return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException noNumber) {
            throw new UsageException("--" + option + " must be degrees, not " + text);
        }
    }
}

package io.sluice.runner.features.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.TaskResultBody;
import io.sluice.runner.features.internal.library.FeatureLibraries;
import io.sluice.runner.features.internal.library.FeatureLibrary;
import io.sluice.runner.features.internal.library.LibraryEntry;
import io.sluice.runner.features.internal.library.LibrarySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores the vectors that come in a library, which it makes where there is none. The same vector that comes again takes its own place. */
final class GatherWork implements FeatureWork {

    private static final int MOST_CHARACTERS = 256;

    private final String task;
    private final SearchPlan plan;
    private final FeatureLibraries libraries;
    private final Clock clock;

    GatherWork(String task, SearchPlan plan, FeatureLibraries libraries, Clock clock) {
        this.task = task;
        this.plan = plan;
        this.libraries = libraries;
        this.clock = clock;
    }

    /** Before the first vector, so that others can search it. */
    void begin() {
        plan.dimension().ifPresent(this::library);
    }

    @Override
    public void given(int index, JsonObject feature) {
        Arguments fields = new Arguments(feature);
        Map<String, String> attributes = new LinkedHashMap<>();
        scalars(feature.get("Attributes").filter(JsonObject.class::isInstance).map(JsonObject.class::cast).orElse(JsonObject.EMPTY), attributes);
        Instant time = fields.whole("TakenMicros", 0, Long.MAX_VALUE).map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .orElseGet(clock::instant);
        store(List.of(new LibraryEntry(fields.text("ID").orElse(task + "-" + index), fields.text("Label").orElse(""),
                fields.text("DeviceID").orElse(""), time, attributes, FeatureInfos.required(feature))));
    }

    @Override
    public void arrived(TaskResultBody result) {
        String key = Input.key(result);
        List<LibraryEntry> entries = new ArrayList<>();
        int number = 0;
        for (Found found : Found.in(result)) {
            String id = key + "-" + number++;
            if (plan.labels().isEmpty() || plan.labels().contains(found.label())) {
                Map<String, String> attributes = new LinkedHashMap<>(Map.of("TaskID", result.taskId()));
                scalars(found.description(), attributes);
                entries.add(new LibraryEntry(id, cut(found.label()), result.deviceId(), Instant.ofEpochMilli(result.ts()), attributes,
                        found.vector()));
            }
        }
        store(entries);
    }

    private void store(List<LibraryEntry> entries) {
        if (!entries.isEmpty()) {
            library(entries.get(0).vector().length).store(entries);
        }
    }

    private FeatureLibrary library(int dimension) {
        return libraries.find(plan.library()).orElseGet(() -> {
            try {
                return libraries.create(new LibrarySpec(plan.library(), dimension, plan.mostEntries(), plan.mostDays()));
            } catch (RejectedException madeMeanwhile) {
                return libraries.require(plan.library());
            }
        });
    }

    private static void scalars(JsonObject description, Map<String, String> attributes) {
        description.members().forEach((name, value) -> {
            if (value instanceof JsonText text && !name.equals("Label")) {
                attributes.putIfAbsent(name, cut(text.text()));
            } else if (value instanceof JsonNumber number) {
                attributes.putIfAbsent(name, cut(number.literal()));
            }
        });
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
}

package io.sluice.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.ID;

/**
 * What the framework is to be made equal to: the bundles of all features by location.
 *
 * @param items by location, in order of the features
 * @param features locations of each feature by its name
 */
record Release(Map<String, Item> items, Map<String, List<String>> features) {

    private static final int DEFAULT_START_LEVEL = 20;

    /**
     * One bundle.
     *
     * @param location {@code feature:<group>:<artifact>[:<classifier>]}; without version, so that another version is an
     *     update of the same bundle
     * @param stamp changes whenever the content does
     */
    record Item(String location, Path file, String version, String stamp, int startLevel) {}

    /** Puts features together; one that misses a file or contradicts an earlier one is put among the refused. */
    static Release of(Map<String, Feature> features, Repository repository, Map<String, Refusal> refused) {
        Release release = new Release(new LinkedHashMap<>(), new LinkedHashMap<>());
        features.forEach((name, feature) -> release.add(name, feature, repository, refused));
        return release;
    }

    private void add(String name, Feature feature, Repository repository, Map<String, Refusal> refused) {
        Map<String, Item> own = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (FeatureBundle bundle : feature.getBundles()) {
            ID id = bundle.getID();
            Path file = repository.fileOf(id);
            if (!Files.isRegularFile(file)) {
                refused.put(name, new Refusal("feature.incomplete", "The bundle " + id + " is missing: " + file));
                return;
            }
            Item item = new Item(
                    locationOf(id), file, id.getVersion(), Repository.stampOf(id, file), startLevel(bundle));
            Item before = items.get(item.location());
            if (before != null && !before.version().equals(item.version())) {
                faults.add(item.location() + " in version " + item.version()
                        + ", but another feature has " + before.version());
            }
            own.put(item.location(), Objects.requireNonNullElse(before, item));
        }
        if (!faults.isEmpty()) {
            refused.put(name, new Refusal("feature.conflict", "It wants " + String.join("; ", faults) + "."));
            return;
        }
        items.putAll(own);
        features.put(name, List.copyOf(own.keySet()));
    }

    private static String locationOf(ID id) {
        return "feature:" + id.getGroupId() + ":" + id.getArtifactId()
                + id.getClassifier().map(classifier -> ":" + classifier).orElse("");
    }

    private static int startLevel(FeatureBundle bundle) {
        Object level = bundle.getMetadata().get("start-level");
        try {
            return level == null ? DEFAULT_START_LEVEL : Math.max(1, Integer.parseInt(level.toString()));
        } catch (NumberFormatException notANumber) {
            return DEFAULT_START_LEVEL;
        }
    }
}

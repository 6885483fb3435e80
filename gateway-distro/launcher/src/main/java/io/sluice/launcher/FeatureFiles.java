package io.sluice.launcher;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureService;

/** Reads feature files (OSGi Compendium 8, chapter 159). */
final class FeatureFiles {

    private final Path folder;
    private final FeatureService parser = new FeatureServiceImpl();

    FeatureFiles(Path folder) {
        this.folder = folder;
    }

    /** Reads the named features in order; one that cannot be read is put among the refused. */
    Map<String, Feature> read(List<String> names, Map<String, Refusal> refused) {
        Map<String, Feature> features = new LinkedHashMap<>();
        for (String name : names) {
            Path file = folder.resolve(name + ".json");
            try (Reader reader = Files.newBufferedReader(file)) {
                features.put(name, parser.readFeature(reader));
            } catch (NoSuchFileException absent) {
                refused.put(name, new Refusal("feature.incomplete", "There is no file " + file + "."));
            } catch (Exception unreadable) {
                // The parser throws many kinds, unchecked ones among them, for text that is no feature.
                refused.put(name, new Refusal("feature.malformed", file + " is no feature: " + Causes.of(unreadable)));
            }
        }
        return features;
    }
}

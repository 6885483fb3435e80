package io.sluice.resources.internal;

import io.sluice.api.message.AlgResource;
import io.sluice.api.message.AlgResource.AlgInfo;
import io.sluice.api.message.ModelInfo;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelRepository;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The algorithms of this node (table 14): all imported versions, and those that are in use without having been imported. A pure
 * function.
 */
final class Algorithms {

    private static final int TYPE_BYTES = 127;
    private static final int VERSION_BYTES = 19;
    private static final int FILE_BYTES = 63;
    private static final int MODEL_FILE_BYTES = 127;

    private Algorithms() {}

    static AlgResource of(String device, Optional<AlgorithmStore> store, Optional<ModelRepository> repository) {
        List<AlgInfo> all = new ArrayList<>();
        Set<String> imported = new HashSet<>();
        for (AlgorithmVersion version : store.map(AlgorithmStore::versions).orElse(List.of())) {
            if (version.status() == AlgorithmStatus.IN_USE) {
                imported.add(version.id());
            }
            all.add(new AlgInfo(version.number(), cut(TYPE_BYTES, version.type()), cut(VERSION_BYTES, version.version()),
                    Optional.of(version.id() + "-" + version.version() + ".algorithm").filter(name -> bytes(name) <= FILE_BYTES),
                    version.status().number(), Optional.of(version.imported()),
                    repository.flatMap(known -> known.find(version.id(), version.version())).map(Algorithms::models)));
        }
        for (AlgorithmDescriptor inUse : repository.map(ModelRepository::list).orElse(List.of())) {
            if (!imported.contains(inUse.id())) {
                all.add(new AlgInfo(inUse.number(), cut(TYPE_BYTES, inUse.type()), cut(VERSION_BYTES, inUse.version()),
                        Optional.empty(), AlgResource.IN_USE, Optional.empty(), Optional.of(models(inUse))));
            }
        }
        return new AlgResource(device, all);
    }

    /** Models have names here and no numbers: they are counted, and the name stands where the file's would. */
    private static List<ModelInfo> models(AlgorithmDescriptor algorithm) {
        List<ModelInfo> models = new ArrayList<>();
        for (ModelDescriptor model : algorithm.models()) {
            models.add(new ModelInfo(models.size() + 1, cut(VERSION_BYTES, model.version()),
                    Optional.of(cut(MODEL_FILE_BYTES, model.id())), Optional.empty(), Optional.empty()));
        }
        return models;
    }

    private static String cut(int most, String text) {
        String kept = text;
        while (bytes(kept) > most) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

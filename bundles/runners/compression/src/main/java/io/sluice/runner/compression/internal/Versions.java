package io.sluice.runner.compression.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.ModelRepository;
import io.sluice.runner.kit.Slot;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which algorithm is meant, and which versions of it there are. */
record Versions(Slot<ModelRepository> models, Slot<AlgorithmStore> store) {

    private static final int LONGEST = 19;
    private static final int MOST = 100;

    /** @throws RejectedException when this node has no such version */
    AlgorithmDescriptor find(AlgModelInfo wanted) {
        AlgorithmDescriptor known = models.require().list().stream()
                .filter(algorithm -> wanted.algId() != 0 && algorithm.number() == wanted.algId()).findFirst()
                .orElseThrow(() -> new RejectedException("runner.algorithm.unknown",
                        "No algorithm of this node that can run has the AlgID " + wanted.algId() + ".", "", null));
        return Optional.of(known).filter(active -> active.version().equals(wanted.algVersion()))
                .or(() -> models.require().find(known.id(), wanted.algVersion()))
                .orElseThrow(() -> new RejectedException("runner.algorithm.version", "Of algorithm " + wanted.algId() + " version "
                        + known.version() + " is in use here; version " + wanted.algVersion() + " is not known.", "", null));
    }

    Optional<AlgorithmVersion> made(String algorithm, String version) {
        return store.require().versions().stream()
                .filter(kept -> kept.id().equals(algorithm) && kept.version().equals(version)).findFirst();
    }

    /**
     * A name that no version has.
     *
     * @throws RejectedException where the one wished for is taken
     */
    String free(AlgorithmDescriptor algorithm, Optional<String> wished) {
        Set<String> taken = store.require().versions().stream().filter(kept -> kept.id().equals(algorithm.id()))
                .map(AlgorithmVersion::version).collect(Collectors.toSet());
        taken.add(algorithm.version());
        String name = wished.orElse(algorithm.version() + "-int8");
        for (int number = 2; wished.isEmpty() && taken.contains(name) && number < MOST; number++) {
            name = algorithm.version() + "-int8." + number;
        }
        if (taken.contains(name) || name.length() > LONGEST || !name.matches("[0-9A-Za-z][0-9A-Za-z.+_-]*")) {
            throw new RejectedException("runner.version.name", "'" + name + "' cannot be the name of the new version of "
                    + algorithm.id() + ": it is taken, longer than " + LONGEST + " characters or has others than letters, digits and .+_-",
                    "Give another one as NewVersion.", null);
        }
        return name;
    }
}

package io.sluice.models.internal.store;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.VariantEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is remembered of an imported version. The manifest is kept as it was written, so that there is one reading of it.
 *
 * @param sha256 of the package's content, whoever signed it
 * @param file SHA-256 of the package's file
 * @param bytes of the package's file
 * @param signer whose signature it has
 * @param tests what the test vectors gave
 * @param trial how far they were run
 * @param key which key its files are encrypted with
 * @param manifest text of the manifest
 * @param texts files of labels by their names
 * @param models digest of the stored content by the name of the file in the package; files of test vectors too while their
 *     trial waits
 */
record VersionRecord(
        String id,
        String version,
        String sha256,
        String file,
        long bytes,
        Instant imported,
        Optional<String> signer,
        List<String> tests,
        TrialState trial,
        String key,
        String manifest,
        Map<String, String> texts,
        Map<String, String> models) {

    VersionRecord {
        tests = List.copyOf(tests);
        texts = Map.copyOf(texts);
        models = Map.copyOf(models);
    }

    VersionRecord withModels(Map<String, String> other) {
        return new VersionRecord(
                id, version, sha256, file, bytes, imported, signer, tests, trial, key, manifest, texts, other);
    }

    /** With what its trial gave; files that only a trial needs are forgotten when it is over. */
    VersionRecord tried(List<String> results, TrialState state, AlgorithmManifest content) {
        Map<String, String> left = new TreeMap<>(models);
        if (!state.waits()) {
            left.keySet().retainAll(content.models().stream()
                    .flatMap(model -> model.variants().stream())
                    .map(VariantEntry::file)
                    .toList());
        }
        return new VersionRecord(
                id, version, sha256, file, bytes, imported, signer, results, state, key, manifest, texts, left);
    }
}

package io.sluice.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A version of an algorithm that was imported and is kept. Immutable.
 *
 * @param id of the algorithm
 * @param number the standard's AlgID; 0 where the maker gave none
 * @param name for people
 * @param version as its maker counts
 * @param type the standard's AlgType
 * @param status how it is
 * @param sha256 of its content, whoever signed it, in lower-case hexadecimal; as {@link AlgorithmDescriptor#sha256()}
 * @param fileSha256 of its package's file, by which that is handed on
 * @param bytes of its package's file
 * @param imported when; the standard's AlgDownloadTime
 * @param notBefore from when on its licence holds
 * @param notAfter until when its licence holds
 * @param signer whose signature it has; empty when it has none
 * @param tests what its test vectors gave at import, a line each, for people, with the numbers
 */
public record AlgorithmVersion(
        String id,
        int number,
        String name,
        String version,
        String type,
        AlgorithmStatus status,
        String sha256,
        String fileSha256,
        long bytes,
        Instant imported,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        Optional<String> signer,
        List<String> tests) {

    public AlgorithmVersion {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(status, "status");
        tests = List.copyOf(tests);
    }
}

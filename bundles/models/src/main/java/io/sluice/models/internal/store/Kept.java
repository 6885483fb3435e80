package io.sluice.models.internal.store;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStatus;
import io.sluice.api.model.AlgorithmVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A version as it is held in memory.
 *
 * @param record of it
 * @param manifest as read from the record
 * @param descriptor for who runs it
 * @param damage what is wrong with its files; empty when nothing is known to be
 */
record Kept(VersionRecord record, AlgorithmManifest manifest, AlgorithmDescriptor descriptor, String damage) {

    /** How it is, were it the active one. */
    AlgorithmStatus statusIfActive(Instant now, Site site) {
        if (!site.key().equals(record.key())) {
            return AlgorithmStatus.KEY_LOST;
        }
        if (!damage.isEmpty()) {
            return AlgorithmStatus.DAMAGED;
        }
        if (manifest.licence().notBefore().filter(now::isBefore).isPresent()) {
            return AlgorithmStatus.NOT_YET_VALID;
        }
        if (manifest.licence().notAfter().filter(now::isAfter).isPresent()) {
            return AlgorithmStatus.NO_LONGER_VALID;
        }
        boolean elsewhere = !manifest.licence().gateways().isEmpty()
                && !manifest.licence().gateways().contains(site.gateway());
        if (elsewhere) {
            return AlgorithmStatus.LICENSED_ELSEWHERE;
        }
        return switch (record.trial().stage()) {
            case WAITING -> AlgorithmStatus.NOT_YET_TRIED;
            case FAILED -> AlgorithmStatus.TEST_FAILED;
            case PASSED -> AlgorithmStatus.IN_USE;
        };
    }

    AlgorithmVersion version(Instant now, Site site, boolean active) {
        AlgorithmStatus status = statusIfActive(now, site);
        return new AlgorithmVersion(
                record.id(), manifest.number(), manifest.name(), record.version(), manifest.type(),
                status == AlgorithmStatus.IN_USE && !active ? AlgorithmStatus.NOT_IN_USE : status,
                record.sha256(), record.file(), record.bytes(), record.imported(), manifest.licence().notBefore(),
                manifest.licence().notAfter(), record.signer(), tests());
    }

    private List<String> tests() {
        List<String> lines = new ArrayList<>(record.tests());
        if (record.trial().waits()) {
            lines.add("not yet tried on pictures: " + record.trial().reason());
        }
        return lines;
    }
}

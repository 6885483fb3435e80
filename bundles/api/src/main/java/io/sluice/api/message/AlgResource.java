package io.sluice.api.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The algorithms of a node (table 14). */
public record AlgResource(String deviceId, List<AlgInfo> algInfoList, JsonObject extra) {

    /** {@link AlgInfo#algStatus()} of one that is in use. */
    public static final int IN_USE = 0;
    /** {@link AlgInfo#algStatus()} of one that is not in use. */
    public static final int NOT_IN_USE = 1;
    /** {@link AlgInfo#algStatus()} of one that is no longer valid. */
    public static final int NO_LONGER_VALID = 2;

    public AlgResource {
        algInfoList = List.copyOf(algInfoList);
        Given.all(deviceId, extra);
    }

    public AlgResource(String deviceId, List<AlgInfo> algInfoList) {
        this(deviceId, algInfoList, JsonObject.EMPTY);
    }

    /** @param algStatus one of the constants above, or a higher one of the maker's */
    public record AlgInfo(
            int algId,
            String algType,
            String algVersion,
            Optional<String> algFileName,
            int algStatus,
            Optional<Instant> algDownloadTime,
            Optional<List<ModelInfo>> modelList,
            JsonObject extra) {

        public AlgInfo {
            modelList = modelList.map(List::copyOf);
            Given.all(algType, algVersion, algFileName, algDownloadTime, extra);
        }

        public AlgInfo(
                int algId,
                String algType,
                String algVersion,
                Optional<String> algFileName,
                int algStatus,
                Optional<Instant> algDownloadTime,
                Optional<List<ModelInfo>> modelList) {
            this(algId, algType, algVersion, algFileName, algStatus, algDownloadTime, modelList, JsonObject.EMPTY);
        }
    }
}

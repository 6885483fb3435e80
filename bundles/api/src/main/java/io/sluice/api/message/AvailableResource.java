package io.sluice.api.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is free on a node at present (table 7); the body of {@code PATCH /System/ResourceInfo/AvailableResource} (table 10) too.
 *
 * @param deviceId 20 bytes
 */
public record AvailableResource(String deviceId, ResourceInfo resourceInfo, JsonObject extra) {

    public AvailableResource {
        Given.all(deviceId, resourceInfo, extra);
    }

    public AvailableResource(String deviceId, ResourceInfo resourceInfo) {
        this(deviceId, resourceInfo, JsonObject.EMPTY);
    }

    /** @param isValid whether the figures can be trusted */
    public record ResourceInfo(
            boolean isValid,
            Optional<CommonResource> commonResource,
            Optional<ComputeResource> computeResource,
            Optional<List<VideoProcess>> videoProcessResource,
            Optional<JsonObject> extendInfo,
            JsonObject extra) {

        public ResourceInfo {
            videoProcessResource = videoProcessResource.map(List::copyOf);
            Given.all(commonResource, computeResource, extendInfo, extra);
        }

        public ResourceInfo(
                boolean isValid,
                Optional<CommonResource> commonResource,
                Optional<ComputeResource> computeResource,
                Optional<List<VideoProcess>> videoProcessResource,
                Optional<JsonObject> extendInfo) {
            this(isValid, commonResource, computeResource, videoProcessResource, extendInfo, JsonObject.EMPTY);
        }
    }

    /**
     * @param availableMemory MB
     * @param availableStorage MB
     * @param availableBandwidth Mb/s
     * @param availableCpu percent
     */
    public record CommonResource(
            OptionalLong availableMemory,
            OptionalLong availableStorage,
            OptionalInt availableBandwidth,
            OptionalInt availableCpu,
            JsonObject extra) {

        public CommonResource {
            Given.all(availableMemory, availableStorage, availableBandwidth, availableCpu, extra);
        }

        public CommonResource(
                OptionalLong availableMemory,
                OptionalLong availableStorage,
                OptionalInt availableBandwidth,
                OptionalInt availableCpu) {
            this(availableMemory, availableStorage, availableBandwidth, availableCpu, JsonObject.EMPTY);
        }
    }

    /** @param availableComputeMemory of the accelerator, MB */
    public record ComputeResource(
            Optional<List<PrecisionPower>> availablePower, OptionalLong availableComputeMemory, JsonObject extra) {

        public ComputeResource {
            availablePower = availablePower.map(List::copyOf);
            Given.all(availableComputeMemory, extra);
        }

        public ComputeResource(Optional<List<PrecisionPower>> availablePower, OptionalLong availableComputeMemory) {
            this(availablePower, availableComputeMemory, JsonObject.EMPTY);
        }
    }

    /**
     * What is free for one video format; decoding, encoding or both, in pictures of 1080p a second. The wire has single
     * precision.
     *
     * @param formatName such as H.264
     */
    public record VideoProcess(
            String formatName, OptionalDouble availDecodePerf, OptionalDouble availEncodePerf, JsonObject extra) {

        public VideoProcess {
            Given.all(formatName, availDecodePerf, availEncodePerf, extra);
        }

        public VideoProcess(String formatName, OptionalDouble availDecodePerf, OptionalDouble availEncodePerf) {
            this(formatName, availDecodePerf, availEncodePerf, JsonObject.EMPTY);
        }
    }
}

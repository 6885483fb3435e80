package io.sluice.api.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node has in all (table 4); the body of {@code PATCH /System/ResourceInfo/TotalResource} (table 8) too.
 *
 * @param deviceId 20 bytes
 */
public record TotalResource(
        String deviceId, DeviceType deviceType, Optional<String> productType, ResourceInfo resourceInfo, JsonObject extra) {

    public TotalResource {
        Given.all(deviceId, deviceType, productType, resourceInfo, extra);
    }

    public TotalResource(String deviceId, DeviceType deviceType, Optional<String> productType, ResourceInfo resourceInfo) {
        this(deviceId, deviceType, productType, resourceInfo, JsonObject.EMPTY);
    }

    /** @param isValid whether the figures can be trusted */
    public record ResourceInfo(
            boolean isValid,
            Optional<SystemEnv> systemEnv,
            Optional<CommonResource> commonResource,
            Optional<ComputeResource> computeResource,
            Optional<List<VideoProcess>> videoProcessResource,
            Optional<String> powerConsumption,
            Optional<JsonObject> extendInfo,
            JsonObject extra) {

        public ResourceInfo {
            videoProcessResource = videoProcessResource.map(List::copyOf);
            Given.all(systemEnv, commonResource, computeResource, powerConsumption, extendInfo, extra);
        }

        public ResourceInfo(
                boolean isValid,
                Optional<SystemEnv> systemEnv,
                Optional<CommonResource> commonResource,
                Optional<ComputeResource> computeResource,
                Optional<List<VideoProcess>> videoProcessResource,
                Optional<String> powerConsumption,
                Optional<JsonObject> extendInfo) {
            this(isValid, systemEnv, commonResource, computeResource, videoProcessResource, powerConsumption, extendInfo,
                    JsonObject.EMPTY);
        }
    }

    /** The operating system. */
    public record SystemEnv(String envId, String envVersion, JsonObject extra) {

        public SystemEnv {
            Given.all(envId, envVersion, extra);
        }

        public SystemEnv(String envId, String envVersion) {
            this(envId, envVersion, JsonObject.EMPTY);
        }
    }

    /**
     * @param totalMemory MB
     * @param totalStorage MB
     * @param totalBandwidth Mb/s
     */
    public record CommonResource(long totalMemory, long totalStorage, int totalBandwidth, JsonObject extra) {

        public CommonResource {
            Given.all(extra);
        }

        public CommonResource(long totalMemory, long totalStorage, int totalBandwidth) {
            this(totalMemory, totalStorage, totalBandwidth, JsonObject.EMPTY);
        }
    }

    /** @param totalComputeMemory of the accelerator, MB */
    public record ComputeResource(
            String chip,
            Optional<String> driverVersion,
            List<PrecisionPower> totalPower,
            OptionalLong totalComputeMemory,
            JsonObject extra) {

        public ComputeResource {
            totalPower = List.copyOf(totalPower);
            Given.all(chip, driverVersion, totalComputeMemory, extra);
        }

        public ComputeResource(
                String chip, Optional<String> driverVersion, List<PrecisionPower> totalPower, OptionalLong totalComputeMemory) {
            this(chip, driverVersion, totalPower, totalComputeMemory, JsonObject.EMPTY);
        }
    }

    /**
     * What a node does with one video format; decoding, encoding or both.
     *
     * @param formatName such as H.264
     */
    public record VideoProcess(String formatName, Optional<Coding> decoding, Optional<Coding> encoding, JsonObject extra) {

        public VideoProcess {
            Given.all(formatName, decoding, encoding, extra);
        }

        public VideoProcess(String formatName, Optional<Coding> decoding, Optional<Coding> encoding) {
            this(formatName, decoding, encoding, JsonObject.EMPTY);
        }
    }

    /**
     * @param maxResolution such as {@code 1920*1080}
     * @param maxPerf pictures of 1080p a second
     */
    public record Coding(String maxResolution, float maxPerf, JsonObject extra) {

        public Coding {
            Given.all(maxResolution, extra);
        }

        public Coding(String maxResolution, float maxPerf) {
            this(maxResolution, maxPerf, JsonObject.EMPTY);
        }
    }
}

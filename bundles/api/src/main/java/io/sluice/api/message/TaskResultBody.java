package io.sluice.api.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A result (table 26).
 *
 * @param parentTaskId must be there where the task is a part of another
 * @param deviceId of the node that ran the task
 * @param dstDeviceList where it goes
 * @param longitude degrees, to six decimals
 * @param latitude degrees, to six decimals
 * @param ts what the result is about, in milliseconds since 1970 UTC; the standard names no unit
 * @param createTime when the result was made
 */
public record TaskResultBody(
        String taskId,
        Optional<String> parentTaskId,
        String deviceId,
        List<Destination> dstDeviceList,
        int algId,
        String algVersion,
        Optional<List<Model>> modelList,
        OptionalDouble longitude,
        OptionalDouble latitude,
        long ts,
        Optional<Instant> createTime,
        Data taskResultData,
        JsonObject extra) {

    public TaskResultBody {
        dstDeviceList = List.copyOf(dstDeviceList);
        modelList = modelList.map(List::copyOf);
        Given.all(taskId, parentTaskId, deviceId, algVersion, longitude, latitude, createTime, taskResultData, extra);
    }

    public TaskResultBody(
            String taskId,
            Optional<String> parentTaskId,
            String deviceId,
            List<Destination> dstDeviceList,
            int algId,
            String algVersion,
            Optional<List<Model>> modelList,
            OptionalDouble longitude,
            OptionalDouble latitude,
            long ts,
            Optional<Instant> createTime,
            Data taskResultData) {
        this(taskId, parentTaskId, deviceId, dstDeviceList, algId, algVersion, modelList, longitude, latitude, ts, createTime,
                taskResultData, JsonObject.EMPTY);
    }

    /** A node that gets the result. */
    public record Destination(String deviceId, JsonObject extra) {

        public Destination {
            Given.all(deviceId, extra);
        }

        public Destination(String deviceId) {
            this(deviceId, JsonObject.EMPTY);
        }
    }

    /** A model that had a part in it. */
    public record Model(int modelId, String modelVersion, JsonObject extra) {

        public Model {
            Given.all(modelVersion, extra);
        }

        public Model(int modelId, String modelVersion) {
            this(modelId, modelVersion, JsonObject.EMPTY);
        }
    }

    /** The result's parts, those that there are. */
    public record Data(
            Optional<ImageResult> imageResult,
            Optional<VideoResult> videoResult,
            Optional<List<AnalysisResult>> analysisResult,
            JsonObject extra) {

        public Data {
            analysisResult = analysisResult.map(List::copyOf);
            Given.all(imageResult, videoResult, extra);
        }

        public Data(
                Optional<ImageResult> imageResult,
                Optional<VideoResult> videoResult,
                Optional<List<AnalysisResult>> analysisResult) {
            this(imageResult, videoResult, analysisResult, JsonObject.EMPTY);
        }
    }

    /** A picture; what describes it is defined by T/AI 116.1. */
    public record ImageResult(
            Optional<BinaryPart> imageData,
            Optional<JsonObject> imageInfo,
            Optional<JsonObject> imageFeatureInfo,
            JsonObject extra) {

        public ImageResult {
            Given.all(imageData, imageInfo, imageFeatureInfo, extra);
        }

        public ImageResult(
                Optional<BinaryPart> imageData, Optional<JsonObject> imageInfo, Optional<JsonObject> imageFeatureInfo) {
            this(imageData, imageInfo, imageFeatureInfo, JsonObject.EMPTY);
        }
    }

    /** A clip; what describes it is defined by T/AI 116.1. */
    public record VideoResult(
            Optional<BinaryPart> videoSliceData,
            Optional<JsonObject> videoSliceInfo,
            Optional<JsonObject> videoFeatureInfo,
            JsonObject extra) {

        public VideoResult {
            Given.all(videoSliceData, videoSliceInfo, videoFeatureInfo, extra);
        }

        public VideoResult(
                Optional<BinaryPart> videoSliceData,
                Optional<JsonObject> videoSliceInfo,
                Optional<JsonObject> videoFeatureInfo) {
            this(videoSliceData, videoSliceInfo, videoFeatureInfo, JsonObject.EMPTY);
        }
    }

    /**
     * What was recognised; its content is defined by T/AI 116.1.
     *
     * @param type {@link #FACE} and those that follow, or another that both know
     */
    public record AnalysisResult(
            Optional<JsonObject> featureInfo, OptionalInt type, Optional<JsonObject> resultData, JsonObject extra) {

        public static final int FACE = 0;
        public static final int PERSON = 1;
        public static final int VEHICLE = 2;
        public static final int ARTICLE = 3;
        public static final int SCENE = 4;

        public AnalysisResult {
            Given.all(featureInfo, type, resultData, extra);
        }

        public AnalysisResult(Optional<JsonObject> featureInfo, OptionalInt type, Optional<JsonObject> resultData) {
            this(featureInfo, type, resultData, JsonObject.EMPTY);
        }
    }
}

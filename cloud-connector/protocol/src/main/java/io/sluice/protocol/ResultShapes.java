package io.sluice.protocol;

import static io.sluice.protocol.BinaryType.BASE64;
import static io.sluice.protocol.NumberTypes.INT32;
import static io.sluice.protocol.OpenType.OPEN;
import static io.sluice.protocol.TextType.DEVICE_ID;
import static io.sluice.protocol.TextType.atMost;

import io.sluice.api.message.TaskResultBody;

/** Results of tasks: table 26. */
final class ResultShapes {

    private static final Shape<TaskResultBody.Destination> DESTINATION = Shape.of(TaskResultBody.Destination.class)
            .mandatory("DeviceID", DEVICE_ID, TaskResultBody.Destination::deviceId)
            .into(TaskResultBody.Destination::extra, v -> new TaskResultBody.Destination(v.next(), v.extra()));

    private static final Shape<TaskResultBody.Model> MODEL = Shape.of(TaskResultBody.Model.class)
            .mandatory("ModelID", INT32, TaskResultBody.Model::modelId)
            .mandatory("ModelVersion", atMost(19), TaskResultBody.Model::modelVersion)
            .into(TaskResultBody.Model::extra, v -> new TaskResultBody.Model(v.next(), v.next(), v.extra()));

    private static final Shape<TaskResultBody.ImageResult> IMAGE = Shape.of(TaskResultBody.ImageResult.class)
            .optional("ImageData", BASE64, TaskResultBody.ImageResult::imageData)
            .optional("ImageInfo", OPEN, TaskResultBody.ImageResult::imageInfo)
            .optional("ImageFeatureInfo", OPEN, TaskResultBody.ImageResult::imageFeatureInfo)
            .into(TaskResultBody.ImageResult::extra,
                    v -> new TaskResultBody.ImageResult(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskResultBody.VideoResult> VIDEO = Shape.of(TaskResultBody.VideoResult.class)
            .optional("VideoSliceData", BASE64, TaskResultBody.VideoResult::videoSliceData)
            .optional("VideoSliceInfo", OPEN, TaskResultBody.VideoResult::videoSliceInfo)
            .optional("VideoFeatureInfo", OPEN, TaskResultBody.VideoResult::videoFeatureInfo)
            .into(TaskResultBody.VideoResult::extra,
                    v -> new TaskResultBody.VideoResult(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskResultBody.AnalysisResult> ANALYSIS = Shape.of(TaskResultBody.AnalysisResult.class)
            .optional("FeatureInfo", OPEN, TaskResultBody.AnalysisResult::featureInfo)
            .optionalInt("Type", INT32, TaskResultBody.AnalysisResult::type)
            .optional("ResultData", OPEN, TaskResultBody.AnalysisResult::resultData)
            .into(TaskResultBody.AnalysisResult::extra,
                    v -> new TaskResultBody.AnalysisResult(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskResultBody.Data> DATA = Shape.of(TaskResultBody.Data.class)
            .optional("ImageResult", IMAGE, TaskResultBody.Data::imageResult)
            .optional("VideoResult", VIDEO, TaskResultBody.Data::videoResult)
            .optional("AnalysisResult", ListType.of(ANALYSIS), TaskResultBody.Data::analysisResult)
            .into(TaskResultBody.Data::extra, v -> new TaskResultBody.Data(v.next(), v.next(), v.next(), v.extra()));

    /** Table 26. */
    static final Shape<TaskResultBody> BODY = Shape.of(TaskResultBody.class)
            .mandatory("TaskID", atMost(128), TaskResultBody::taskId)
            .optional("ParentTaskID", atMost(128), TaskResultBody::parentTaskId)
            .mandatory("DeviceID", DEVICE_ID, TaskResultBody::deviceId)
            .mandatory("DstDeviceList", ListType.of(DESTINATION), TaskResultBody::dstDeviceList)
            .mandatory("AlgID", INT32, TaskResultBody::algId)
            .mandatory("AlgVersion", atMost(19), TaskResultBody::algVersion)
            .optional("ModelList", ListType.of(MODEL), TaskResultBody::modelList)
            .optionalDouble("Longitude", DegreesType.LONGITUDE, TaskResultBody::longitude)
            .optionalDouble("Latitude", DegreesType.LATITUDE, TaskResultBody::latitude)
            .mandatory("Ts", NumberTypes.INT64, TaskResultBody::ts)
            .optional("CreateTime", TimeType.TIME, TaskResultBody::createTime)
            .mandatory("TaskResultData", DATA, TaskResultBody::taskResultData)
            .into(TaskResultBody::extra, v -> new TaskResultBody(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(),
                    v.next(), v.next(), v.extra()));

    private ResultShapes() {}
}

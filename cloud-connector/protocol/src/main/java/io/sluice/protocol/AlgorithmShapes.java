package io.sluice.protocol;

import static io.sluice.protocol.NumberTypes.INT32;
import static io.sluice.protocol.TextType.atMost;
import static io.sluice.protocol.TimeType.TIME;

import io.sluice.api.message.AlgResource;
import io.sluice.api.message.ModelInfo;

/** Algorithms of nodes: tables 14 and 15. */
final class AlgorithmShapes {

    /** Table 15. */
    static final Shape<ModelInfo> MODEL = Shape.of(ModelInfo.class)
            .mandatory("ModelID", INT32, ModelInfo::modelId)
            .mandatory("ModelVersion", atMost(19), ModelInfo::modelVersion)
            .optional("ModelFileName", atMost(127), ModelInfo::modelFileName)
            .optional("ModelSize", atMost(31), ModelInfo::modelSize)
            .optional("ModelUpdateTime", TIME, ModelInfo::modelUpdateTime)
            .into(ModelInfo::extra, v -> new ModelInfo(v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<AlgResource.AlgInfo> ALGORITHM = Shape.of(AlgResource.AlgInfo.class)
            .mandatory("AlgID", INT32, AlgResource.AlgInfo::algId)
            .mandatory("AlgType", atMost(127), AlgResource.AlgInfo::algType)
            .mandatory("AlgVersion", atMost(19), AlgResource.AlgInfo::algVersion)
            .optional("AlgFileName", atMost(63), AlgResource.AlgInfo::algFileName)
            .mandatory("AlgStatus", NumberTypes.within(0, Integer.MAX_VALUE), AlgResource.AlgInfo::algStatus)
            .optional("AlgDownloadTime", TIME, AlgResource.AlgInfo::algDownloadTime)
            .optional("ModelList", ListType.of(MODEL), AlgResource.AlgInfo::modelList)
            .into(AlgResource.AlgInfo::extra, v -> new AlgResource.AlgInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    /** Table 14. */
    static final Shape<AlgResource> RESOURCE = Shape.of(AlgResource.class)
            .mandatory("DeviceID", TextType.DEVICE_ID, AlgResource::deviceId)
            .mandatory("AlgInfoList", ListType.of(ALGORITHM), AlgResource::algInfoList)
            .into(AlgResource::extra, v -> new AlgResource(v.next(), v.next(), v.extra()));

    private AlgorithmShapes() {}
}

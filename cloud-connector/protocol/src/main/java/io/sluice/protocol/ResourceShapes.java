package io.sluice.protocol;

import static io.sluice.protocol.NumberTypes.FLOAT32;
import static io.sluice.protocol.NumberTypes.INT32;
import static io.sluice.protocol.NumberTypes.INT64;
import static io.sluice.protocol.OpenType.OPEN;
import static io.sluice.protocol.TextType.DEVICE_ID;
import static io.sluice.protocol.TextType.atMost;

import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.DeviceType;
import io.sluice.api.message.PrecisionPower;
import io.sluice.api.message.TotalResource;
import java.util.List;

/** Resources of nodes: tables 4 and 7. */
final class ResourceShapes {

    private static final CodeType<Boolean> IS_VALID = CodeType.texts(List.of(true, false), "Y", "N");
    private static final String CODING_RULE = "decoding or encoding ability or both";

    private static final Shape<PrecisionPower> POWER = Shape.of(PrecisionPower.class)
            .mandatory("Precision", TextType.ANY, PrecisionPower::precision)
            .mandatory("ComputingPower", TextType.ANY, PrecisionPower::computingPower)
            .into(PrecisionPower::extra, v -> new PrecisionPower(v.next(), v.next(), v.extra()));

    private static final Shape<TotalResource.SystemEnv> SYSTEM_ENV = Shape.of(TotalResource.SystemEnv.class)
            .mandatory("EnvID", atMost(24), TotalResource.SystemEnv::envId)
            .mandatory("EnvVersion", atMost(64), TotalResource.SystemEnv::envVersion)
            .into(TotalResource.SystemEnv::extra, v -> new TotalResource.SystemEnv(v.next(), v.next(), v.extra()));

    private static final Shape<TotalResource.CommonResource> TOTAL_COMMON = Shape.of(TotalResource.CommonResource.class)
            .mandatory("TotalMemory", INT64, TotalResource.CommonResource::totalMemory)
            .mandatory("TotalStorage", INT64, TotalResource.CommonResource::totalStorage)
            .mandatory("TotalBandwidth", INT32, TotalResource.CommonResource::totalBandwidth)
            .into(TotalResource.CommonResource::extra,
                    v -> new TotalResource.CommonResource(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TotalResource.ComputeResource> TOTAL_COMPUTE = Shape.of(TotalResource.ComputeResource.class)
            .mandatory("Chip", atMost(64), TotalResource.ComputeResource::chip)
            .optional("DriverVersion", atMost(64), TotalResource.ComputeResource::driverVersion)
            .mandatory("TotalPower", ListType.of(POWER), TotalResource.ComputeResource::totalPower)
            .optionalLong("TotalComputeMemory", INT64, TotalResource.ComputeResource::totalComputeMemory)
            .into(TotalResource.ComputeResource::extra,
                    v -> new TotalResource.ComputeResource(v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TotalResource.Coding> CODING = Shape.of(TotalResource.Coding.class)
            .mandatory("MaxResolution", atMost(32), TotalResource.Coding::maxResolution)
            .mandatory("MaxPerf", FLOAT32, coding -> (double) coding.maxPerf())
            .into(TotalResource.Coding::extra,
                    v -> new TotalResource.Coding(v.next(), v.<Double>next().floatValue(), v.extra()));

    private static final Shape<TotalResource.VideoProcess> TOTAL_VIDEO = Shape.of(TotalResource.VideoProcess.class)
            .mandatory("FormatName", atMost(9), TotalResource.VideoProcess::formatName)
            .optional("Decoding", CODING, TotalResource.VideoProcess::decoding)
            .optional("Encoding", CODING, TotalResource.VideoProcess::encoding)
            .rule("Decoding", CODING_RULE, video -> video.decoding().isPresent() || video.encoding().isPresent())
            .into(TotalResource.VideoProcess::extra,
                    v -> new TotalResource.VideoProcess(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TotalResource.ResourceInfo> TOTAL_INFO = Shape.of(TotalResource.ResourceInfo.class)
            .mandatory("IsValid", IS_VALID, TotalResource.ResourceInfo::isValid)
            .optional("SystemEnv", SYSTEM_ENV, TotalResource.ResourceInfo::systemEnv)
            .optional("CommonResource", TOTAL_COMMON, TotalResource.ResourceInfo::commonResource)
            .optional("ComputeResource", TOTAL_COMPUTE, TotalResource.ResourceInfo::computeResource)
            .optional("VideoProcessResource", ListType.of(TOTAL_VIDEO), TotalResource.ResourceInfo::videoProcessResource)
            .optional("PowerConsumption", atMost(64), TotalResource.ResourceInfo::powerConsumption)
            .optional("ExtendInfo", OPEN, TotalResource.ResourceInfo::extendInfo)
            .into(TotalResource.ResourceInfo::extra, v -> new TotalResource.ResourceInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    /** Table 4. */
    static final Shape<TotalResource> TOTAL = Shape.of(TotalResource.class)
            .mandatory("DeviceID", DEVICE_ID, TotalResource::deviceId)
            .mandatory("DeviceType", CodeType.textOrdinals(DeviceType.values()), TotalResource::deviceType)
            .optional("ProductType", atMost(64), TotalResource::productType)
            .mandatory("ResourceInfo", TOTAL_INFO, TotalResource::resourceInfo)
            .into(TotalResource::extra, v -> new TotalResource(v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<AvailableResource.CommonResource> AVAILABLE_COMMON = Shape.of(AvailableResource.CommonResource.class)
            .optionalLong("AvailableMemory", INT64, AvailableResource.CommonResource::availableMemory)
            .optionalLong("AvailableStorage", INT64, AvailableResource.CommonResource::availableStorage)
            .optionalInt("AvailableBandwidth", INT32, AvailableResource.CommonResource::availableBandwidth)
            .optionalInt("AvailableCPU", NumberTypes.within(0, 100), AvailableResource.CommonResource::availableCpu)
            .into(AvailableResource.CommonResource::extra, v -> new AvailableResource.CommonResource(
                    v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<AvailableResource.ComputeResource> AVAILABLE_COMPUTE =
            Shape.of(AvailableResource.ComputeResource.class)
                    .optional("AvailablePower", ListType.of(POWER), AvailableResource.ComputeResource::availablePower)
                    .optionalLong("AvailableComputeMemory", INT64, AvailableResource.ComputeResource::availableComputeMemory)
                    .into(AvailableResource.ComputeResource::extra,
                            v -> new AvailableResource.ComputeResource(v.next(), v.next(), v.extra()));

    private static final Shape<AvailableResource.VideoProcess> AVAILABLE_VIDEO = Shape.of(AvailableResource.VideoProcess.class)
            .mandatory("FormatName", atMost(9), AvailableResource.VideoProcess::formatName)
            .optionalDouble("AvailDecodePerf", FLOAT32, AvailableResource.VideoProcess::availDecodePerf)
            .optionalDouble("AvailEncodePerf", FLOAT32, AvailableResource.VideoProcess::availEncodePerf)
            .rule("AvailDecodePerf", CODING_RULE,
                    video -> video.availDecodePerf().isPresent() || video.availEncodePerf().isPresent())
            .into(AvailableResource.VideoProcess::extra,
                    v -> new AvailableResource.VideoProcess(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<AvailableResource.ResourceInfo> AVAILABLE_INFO = Shape.of(AvailableResource.ResourceInfo.class)
            .mandatory("IsValid", IS_VALID, AvailableResource.ResourceInfo::isValid)
            .optional("CommonResource", AVAILABLE_COMMON, AvailableResource.ResourceInfo::commonResource)
            .optional("ComputeResource", AVAILABLE_COMPUTE, AvailableResource.ResourceInfo::computeResource)
            .optional("VideoProcessResource", ListType.of(AVAILABLE_VIDEO), AvailableResource.ResourceInfo::videoProcessResource)
            .optional("ExtendInfo", OPEN, AvailableResource.ResourceInfo::extendInfo)
            .into(AvailableResource.ResourceInfo::extra, v -> new AvailableResource.ResourceInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    /** Table 7. */
    static final Shape<AvailableResource> AVAILABLE = Shape.of(AvailableResource.class)
            .mandatory("DeviceID", DEVICE_ID, AvailableResource::deviceId)
            .mandatory("ResourceInfo", AVAILABLE_INFO, AvailableResource::resourceInfo)
            .into(AvailableResource::extra, v -> new AvailableResource(v.next(), v.next(), v.extra()));

    private ResourceShapes() {}
}

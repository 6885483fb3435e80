package io.sluice.placement.internal.resource;

import io.sluice.api.accel.DeviceUse;
import io.sluice.api.message.DeviceType;
import java.util.List;
import java.util.Map;

/**
 * What a report is made of, at one moment.
 *
 * @param deviceId 20 bytes
 * @param devices all accelerators
 * @param abilities measured; empty until then
 * @param decodingNow frames of 1920x1080 a second that analyses decode at present, by format
 * @param cpuBusy part of the processor's time in use, 0 to 1
 * @param trafficMegabits a second, at present
 */
record Facts(
        String deviceId,
        DeviceType deviceType,
        Machine machine,
        List<DeviceUse> devices,
        List<Ability> abilities,
        Map<String, Double> decodingNow,
        double cpuBusy,
        int trafficMegabits) {}

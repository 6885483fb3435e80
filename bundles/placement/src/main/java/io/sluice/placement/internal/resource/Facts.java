package io.sluice.placement.internal.resource;

import io.sluice.api.accel.DeviceUse;
import java.util.List;
import java.util.Map;

/**
 * What a report is made of, at one moment.
 *
 * @param deviceId 20 bytes
 * @param deviceType as in the standard: 0 end device, 1 edge device, 2 cloud device
 * @param devices all accelerators
 * @param abilities measured; empty until then
 * @param decodingNow frames of 1920x1080 a second that analyses decode at present, by format
 * @param cpuBusy part of the processor's time in use, 0 to 1
 * @param trafficMegabits a second, at present
 */
record Facts(
        String deviceId,
        String deviceType,
        Machine machine,
        List<DeviceUse> devices,
        List<Ability> abilities,
        Map<String, Double> decodingNow,
        double cpuBusy,
        int trafficMegabits) {}

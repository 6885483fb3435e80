package io.sluice.parts.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.Destination;
import io.sluice.support.node.DeviceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes that a result is for, and what their destinations demand beyond the table: {@code Cipher}, and {@code PublicKey} to
 * encrypt for.
 *
 * @param suite empty where nothing is encrypted
 * @param keys public keys, in Base64, by device; of all of them, or of none
 */
record Readers(List<String> devices, Optional<Suite> suite, Map<String, String> keys) {

    private static final String CIPHER = "Cipher";
    private static final String PUBLIC_KEY = "PublicKey";

    /** @throws InvalidInputException when one is no node, they do not demand the same, or a key is missing */
    static Readers of(TaskResultBody result) {
        List<Destination> destinations = result.dstDeviceList();
        List<String> devices = destinations.stream().map(Destination::deviceId).distinct().toList();
        // They become names of files.
        devices.stream().filter(device -> !DeviceId.fits(device)).findFirst().ifPresent(odd -> {
            throw new InvalidInputException("parts.device.invalid", "DeviceID", "'" + odd + "' is not the id of a node.",
                    "Give 20 letters or digits.");
        });
        if (destinations.stream().noneMatch(one -> one.extra().get(CIPHER).isPresent())) {
            return new Readers(devices, Optional.empty(), Map.of());
        }
        Suite suite = Suite.of(text(destinations.get(0), CIPHER));
        Map<String, String> keys = new LinkedHashMap<>();
        for (Destination one : destinations) {
            if (Suite.of(text(one, CIPHER)) != suite) {
                throw new InvalidInputException("parts.cipher.mixed", CIPHER,
                        "Destinations of one result demand different ciphers.", "Demand the same one of all.");
            }
            keys.put(one.deviceId(), text(one, PUBLIC_KEY));
        }
        return new Readers(devices, Optional.of(suite), keys);
    }

    /** The result without what its destinations demand, which is nobody else's business. */
    static TaskResultBody plain(TaskResultBody r) {
        List<Destination> plain = r.dstDeviceList().stream().map(one -> {
            JsonObject.Builder rest = JsonObject.builder();
            one.extra().members().forEach((name, value) -> {
                if (!name.equals(CIPHER) && !name.equals(PUBLIC_KEY)) {
                    rest.put(name, value);
                }
            });
            return new Destination(one.deviceId(), rest.build());
        }).toList();
        return new TaskResultBody(r.taskId(), r.parentTaskId(), r.deviceId(), plain, r.algId(), r.algVersion(), r.modelList(),
                r.longitude(), r.latitude(), r.ts(), r.createTime(), r.taskResultData(), r.extra());
    }

    private static String text(Destination destination, String name) {
        return destination.extra().text(name).orElseThrow(() -> new InvalidInputException("parts.cipher.incomplete", name,
                "The destination " + destination.deviceId() + " demands encryption, and does not say " + name + ".",
                "Give Cipher and PublicKey, both as texts."));
    }
}

package io.sluice.placement.internal.resource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DeviceID of T/AI 116.6: 20 bytes. */
final class DeviceId {

    static final int BYTES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(DeviceId.class);
    private static final Pattern FIT = Pattern.compile("[0-9A-Za-z]{20}");

    private DeviceId() {}

    /**
     * The id that is set; else 20 digits, drawn once and kept.
     *
     * @param set as configured
     * @param file where drawn ones are kept
     */
    static String of(Optional<String> set, Path file) {
        if (set.isPresent()) {
            if (FIT.matcher(set.get()).matches()) {
                return set.get();
            }
            LOG.warn("The device id '{}' is not used: it must be 20 letters or digits", set.get());
        }
        try {
            if (Files.exists(file)) {
                String kept = Files.readString(file).strip();
                if (FIT.matcher(kept).matches()) {
                    return kept;
                }
            }
            String drawn = draw();
            Files.write(file, drawn.getBytes(StandardCharsets.US_ASCII));
            return drawn;
        } catch (IOException error) {
            LOG.warn("The device id cannot be kept in {}; it is another after a restart", file, error);
            return draw();
        }
    }

    private static String draw() {
        SecureRandom random = new SecureRandom();
        StringBuilder digits = new StringBuilder();
        digits.append(1 + random.nextInt(9));
        while (digits.length() < BYTES) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }
}

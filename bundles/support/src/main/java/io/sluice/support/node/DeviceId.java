package io.sluice.support.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DeviceID of this node (T/AI 116.6: 20 bytes), the same for whoever asks: as the operator set it, else 20 digits, drawn once
 * and kept in the data folder.
 */
public final class DeviceId {

    /** Framework property: the id that was assigned to this node. */
    public static final String PROPERTY = "sluice.device.id";

    private static final Logger LOG = LoggerFactory.getLogger(DeviceId.class);
    private static final Pattern FIT = Pattern.compile("[0-9A-Za-z]{20}");
    private static final int DIGITS = 20;

    private DeviceId() {}

    /** Of the node that the bundle runs on. */
    public static String of(BundleContext context) {
        String data = Optional.ofNullable(context.getProperty("sluice.data")).orElse("data");
        return of(Optional.ofNullable(context.getProperty(PROPERTY)), Path.of(data, "identity"));
    }

    /**
     * @param set as the operator has it
     * @param folder where a drawn one is kept
     */
    public static String of(Optional<String> set, Path folder) {
        if (set.isPresent()) {
            if (fits(set.get())) {
                return set.get();
            }
            LOG.warn("The device id '{}' is not used: it must be 20 letters or digits", set.get());
        }
        Path file = folder.resolve("device-id");
        try {
            return read(file).orElseGet(() -> keep(draw(), file));
        } catch (IOException error) {
            LOG.warn("The device id in {} cannot be read; it is another after a restart", file, error);
            return draw();
        }
    }

    /** Whether a text has the form of a device id. */
    public static boolean fits(String id) {
        return FIT.matcher(id).matches();
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file).strip()).filter(DeviceId::fits);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Several bundles may draw at once: the first to have a complete file there wins. */
    private static String keep(String drawn, Path file) {
        try {
            Files.createDirectories(file.getParent());
            Path made = Files.write(file.resolveSibling("device-id." + UUID.randomUUID()), drawn.getBytes(StandardCharsets.US_ASCII));
            try {
                Files.createLink(file, made);
            } catch (FileAlreadyExistsException other) {
                Optional<String> kept = read(file);
                if (kept.isPresent()) {
                    return kept.get();
                }
                Files.copy(made, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.delete(made);
            }
        } catch (IOException error) {
            LOG.warn("The device id cannot be kept in {}; it is another after a restart", file, error);
        }
        return drawn;
    }

    private static String draw() {
        SecureRandom random = new SecureRandom();
        StringBuilder digits = new StringBuilder();
        digits.append(1 + random.nextInt(9));
        while (digits.length() < DIGITS) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }
}

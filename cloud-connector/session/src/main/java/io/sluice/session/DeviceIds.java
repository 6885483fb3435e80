package io.sluice.session;

import io.sluice.api.error.InvalidInputException;
import java.util.regex.Pattern;

/** Ids of nodes: 20 digits, as GB/T 28181 and GA/T 1400 write them. */
public final class DeviceIds {

    private static final Pattern FORM = Pattern.compile("[0-9]{20}");

    private DeviceIds() {}

    public static boolean fits(String id) {
        return FORM.matcher(id).matches();
    }

    /** @throws InvalidInputException when it is none */
    public static String check(String id, String field) {
        if (!fits(id)) {
            String shown = id.length() <= 40 ? id : id.substring(0, 40) + "...";
            throw new InvalidInputException("link.device.wrong", field, "'" + field + "' must be a device id of 20 digits, not '" + shown + "'.",
                    "Give the id that the node was assigned.");
        }
        return id;
    }
}

package io.sluice.algorithm;

import io.sluice.support.json.StrictObject;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of files within a package: such as mean the same on every system and lead nowhere else. Relative, by {@code /}, of
 * ASCII letters, digits, {@code . _ - +}.
 */
public final class FileNames {

    private static final int LONGEST = 200;
    private static final int DEEPEST = 6;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");
    /** Devices on one of the systems on which packages are made and opened. */
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul");
    private static final Pattern RESERVED_PORT = Pattern.compile("(com|lpt)[0-9]");

    private FileNames() {}

    /** What is wrong with a name; empty when nothing is. */
    public static Optional<String> fault(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.of("must have 1 to " + LONGEST + " characters");
        }
        String[] parts = name.split("/", -1);
        if (parts.length > DEEPEST) {
            return Optional.of("must not be deeper than " + DEEPEST + " folders");
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches() || part.endsWith(".")) {
                return Optional.of("must be a relative path of letters, digits, '.', '_', '-' and '+', with '/' between "
                        + "folders and without '..'");
            }
            String stem = part.toLowerCase(Locale.ROOT).split("\\.", 2)[0];
            if (RESERVED.contains(stem) || RESERVED_PORT.matcher(stem).matches()) {
                return Optional.of("must not be the name of a device on any system");
            }
        }
        return Optional.empty();
    }

    /** A member of a manifest that names a file. */
    static String read(StrictObject object, String field) {
        String name = object.text(field, LONGEST);
        fault(name).ifPresent(what -> {
            throw object.invalid(field, what + ", of a file in this folder");
        });
        return name;
    }
}

package io.sluice.placement.internal.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Abilities measured once, on disk, with what they hold for: another processor or FFmpeg is measured anew.
 *
 * @param file a line for what they hold for, then one a format: name, decoding, encoding or nothing, divided by tabs
 */
record AbilityStore(Path file) {

    /** Empty when nothing was measured yet, or not for this. */
    List<Ability> read(String machine) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.get(0).equals(machine)) {
                return List.of();
            }
            List<Ability> abilities = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split("\t", -1);
                abilities.add(new Ability(fields[0], Double.parseDouble(fields[1]), fields[2].isEmpty()
                        ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(fields[2]))));
            }
            return abilities;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unreadable) {
            return List.of();
        }
    }

    void write(String machine, List<Ability> abilities) throws IOException {
        List<String> lines = new ArrayList<>(List.of(machine));
        abilities.forEach(ability -> lines.add(ability.format() + "\t" + ability.decoding() + "\t"
                + (ability.encoding().isPresent() ? ability.encoding().getAsDouble() : "")));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

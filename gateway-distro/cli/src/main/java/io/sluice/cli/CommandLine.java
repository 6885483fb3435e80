package io.sluice.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words behind a verb.
 *
 * @param operand the one thing it works on
 * @param options by name, without dashes
 */
record CommandLine(Path operand, Map<String, String> options) {

    /**
     * @param known options that this verb has
     * @throws UsageException when something is missing, unknown or there twice
     */
    static CommandLine parse(List<String> words, String what, Set<String> known) {
        List<String> operands = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
                continue;
            }
            String name = word.equals("-o") ? "output" : word.replaceFirst("^--", "");
            if (!known.contains(name)) {
                throw new UsageException("there is no option " + word + " here");
            }
            if (++index == words.size()) {
                throw new UsageException(word + " needs a value");
            }
            if (options.put(name, words.get(index)) != null) {
                throw new UsageException(word + " is there twice");
            }
        }
        if (operands.size() != 1) {
            throw new UsageException("give " + what + (operands.isEmpty() ? "" : ", and nothing else"));
        }
        return new CommandLine(Path.of(operands.get(0)), options);
    }

    Optional<Path> path(String name) {
        return Optional.ofNullable(options.get(name)).map(Path::of);
    }
}

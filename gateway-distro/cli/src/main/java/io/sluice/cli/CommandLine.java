package io.sluice.cli;

import java.nio.file.Path;
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
        Words sorted = Words.sort(words, known, Set.of());
        List<String> operands = sorted.operands();
        if (operands.size() != 1) {
            throw new UsageException("give " + what + (operands.isEmpty() ? "" : ", and nothing else"));
        }
        return new CommandLine(Path.of(operands.get(0)), sorted.options());
    }

    Optional<Path> path(String name) {
        return Optional.ofNullable(options.get(name)).map(Path::of);
    }
}

package io.sluice.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words behind a verb, sorted.
 *
 * @param operands what it works on, in order
 * @param options by name, without dashes
 * @param flags options without a value that were given
 */
record Words(List<String> operands, Map<String, String> options, Set<String> flags) {

    /**
     * @param known options with a value that this verb has
     * @param switches options without one
     * @throws UsageException when something is missing, unknown or there twice
     */
    static Words sort(List<String> words, Set<String> known, Set<String> switches) {
        List<String> operands = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        Set<String> flags = new HashSet<>();
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
                continue;
            }
            String name = word.equals("-o") ? "output" : word.replaceFirst("^--", "");
            if (switches.contains(name)) {
                flags.add(name);
                continue;
            }
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
        return new Words(operands, options, flags);
    }
}

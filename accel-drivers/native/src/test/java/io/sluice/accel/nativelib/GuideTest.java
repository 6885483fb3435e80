package io.sluice.accel.nativelib;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What docs/adding-an-accelerator.md shows of the sources is in the sources. */
class GuideTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Pattern EXCERPT = Pattern.compile("<!-- from (\\S+) -->\n```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final String LEFT_OUT = "// ...";

    @Test
    void excerptsAreWhatTheSourcesSay() throws IOException {
        Path guide = ROOT.resolve("docs/adding-an-accelerator.md");
        Assumptions.assumeTrue(Files.isRegularFile(guide), "skipped: not within the source tree");
        Matcher excerpt = EXCERPT.matcher(Files.readString(guide));
        int found = 0;
        while (excerpt.find()) {
            String source = plain(Files.readString(ROOT.resolve(excerpt.group(1))));
            int from = 0;
            for (String part : excerpt.group(2).split(Pattern.quote(LEFT_OUT))) {
                int at = source.indexOf(plain(part), from);
                assertTrue(at >= 0, () -> excerpt.group(1) + " does not say, or not in this order:\n" + part);
                from = at + plain(part).length();
            }
            found++;
        }
        assertTrue(found >= 9, found + " excerpts");
    }

    private static String plain(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}

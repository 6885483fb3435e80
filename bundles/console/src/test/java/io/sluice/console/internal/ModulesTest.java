package io.sluice.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The page's own logic, tested in the language it is written in; see {@code src/test/resources/js}. */
class ModulesTest {

    @TestFactory
    Stream<DynamicTest> modules() throws Exception {
        try (FakeGateway gateway = new FakeGateway();
                Browser browser = Browser.open()) {
            browser.driver().get(gateway.uri("/test/").toString());
            Object outcome = browser.driver().executeAsyncScript("""
                    const done = arguments[arguments.length - 1];
                    import('/test/all.js').then((all) => all.run()).then(done, (error) => done({ loading: String(error) }));""");
            Map<?, ?> results = (Map<?, ?>) outcome;
            return results.entrySet().stream()
                    .map(test -> DynamicTest.dynamicTest(
                            String.valueOf(test.getKey()), () -> assertEquals("passed", test.getValue())));
        }
    }
}

package io.sluice.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Making models smaller from the page, in a real browser. */
class CompressionPageTest {

    private static Browser browser;
    private FakeGateway gateway;

    @BeforeAll
    static void start() {
        browser = Browser.open();
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        gateway = new FakeGateway();
        browser.driver().get(gateway.uri("/").toString());
        browser.one("nav-resources").click();
        browser.await(() -> "the job that was refused", () -> browser.all("compression").size() == 1);
    }

    @AfterEach
    void close() throws Exception {
        browser.driver().get("about:blank");
        browser.complaints();
        gateway.close();
    }

    @Test
    void tellsFiguresAndWhyAJobWasRefused() {
        String figures = browser.one("compression-figures").getText();
        assertTrue(figures.contains("97 of 100") && figures.contains("97.00%") && figures.contains("1.50"), figures);
        assertTrue(browser.one("compression-problem").getText().contains("refused: 97 of 100"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void asksForAJobByItsFormAndFollowsIt() {
        browser.one("compress").click();
        browser.one("compress-count").clear();
        browser.one("compress-count").sendKeys("40");
        browser.one("compress-start").click();
        browser.await(() -> "the new job", () -> browser.all("compression").size() == 2);
        String asked = gateway.api.compressions.asked.get(0);
        assertTrue(asked.startsWith("POST /compressions {"), asked);
        assertTrue(asked.contains("\"algorithm\":\"m\"") && asked.contains("\"camera\":\"gate\"")
                && asked.contains("\"count\":40") && asked.contains("\"agreement\":0.98"), asked);
        assertEquals("RUNNING", browser.all("compression").get(0).getDomAttribute("data-state"));
    }

    @Test
    void repeatsAndForgets() {
        browser.one("compression-repeat").click();
        browser.await(() -> "the repeated job", () -> browser.all("compression").size() == 2);
        assertEquals("POST /compressions/old/repeat {}", gateway.api.compressions.asked.get(0));
        browser.all("compression-remove").get(0).click();
        browser.await(() -> "an empty list", () -> browser.all("compression").isEmpty());
    }
}

package io.sluice.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The part of the page that shows links, tasks and queues, in a real browser. */
class LinksPageTest {

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
    }

    @AfterEach
    void close() throws Exception {
        browser.driver().get("about:blank");
        browser.complaints();
        gateway.close();
    }

    private void show() {
        browser.one("nav-links").click();
        browser.await(() -> "the link", () -> browser.all("link").size() == 1);
    }

    @Test
    void showsLinksWithClockAndQueueAndWhatGoesElsewhere() {
        show();
        String link = browser.one("link").getText();
        assertTrue(link.contains("31010000002000000001") && link.contains("above · http") && link.contains("Online"), link);
        assertTrue(link.contains("2.50 ms") && link.contains("-17 ms") && link.contains("1234") && link.contains("2 given up"), link);
        assertTrue(browser.one("queue").getText().contains("http://192.0.2.9/results"));
        assertEquals(gateway.uri("/nodes/31010000002000000001/").toString(), browser.one("link-page").getDomProperty("href"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void showsTasksAndFollowsThemIntoFailure() {
        show();
        String task = browser.one("task").getText();
        assertTrue(task.contains(FakeApi.NASTY), "text, whatever somebody calls a task");
        assertFalse(browser.driver().getTitle().contains("hit"));
        assertTrue(task.contains("Running") && task.contains("40%") && task.contains("CPU 12"), task);
        gateway.api.links.failed = true;
        browser.await(() -> "the failure", () -> "FAILED".equals(browser.one("task").getDomAttribute("data-state")));
        assertTrue(browser.one("task").getText().contains("60 No stream."));
        assertEquals("AWAY", browser.one("link").getDomAttribute("data-state"));
    }

    @Test
    void showsResultsAndFetchesAPictureOfAnotherNodeWhenAsked() {
        show();
        browser.await(() -> "the results", () -> browser.all("task-result").size() == 2);
        String own = browser.all("task-result").get(0).getText();
        assertTrue(own.contains(FakeApi.NASTY) && own.contains("12") && own.contains("person, " + FakeApi.NASTY), own);
        browser.await(() -> "its picture", () -> gateway.api.links.fetched.equals("/task-results/made/7/parts/0"));
        assertTrue(browser.all("task-result").get(1).getText().contains("31010000001320000001"));
        gateway.api.links.away = true;
        fetch();
        browser.await(() -> "word that it is away",
                () -> browser.all("task-result").get(1).getText().contains("cannot be fetched at present"));
        assertEquals("/task-results/9/parts/0", gateway.api.links.fetched);
        gateway.api.links.away = false;
        fetch();
        browser.await(() -> "the picture", () -> browser.all("task-result").get(1).findElements(By.tagName("img")).stream()
                .anyMatch(image -> "1".equals(image.getDomProperty("naturalWidth"))));
    }

    private void fetch() {
        browser.all("task-result").get(1).findElement(By.tagName("button")).click();
    }

    @Test
    void saysHowToStartWhatIsNotThere() {
        gateway.api.links.absent = true;
        browser.one("nav-links").click();
        browser.await(() -> "the hint", () -> browser.one("links-problem").getText().contains("--feature cascade"));
    }

    @Test
    void speaksChinese() {
        show();
        browser.one("language").click();
        browser.await(() -> "Chinese", () -> browser.one("nav-links").getText().equals("链路"));
        browser.await(() -> "the state in Chinese", () -> browser.one("link").getText().contains("在线"));
        browser.one("language").click();
        browser.await(() -> "English", () -> browser.one("nav-links").getText().equals("Links"));
    }
}

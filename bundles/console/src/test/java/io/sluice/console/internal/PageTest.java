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
import org.openqa.selenium.WebElement;

/** The page as a user has it, in a real browser. */
class PageTest {

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

    /** Each test has a gateway of its own at another port, so nothing remembered carries over. */
    @BeforeEach
    void open() throws Exception {
        gateway = new FakeGateway();
        browser.driver().get(gateway.uri("/").toString());
        browser.one("picture");
    }

    @AfterEach
    void close() throws Exception {
        browser.driver().get("about:blank");
        browser.complaints();
        gateway.close();
    }

    @Test
    void showsLivePicturesWithBoxesInStep() {
        awaitFrames("picture", 20);
        browser.await(() -> "a box", () -> number("picture", "boxes") == 1);
        assertEquals("live", browser.one("picture").getDomAttribute("data-state"));
        // The box is where the picture's own result has it: pictures are numbered, and the box moves with the number.
        Object distance = browser.script("""
                const video = document.querySelector('[data-testid=picture] video');
                return video.buffered.end(video.buffered.length - 1) - video.currentTime;""");
        assertTrue(((Number) distance).doubleValue() < 1.5, "seconds behind: " + distance);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void showsNamesAsTextOnly() {
        browser.await(() -> "the name", () -> !names().isEmpty());
        assertEquals(FakeApi.NASTY, names().get(0));
        assertEquals(0L, browser.script("return document.querySelectorAll('img[src=x]').length"));
        assertFalse(browser.driver().getTitle().contains("hit"));
    }

    @Test
    void comesBackAfterTheGatewayWasAway() {
        awaitFrames("picture", 5);
        gateway.api.away(true);
        gateway.live.breakAll();
        browser.await(() -> "the banner", () -> browser.one("connection-lost").isDisplayed());
        gateway.api.away(false);
        browser.await(() -> "no banner", () -> !browser.one("connection-lost").isDisplayed());
        int shown = number("picture", "frames");
        awaitFrames("picture", shown + 10);
    }

    @Test
    void tellsWhyThereIsNoPicture() {
        awaitFrames("picture", 5);
        gateway.live.absent(true);
        awaitState("picture", "absent");
        gateway.api.status(status("FAILED", "rtsp.unauthorized", "{}"));
        WebElement notice = browser.driver().findElement(By.cssSelector("[data-testid=picture] .notice"));
        browser.await(notice::getText, () -> notice.getText().contains("A cause."));
        gateway.live.absent(false);
        awaitState("picture", "live");
    }

    @Test
    void speaksChineseAndRemembersIt() {
        gateway.api.status(status("DEGRADED", "recorder.losing", "{\"units\":\"12\"}"));
        browser.one("language").click();
        browser.await(() -> "Chinese", () -> browser.one("nav-status").getText().equals("运行状态"));
        browser.one("nav-status").click();
        browser.await(() -> "the status", () -> browser.one("status").getText().contains("有 12 帧画面未录制"));
        browser.driver().navigate().refresh();
        browser.await(() -> "Chinese", () -> browser.one("nav-status").getText().equals("运行状态"));
        assertEquals("zh-CN", browser.script("return document.documentElement.lang"));
    }

    @Test
    void showsStatusesItHasNoTranslationFor() {
        gateway.api.status(status("FAILED", "something.new", "{}"));
        browser.await(() -> "the badge", () -> "FAILED".equals(browser.one("system-badge").getDomAttribute("data-health")));
        browser.one("system-badge").click();
        browser.await(() -> "cause and remedy", () -> browser.one("status").getText().contains("A cause.")
                && browser.one("status").getText().contains("A remedy."));
    }

    @Test
    void addsACameraAndShowsProblemsAtTheirFields() {
        browser.one("add-camera").click();
        browser.one("camera-name").sendKeys("Dock 2");
        browser.one("setting-url").sendKeys("nonsense");
        browser.one("save-camera").click();
        WebElement error = browser.one("field-error");
        assertEquals("The address must begin with rtsp://.", error.getText());
        assertEquals("true", browser.one("setting-url").getDomAttribute("aria-invalid"));
        browser.one("setting-url").clear();
        browser.one("setting-url").sendKeys("rtsp://192.0.2.7/b");
        browser.one("save-camera").click();
        browser.await(() -> "a second tile", () -> browser.all("tile").size() == 2);
        assertTrue(gateway.api.lastCamera().contains("\"id\":\"dock-2\""), gateway.api.lastCamera());
    }

    @Test
    void playsARecordedTimeWithItsBoxes() {
        long at = gateway.api.recordedFrom.plusSeconds(1).toEpochMilli();
        browser.script("location.hash = '#/camera/gate?at=' + arguments[0]", at);
        awaitFrames("recorded-picture", 10);
        browser.await(() -> "a box", () -> number("recorded-picture", "boxesDrawn") > 0);
        long shown = Long.parseLong(browser.one("recorded-picture").getDomAttribute("data-time"));
        assertTrue(shown >= at && shown <= at + 3100, (shown - at) + " ms from what was asked for");
        assertEquals("1", browser.one("timeline").getDomAttribute("data-spans"));
        browser.one("go-live").click();
        awaitFrames("picture", 5);
        assertEquals(List.of(), browser.complaints());
    }

    private List<String> names() {
        return browser.driver().findElements(By.cssSelector(".tile-name")).stream().map(WebElement::getText).toList();
    }

    private static String status(String health, String code, String details) {
        return """
                {"subject":{"kind":"camera","id":"gate"},"health":"%s","code":"%s","message":"A cause.",\
                "remedy":"A remedy.","details":%s,"since":"2026-01-01T00:00:00Z"}""".formatted(health, code, details);
    }

    private int number(String testId, String name) {
        return ((Number) browser.script(
                "return Number(document.querySelector('[data-testid=' + arguments[0] + ']')?.dataset[arguments[1]] ?? -1)",
                testId, name)).intValue();
    }

    private void awaitFrames(String testId, int least) {
        browser.await(() -> number(testId, "frames") + " frames", () -> number(testId, "frames") >= least);
    }

    private void awaitState(String testId, String state) {
        browser.await(() -> "state " + state, () -> state.equals(browser.one(testId).getDomAttribute("data-state")));
    }
}

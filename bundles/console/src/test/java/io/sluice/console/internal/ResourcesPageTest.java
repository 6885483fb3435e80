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

/** The resources' part of the page, in a real browser. */
class ResourcesPageTest {

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
        browser.await(() -> "two accelerators", () -> browser.all("accelerator").size() == 2);
    }

    @AfterEach
    void close() throws Exception {
        browser.driver().get("about:blank");
        browser.complaints();
        gateway.close();
    }

    @Test
    void showsAcceleratorsWithLoadTemperatureAndUse() {
        browser.await(() -> "the curve", () -> "30".equals(inside("npu-0", "[data-testid=sparkline]")
                .getDomAttribute("data-samples")));
        assertEquals(FakeApi.NASTY, inside("npu-0", "h3").getText(), "text, whatever a driver calls its chip");
        assertFalse(browser.driver().getTitle().contains("hit"));
        assertTrue(card("npu-0").getText().contains("driver 1.2"));
        assertEquals("72 °C", inside("npu-0", "[data-testid=temperature]").getText());
        assertEquals("–", inside("cpu-0", "[data-testid=temperature]").getText());
        assertTrue(inside("npu-0", "[data-testid=meter]").getText().contains("62% / 90%"));
        assertEquals(1, card("npu-0").findElements(By.cssSelector("polyline")).size());
        assertEquals(0, card("cpu-0").findElements(By.cssSelector("polyline")).size(), "nothing is known of its past");
        Object bar = browser.script("""
                const meter = document.querySelector('[data-id="npu-0"] [data-testid=meter] i');
                return parseFloat(getComputedStyle(meter, '::before').width) / meter.clientWidth;""");
        assertEquals(0.62, ((Number) bar).doubleValue(), 0.01);
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void showsTheMachineInFigures() {
        browser.await(() -> "figures", () -> browser.one("figures").getText().contains("475 / 512"));
        String figures = browser.one("figures").getText();
        assertTrue(figures.contains("30%"), figures);
        assertTrue(figures.contains("75%") && figures.contains("8.0 GB"), figures);
    }

    @Test
    void showsWhoUsesWhatAndWhy() {
        assertTrue(browser.one("loaded-model").getText().contains("good.onnx"));
        assertTrue(browser.one("loaded-model").getText().contains(FakeApi.NASTY), "the camera by its name");
        WebElement lease = browser.one("lease");
        lease.findElement(By.tagName("summary")).click();
        browser.await(() -> "the options", () -> browser.all("option").size() == 2
                && browser.all("option").get(1).isDisplayed());
        assertTrue(browser.all("option").get(1).getText().contains("10% → 25%"));
        assertTrue(browser.all("option").get(1).getText().contains("an accelerator spares the processor"));
    }

    @Test
    void followsADeviceThatFailsAndKeepsWhatIsOpen() {
        browser.one("lease").findElement(By.tagName("summary")).click();
        browser.await(() -> "open", () -> browser.all("option").get(0).isDisplayed());
        gateway.api.resources.failed = true;
        browser.await(() -> "the failure", () -> "FAILED".equals(card("npu-0").getDomAttribute("data-state")));
        assertTrue(card("npu-0").getText().contains("It does not answer."));
        assertTrue(browser.one("lease").getText().contains("3.5 of 10 runs a second"));
        assertTrue(browser.all("option").get(0).isDisplayed());
        assertEquals(0, browser.all("loaded-model").size());
    }

    @Test
    void aModelInQuarantineCanBeReleased() {
        assertEquals(0, browser.all("release").size());
        gateway.api.status("""
                {"subject":{"kind":"accelerator","id":"npu-0"},"health":"DEGRADED","code":"accelerator.model.quarantined",
                "message":"Not run until noon: bad.onnx.","remedy":"","details":{"models":"bad.onnx"},
                "since":"2026-01-01T00:00:00Z"}""");
        browser.await(() -> "the button", () -> browser.all("release").size() == 1);
        assertTrue(inside("npu-0", "[data-testid=quarantine]").getText().contains("bad.onnx"));
        browser.one("release").click();
        browser.await(() -> "released", () -> gateway.api.resources.released.equals("/accelerators/npu-0/release"));
        gateway.api.status("""
                {"subject":{"kind":"accelerator","id":"npu-0"},"health":"OK","code":"accelerator.ready","message":"Ready.",
                "remedy":"","details":{},"since":"2026-01-01T00:00:00Z"}""");
        browser.await(() -> "the button is gone", () -> browser.all("release").isEmpty());
    }

    @Test
    void saysWhenTheGatewayCannotTell() {
        gateway.api.away(true);
        browser.await(() -> "the problem", () -> browser.one("resources-problem").isDisplayed());
        gateway.api.away(false);
        browser.await(() -> "all well again", () -> !browser.one("resources-problem").isDisplayed());
    }

    @Test
    void speaksChinese() {
        browser.one("language").click();
        browser.await(() -> "Chinese", () -> browser.one("nav-resources").getText().equals("资源"));
        browser.await(() -> "the state", () -> browser.all("accelerator").size() == 2
                && card("npu-0").getText().contains("就绪"));
    }

    private static WebElement card(String id) {
        return browser.driver().findElement(By.cssSelector("[data-testid=accelerator][data-id='" + id + "']"));
    }

    private static WebElement inside(String id, String selector) {
        return card(id).findElement(By.cssSelector(selector));
    }
}

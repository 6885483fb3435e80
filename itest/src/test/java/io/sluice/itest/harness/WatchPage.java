package io.sluice.itest.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.openqa.selenium.OutputType;

/** The watch page in a browser, as an operator uses it. */
public final class WatchPage implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Gateway gateway;
    private final Browser browser;

    public WatchPage(Gateway gateway, Path profile) {
        this.gateway = gateway;
        browser = new Browser(profile);
        open("live");
    }

    /** Opens a part of the page: {@code live}, {@code status}, {@code camera/<id>}. */
    public void open(String route) {
        browser.driver().get(gateway.address("/#/" + route).toString());
        browser.await("system-badge");
    }

    /** Until the camera's tile is live and shows ever new pictures. */
    public void awaitLive(String camera) {
        String tile = picture("picture", camera);
        Await.until(camera + " is live", SOON, () -> "live".equals(data(tile, "state")));
        long shown = number(tile, "frames");
        Await.until("pictures of " + camera + " advance", SOON, () -> number(tile, "frames") > shown + 15);
    }

    /** Until boxes are drawn over the camera's live picture. */
    public void awaitBoxes(String camera, Duration atMost) {
        Await.until("boxes are drawn over " + camera, atMost, () -> number(picture("picture", camera), "boxesDrawn") > 0);
    }

    /** Plays a recorded moment and waits until its pictures advance. */
    public void playBack(String camera, Instant moment) {
        open("camera/" + camera + "?at=" + moment.toEpochMilli());
        String picture = picture("recorded-picture", camera);
        Await.until("the recording plays", SOON, () -> "playing".equals(data(picture, "state")));
        long shown = number(picture, "frames");
        Await.until("recorded pictures advance", SOON, () -> number(picture, "frames") > shown + 5);
    }

    /** Until the list of results shows one of this camera and label. */
    public void awaitResult(String camera, String label, Duration atMost) {
        open("results");
        String row = "[data-testid='result'][data-camera='" + camera + "'][data-label='" + label + "']";
        Await.until("the page lists " + label + " of " + camera, atMost, () -> browser.run(
                "return document.querySelector(arguments[0]) !== null", row).equals(true));
    }

    /** Until the page says this code of this subject, with a cause and a remedy. */
    public void awaitStatus(String subject, String code) {
        open("status");
        String row = "[data-testid='status'][data-subject='" + subject + "'][data-code='" + code + "']";
        Await.until("the page tells " + code + " of " + subject, SOON, () -> browser.run(
                "return document.querySelector(arguments[0]) !== null", row).equals(true));
        String text = (String) browser.run("return document.querySelector(arguments[0]).innerText", row);
        assertTrue(text.length() > 30, "the page tells neither cause nor remedy: " + text);
    }

    public void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, browser.driver().getScreenshotAs(OutputType.BYTES));
    }

    /** What the page's script complained of. */
    public List<String> complaints() {
        return browser.driver().manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().getName().equals("SEVERE"))
                .map(entry -> entry.getMessage())
                .toList();
    }

    private static String picture(String testId, String camera) {
        return "[data-testid='" + testId + "'][data-camera='" + camera + "']";
    }

    private Object data(String selector, String name) {
        return browser.run("return document.querySelector(arguments[0])?.dataset[arguments[1]]", selector, name);
    }

    private long number(String selector, String name) {
        Object value = data(selector, name);
        return value == null ? 0 : Long.parseLong(value.toString());
    }

    @Override
    public void close() {
        browser.close();
    }
}

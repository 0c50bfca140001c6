package org.jivesoftware.openfire.plugin.cloudnotify.console;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** One administrator's browser: the plugin's pages as a person uses them. */
final class Pages implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver browser;
    private final String base;

    /** @param base the console's address, without a slash at its end */
    Pages(ChromeDriver browser, String base) {
        this.browser = browser;
        this.base = base;
    }

    ChromeDriver browser() {
        return browser;
    }

    Pages login(String username, String password) {
        browser.get(base + "/login.jsp?url=%2Fplugins%2Fcloudnotify%2Fsettings.jsp");
        type("username", username);
        type("password", password);
        submit("form [type=submit]");
        return this;
    }

    /** Forgets who it was. A page that is open, and asks on by itself, would be given another token than the next login has. */
    Pages logout() {
        browser.get(base + "/login.jsp");
        browser.manage().deleteAllCookies();
        return this;
    }

    /** Opens one of the plugin's pages. */
    Pages open(String page) {
        browser.get(base + "/plugins/cloudnotify/" + page);
        return this;
    }

    WebElement find(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    boolean has(String css) {
        return !browser.findElements(By.cssSelector(css)).isEmpty();
    }

    WebElement field(String name) {
        return browser.findElement(By.name(name));
    }

    String value(String name) {
        return field(name).getAttribute("value");
    }

    Pages type(String name, String text) {
        WebElement field = field(name);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    Pages click(String css) {
        find(css).click();
        return this;
    }

    /** Clicks what leads to another page, and waits until that is there. */
    Pages submit(String css) {
        browser.executeScript("window.before = true");
        find(css).click();
        await("the next page",
            () -> Boolean.TRUE.equals(browser.executeScript("return !window.before && document.readyState === 'complete'")));
        return this;
    }

    Pages save() {
        return submit("input[name=save]");
    }

    /** What a person reads on the page. */
    String text() {
        return find("body").getText();
    }

    /** Makes the window that wide, also below what a desktop's window can be. */
    Pages width(int pixels) {
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
            Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", pixels < 600));
        return this;
    }

    /** The session's cookie, to try without a browser what no page would send. */
    String cookie() {
        return "JSESSIONID=" + browser.manage().getCookieNamed("JSESSIONID").getValue();
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not seen within " + PATIENCE.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (WebDriverException e) {
            // Between two pages there is nothing to ask.
            return false;
        }
    }

    @Override
    public void close() {
        browser.quit();
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page on which an administrator tries Web Push. */
class BrowserServletTest {

    private final BrowserServlet servlet = new BrowserServlet();
    private final Browser browser = new Browser();
    private FakeConsole console;

    @BeforeEach
    void open() {
        console = new FakeConsole();
        console.webPushKey = "BEu_vnf0Vk";
        console.browserAnswer = "result";
    }

    @AfterEach
    void close() {
        ConsoleContext.close();
    }

    private Browser.Answer tried(String endpoint) {
        browser.get(servlet);
        browser.post(servlet, "endpoint", endpoint, "p256dh", "B0", "auth", "A0");
        return browser.get(servlet);
    }

    @Test
    void thePageHasTheKeyAndAScript() {
        String page = browser.get(servlet).body();
        assertTrue(page.contains("data-key=\"BEu_vnf0Vk\"") && page.contains("scripts/browser.js"), page);
    }

    @Test
    void aPushIsSentAndWhatWasAnsweredIsShown() {
        assertTrue(tried("https://push.example.net/x").text().contains("took the push"));
        assertEquals(List.of("https://push.example.net/x|B0|A0|Web Push works."), console.tried);
        console.browserAnswer = "gone";
        assertTrue(tried("https://push.example.net/x").text().contains("did not get through: device gone"));
        assertTrue(tried("ftp://<b>").text().contains("The endpoint is no address."));
    }

    @Test
    void nothingIsSentWhileWebPushIsOff() {
        console.browserAnswer = null;
        assertFalse(browser.get(servlet).body().contains("data-key"));
        assertTrue(browser.get(servlet).text().contains("switched off"));
    }

    @Test
    void nothingIsSentWithoutTheToken() {
        assertEquals(403, browser.post(servlet, PageToken.FIELD, "guessed", "endpoint", "https://push.example.net/x").status());
        assertEquals(List.of(), console.tried);
    }
}

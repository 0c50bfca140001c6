package org.jivesoftware.openfire.plugin.cloudnotify.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jivesoftware.openfire.plugin.cloudnotify.feature.Letter;
import org.jivesoftware.openfire.plugin.cloudnotify.stanza.CallSignal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * What a service worker shows of a push, in a real Chromium: the worker of docs/webpush.md, and that of the console's test page. The push
 * is handed to the browser by its developer tools, already decrypted, since to subscribe it would need its vendor's servers.
 */
class PushWorkerIT {

    /**
     * Begins each worker: the page hears what was shown. The page may not look for it itself: whoever asks Chromium for the notifications
     * while one is being shown makes it drop that one, and the worker hears nothing of it.
     */
    private static final String TELLS = "{ const show = ServiceWorkerRegistration.prototype.showNotification;"
        + " const told = new BroadcastChannel('shown');"
        + " ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {"
        + " await show.call(this, title, options);"
        + " told.postMessage({title, body: options.body, tag: options.tag}); }; }\n";

    private static final Map<String, String> PAGES = new ConcurrentHashMap<>();

    private static HttpServer server;
    private static ChromeDriver browser;
    private static String origin;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] page = PAGES.getOrDefault(path, "<!DOCTYPE html><title>page</title>").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
            exchange.sendResponseHeaders(200, page.length);
            try (exchange) {
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
        origin = "http://localhost:" + server.getAddress().getPort();
        browser = Chromium.open();
        browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.quit();
        }
        server.stop(0);
    }

    private static String documented() throws IOException {
        String page = Files.readString(Path.of("docs/webpush.md"));
        int begin = page.indexOf("// worker.js");
        return page.substring(begin, page.indexOf("```", begin));
    }

    /** Each worker has pages of its own. The browser numbers them from 0 in a fresh profile. */
    private static void register(String worker, int number) {
        PAGES.put("/worker" + number + ".js", TELLS + worker);
        browser.get(origin + "/" + number + "/");
        browser.executeCdpCommand("Browser.grantPermissions", Map.of("origin", origin, "permissions", List.of("notifications")));
        browser.executeCdpCommand("ServiceWorker.enable", Map.of());
        Object state = browser.executeAsyncScript("const done = arguments[0];"
            + "navigator.serviceWorker.register('/worker" + number + ".js', {scope: '/" + number + "/'})"
            + ".then(() => navigator.serviceWorker.ready)"
            + ".then(r => { if (r.active.state === 'activated') { done('activated'); } else {"
            + " r.active.addEventListener('statechange', e => done(e.target.state)); } }, e => done(String(e)));");
        assertEquals("activated", state);
        assertEquals("granted", browser.executeScript("return Notification.permission;"));
    }

    private static void push(int number, String text) {
        browser.executeScript("window.shown = new Promise(done => { new BroadcastChannel('shown').onmessage = e => done(e.data); });");
        browser.executeCdpCommand("ServiceWorker.deliverPushMessage", Map.of("origin", origin, "registrationId", String.valueOf(number),
            "data", text));
    }

    private static void shows(String tag, String title, String body) {
        assertEquals(Map.of("tag", tag, "title", title, "body", body), browser.executeAsyncScript("window.shown.then(arguments[0]);"));
    }

    @Test
    void theWorkersOfTheDocsAndOfTheConsoleShowWhatIsPushed() throws IOException {
        register(documented(), 0);
        push(0, new Letter(1, "bob@chat.example", false, null, "Hello \ud83d\ude00 & \"good-bye\"", null).json(3_000));
        shows("bob@chat.example", "bob@chat.example", "Hello \ud83d\ude00 & \"good-bye\"");
        push(0, new Letter(2, "tea@rooms.example", true, "Ann", "Tea?", null).json(3_000));
        shows("tea@rooms.example", "Ann in tea@rooms.example", "Tea?");
        push(0, new Letter(1, "eve@chat.example/desk", false, null, null, new CallSignal(CallSignal.Kind.PROPOSE, "c1", List.of("audio")))
            .json(3_000));
        shows("c1", "eve@chat.example/desk", "Call");
        push(0, new Letter(0, "eve@chat.example/desk", false, null, null, new CallSignal(CallSignal.Kind.RETRACT, "c1")).json(3_000));
        shows("c1", "eve@chat.example/desk", "Call over");
        push(0, new Letter(1, null, false, null, null, new CallSignal(CallSignal.Kind.PROPOSE, "c2", List.of("audio"))).json(3_000));
        shows("c2", "Call", "Call");
        push(0, "{\"unread\":3}");
        shows("chat", "Messages", "3 new messages");
        register(Files.readString(Path.of("web/scripts/browser-worker.js")), 1);
        push(1, new Letter(1, null, false, null, "It works", null).json(3_000));
        shows("cloudnotify", "Cloud Notify", "It works");
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients give as an endpoint is hostile until it is read. */
class SubscriptionTest {

    private final Browser browser = Browser.fresh();

    @ParameterizedTest
    @CsvSource({
        "https://push.example.net/a/b?c=d, https://push.example.net, https://push.example.net/a/b?c=d",
        "HTTPS://Push.Example.NET:443/A, https://push.example.net, https://push.example.net/A",
        "https://push.example.net.:8443/, https://push.example.net:8443, https://push.example.net:8443/",
        "https://push.example.net, https://push.example.net, https://push.example.net/",
        "https://[2001:DB8::1]/x, https://[2001:db8::1], https://[2001:db8::1]/x"})
    void one_server_has_one_name(String given, String origin, String endpoint) {
        Subscription read = browser.at(given);
        assertEquals(origin, read.origin().name());
        assertEquals(endpoint, read.endpoint().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://push.example.net/", "https:///x", "https://", "https:push.example.net", "//push.example.net/", "push",
        "",
        "ftp://push.example.net/", "https://user@push.example.net/", "https://user:pw@push.example.net/", "https://push.example.net/#part",
        "https://push.example.net:0/", "https://push.example.net:65536/", "https://push.example.net:-1/", "https://push_example/",
        "https://a b/",
        "https://pu\u0000sh.example.net/", "https://push.example.net/\r\nX: y", "https://münchen.example/", "file:///etc/passwd",
        "https://push.example.net\\@evil.example/", "https://%6cocalhost/", "javascript:alert(1)"})
    void what_is_no_endpoint_is_refused(String endpoint) {
        assertThrows(IllegalArgumentException.class, () -> browser.at(endpoint));
    }

    @Test
    void one_that_is_too_long_is_refused() {
        String longest = "https://push.example.net/" + "a".repeat(Subscription.LONGEST - 25);
        assertEquals(longest, browser.at(longest).endpoint().toString());
        assertThrows(IllegalArgumentException.class, () -> browser.at(longest + "a"));
    }

    @Test
    void keys_are_checked() {
        String endpoint = "https://push.example.net/";
        byte[] point = Base64.getUrlDecoder().decode(browser.p256dh());
        byte[] off = point.clone();
        off[64] ^= 1;
        byte[] compressed = point.clone();
        compressed[0] = 2;
        for (byte[] wrong : new byte[][] {off, compressed, new byte[65], new byte[0], new byte[64]}) {
            assertThrows(IllegalArgumentException.class, () -> Subscription.of(endpoint, text(wrong), browser.auth()));
        }
        for (String wrong : new String[] {"", "AAAA", text(new byte[17]), "!!!!", "a".repeat(5_000)}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> Subscription.of(endpoint, browser.p256dh(), wrong));
            assertFalse(!wrong.isEmpty() && refused.getMessage().contains(wrong), refused.getMessage());
        }
    }

    @Test
    void both_alphabets_of_base64_are_read() {
        byte[] auth = {-1, -1, -1, -2, -2, -2, -5, -17, -66, 0, 1, 2, 3, 4, 5, 6};
        Subscription read = Subscription.of("https://push.example.net/",
            Base64.getEncoder().encodeToString(Base64.getUrlDecoder().decode(browser.p256dh())), Base64.getEncoder().encodeToString(auth));
        assertEquals(text(auth), text(read.auth()));
    }

    @Test
    void it_shows_itself_to_nobody() {
        Subscription read = browser.at("https://push.example.net/secret-path");
        assertFalse(read.toString().contains("secret-path"));
        assertFalse(read.toString().contains(browser.auth()));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void the_keys_that_the_docs_show_are_keys() throws IOException {
        String page = Files.readString(Path.of("docs/webpush.md"));
        Matcher fields = Pattern.compile("'p256dh'><value>([^<]*)<.*?'auth'><value>([^<]*)<", Pattern.DOTALL).matcher(page);
        assertTrue(fields.find());
        Subscription shown = Subscription.of("https://push.example.net/x", fields.group(1), fields.group(2));
        assertEquals(16, shown.auth().length);
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WebOrigin;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers may be pushed to. */
class AddressCheckTest {

    private final FakeProperties properties = new FakeProperties();
    private final List<String> looked = new ArrayList<>();
    private String addresses = "1.1.1.1";
    private final AddressCheck check = new AddressCheck(new Settings(properties), host -> {
        looked.add(host);
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses.split(" ")) {
            all.add(InetAddress.getByName(address));
        }
        return all.toArray(InetAddress[]::new);
    });

    private AddressCheck.Result look(String endpoint) {
        return check.look(WebOrigin.of(URI.create(endpoint)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // allowed | endpoint | addresses | verdict
        "                       | https://push.example.net/       | 1.1.1.1           | FINE",
        "                       | https://push.example.net/       | 1.1.1.1 2a00::1   | FINE",
        "                       | https://push.example.net/       | 10.0.0.1          | FORBIDDEN",
        "                       | https://push.example.net/       | 1.1.1.1 10.0.0.1  | FORBIDDEN",
        "                       | https://push.example.net/       | ''                | UNKNOWN",
        "                       | https://push.example.net:8443/  | 1.1.1.1           | FORBIDDEN",
        "push.example.net       | https://push.example.net/       | 10.0.0.1          | FINE",
        "push.example.net       | https://push.example.net:8443/  | 1.1.1.1           | FORBIDDEN",
        "push.example.net:8443  | https://push.example.net:8443/  | 10.0.0.1          | FINE",
        "push.example.net:8443  | https://push.example.net/       | 10.0.0.1          | FORBIDDEN",
        "push.example.net:8443  | https://push.example.net:8444/  | 10.0.0.1          | FORBIDDEN",
        "*.example.net          | https://push.example.net/       | 10.0.0.1          | FINE",
        "*.example.net:8443     | https://push.example.net:8443/  | 10.0.0.1          | FINE",
        "*.example.net          | https://example.net/            | 10.0.0.1          | FORBIDDEN",
        "*.example.net          | https://push.example.net.evil/  | 10.0.0.1          | FORBIDDEN",
        "a.example, b.example   | https://B.example/              | 127.0.0.1         | FINE",
        "bücher.example         | https://xn--bcher-kva.example/  | 127.0.0.1         | FINE"})
    void verdicts(String allowed, String endpoint, String given, AddressCheck.Result verdict) {
        properties.set(Settings.ALLOWED_WEB_PUSH.property(), allowed == null ? "" : allowed);
        addresses = given;
        assertEquals(verdict, look(endpoint));
    }

    @Test
    void each_look_is_a_new_one() {
        assertEquals(AddressCheck.Result.FINE, look("https://push.example.net/"));
        addresses = "127.0.0.1";
        assertEquals(AddressCheck.Result.FORBIDDEN, look("https://push.example.net/"));
        assertEquals(List.of("push.example.net", "push.example.net"), looked);
    }
}

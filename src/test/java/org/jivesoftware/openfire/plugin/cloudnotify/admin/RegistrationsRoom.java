package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xmpp.packet.JID;

/** The page of registrations over a store, and what it shows. */
abstract class RegistrationsRoom {

    static final String HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";

    final RegistrationsServlet servlet = new RegistrationsServlet();
    final Browser browser = new Browser();
    final List<Row> rows = new ArrayList<>();
    FakeConsole console;

    @BeforeEach
    void open() throws Exception {
        console = new FakeConsole();
        when(console.search.states(any())).thenReturn(new RegistrationSearch.States(1_234, 1, 2, 5, 3, 67));
        when(console.search.find(any())).thenAnswer(call -> new RegistrationSearch.Page(rows, null, null));
        when(console.search.byId(any())).thenAnswer(call ->
            rows.stream().filter(row -> row.registration().key().id().equals(call.getArgument(0))).findFirst());
    }

    @AfterEach
    void close() {
        console.close();
    }

    RegistrationKey add(String user, String service, String node, Health health, Instant lastPush) {
        RegistrationKey key = new RegistrationKey(user, new JID(service), node);
        Instant since = Instant.parse("2026-11-01T10:00:00Z");
        rows.add(new Row(new Registration(key, null, "phone", null, since, since, health), lastPush));
        return key;
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** Devices that are away, somebody who writes to them, and what the server's database says about them. */
final class Devices {

    private static final String DECISIONS = "org.jivesoftware.openfire.plugin.cloudnotify.activity.DebugLog";

    private final Scenario scenario;
    private final RawClient bob;

    /** Messages follow each other quickly in these tests: they do not merge. */
    Devices(Scenario scenario) {
        this.scenario = scenario;
        scenario.property("cloudnotify.merge-window", "0");
        this.bob = scenario.raw(scenario.user("bob"), "desktop");
    }

    /** A user whose phone enabled pushes, with the user's name as its node, and is gone. */
    TestUser away(PushService service) {
        TestUser user = scenario.user("alice");
        enable(user, service);
        return user;
    }

    /** The phone comes, enables, and goes. */
    void enable(TestUser user, PushService service) {
        RawClient phone = scenario.raw(user, "phone");
        phone.enablePush(service.jid(), user.name());
        scenario.leave(phone);
    }

    /** Somebody writes, which Openfire stores offline. */
    void write(TestUser user) {
        bob.chat(user.jid(), "Hello");
    }

    /** Waits until the plugin has decided that this many messages to a user wait for their service. */
    void awaitWaiting(TestUser user, int messages) {
        scenario.await(messages + " wait for " + user.name(), () -> scenario.server().log().since(scenario.logMark(), DECISIONS).stream()
            .filter(line -> line.text().contains(" for user " + user.name() + ",")
                && (line.text().contains(": SERVICE_DOWN ") || line.text().contains(": MERGED "))).count() >= messages);
    }

    /** The row of a user's only registration, by lower-case column names. */
    Map<String, String> row(TestUser user) {
        List<Map<String, String>> rows = scenario.control().database().query("SELECT * FROM ofCloudNotify WHERE username = ?", user.name());
        return rows.isEmpty() ? null : rows.get(0);
    }

    int errors(TestUser user) {
        return Integer.parseInt(row(user).get("errorcount"));
    }

    boolean disabled(TestUser user) {
        return row(user).get("disableddate") != null;
    }

    void awaitErrors(TestUser user, int count) {
        scenario.await(count + " errors", () -> errors(user) == count);
    }
}

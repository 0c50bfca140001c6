package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushListener;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushReason;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Health;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestRegistrations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;

@Timeout(20)
class ApiTest {

    private static final RegistrationKey ONE = new RegistrationKey("alice", new JID("push.example"), "one");
    private static final RegistrationKey TWO = new RegistrationKey("alice", new JID("push.example"), null);

    private record Ping(String username, Predicate<Registration> audience) {
    }

    private final FakeStore store = new FakeStore();
    private final Registrations registrations =
        TestRegistrations.of(store, new Settings(new FakeProperties()), Clock.systemUTC(), 100);
    private final Extensions extensions = new Extensions();
    private final ResultListeners results = new ResultListeners(extensions, registrations);
    private final List<Ping> pings = new ArrayList<>();
    private final Api api = new Api(extensions, registrations, (user, audience) -> pings.add(new Ping(user, audience)));

    @AfterEach
    void close() {
        api.close();
        extensions.close();
    }

    private List<PushRegistration> ask(String user) throws Exception {
        return api.registrations(user).toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void givesRegistrationsWithoutTheirSecrets() throws Exception {
        registrations.enable(ONE, null, null, "phone", null);
        registrations.enable(TWO, null, null, "tablet", null);
        List<PushRegistration> all = ask("Alice");
        assertEquals(2, all.size());
        PushRegistration one = all.stream().filter(each -> "one".equals(each.node())).findAny().orElseThrow();
        assertEquals("alice", one.username());
        assertEquals("phone", one.resource());
        assertEquals(new JID("push.example"), one.service());
        assertFalse(one.disabled());
        assertFalse(one.toString().contains("one"), "The node names the device");
        assertEquals(List.of(), ask("nobody"));
    }

    @Test
    void saysThatTheDatabaseIsDown() {
        store.down = true;
        ExecutionException problem = assertThrows(ExecutionException.class, () -> ask("alice"));
        assertInstanceOf(IllegalStateException.class, problem.getCause());
    }

    @Test
    void pingsAllOrOne() throws Exception {
        Registration one = registrations.enable(ONE, null, null, "phone", null);
        Registration two = registrations.enable(TWO, null, null, "tablet", null);
        api.ping("ALICE");
        assertEquals("alice", pings.get(0).username());
        assertTrue(pings.get(0).audience().test(one) && pings.get(0).audience().test(two));
        api.ping(ask("alice").stream().filter(each -> each.node() == null).findAny().orElseThrow());
        assertFalse(pings.get(1).audience().test(one));
        assertTrue(pings.get(1).audience().test(two));
    }

    @Test
    void takesAnyImplementationOfARegistration() throws Exception {
        Registration one = registrations.enable(ONE, null, null, "phone", null);
        api.ping(new PushRegistration() {
            @Override
            public String username() {
                return "alice";
            }

            @Override
            public JID service() {
                return new JID("push.example");
            }

            @Override
            public String node() {
                return "one";
            }

            @Override
            public String resource() {
                return null;
            }

            @Override
            public Instant enabled() {
                return null;
            }

            @Override
            public boolean disabled() {
                return false;
            }
        });
        assertTrue(pings.get(0).audience().test(one));
    }

    @Test
    void refusesWhatIsNoUser() {
        for (String wrong : new String[] {"", "a b", "a@b", "\u0000", "x".repeat(2_000)}) {
            assertThrows(IllegalArgumentException.class, () -> api.ping(wrong), wrong);
        }
        assertThrows(NullPointerException.class, () -> api.ping((String) null));
    }

    @Test
    void closedItSaysSo() {
        api.close();
        assertThrows(IllegalStateException.class, () -> api.ping("alice"));
        assertThrows(IllegalStateException.class, () -> api.registrations("alice"));
    }

    @Test
    void tellsOfResults() throws Exception {
        registrations.addListener(results);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        api.addListener(new PushListener() {
            @Override
            public void pushed(PushRegistration registration, PushReason reason, String pushId) {
                told.add("pushed " + registration.resource() + " " + reason + " " + pushId);
            }

            @Override
            public void answered(PushRegistration registration, String pushId, String condition, Duration latency) {
                told.add("answered " + registration.resource() + " " + pushId + " " + condition + " " + latency.toMillis());
            }

            @Override
            public void disabled(PushRegistration registration, String condition) {
                told.add("disabled " + registration.disabled() + " " + condition);
            }

            @Override
            public void added(PushRegistration registration) {
                told.add("added " + registration.node());
            }

            @Override
            public void removed(PushRegistration registration) {
                told.add("removed " + registration.node());
            }
        });
        registrations.enable(ONE, null, null, "phone", null);
        Instant now = Instant.now();
        results.decided(new Decision(now, "alice", ONE, Trigger.CALL, Outcome.VETOED, null, null, null));
        results.decided(new Decision(now, "alice", ONE, Trigger.CALL, Outcome.PUSHED, "id", null, null));
        results.answered(new Answer(now, "id", ONE, "gone", Duration.ofMillis(7)));
        registrations.updateHealth(ONE, health -> new Health(3, 0, now, "gone"));
        registrations.updateHealth(ONE, health -> new Health(4, 0, now, "gone"));
        registrations.remove(ONE);
        List<String> expected =
            List.of("added one", "pushed phone CALL id", "answered phone id gone 7", "disabled true gone", "removed one");
        for (String each : expected) {
            assertEquals(each, told.poll(5, TimeUnit.SECONDS));
        }
    }

    /** Whoever tries a device, it is a ping to other plugins. */
    @Test
    void everyTriggerHasItsReason() {
        Set<Trigger> tries = EnumSet.of(Trigger.TEST, Trigger.OWN_TEST);
        for (Trigger trigger : Trigger.values()) {
            assertEquals(tries.contains(trigger) ? "PING" : trigger.name(), ResultListeners.reason(trigger).name());
        }
    }
}

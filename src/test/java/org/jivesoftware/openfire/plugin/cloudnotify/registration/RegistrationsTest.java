package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is kept, for whom, and what gives way (behaviour §1). */
class RegistrationsTest {

    private final FakeScheduler time = new FakeScheduler();
    private final FakeStore store = new FakeStore();
    private final Map<String, Instant> accounts = new HashMap<>();
    private final Map<RegistrationKey, Instant> uses = new HashMap<>();
    private final Registrations registrations = node();

    /** Another cluster node has a memory of its own, and the same database. */
    private Registrations node() {
        return new Registrations(store, new Settings(new FakeProperties()), time.clock(),
            username -> accounts.getOrDefault(username, AccountAges.NOBODY_KNOWS), candidates -> uses, 100);
    }

    private Registration enable(Registrations where, String node) throws StoreException {
        time.pass(Duration.ofSeconds(1));
        return where.enable(key("ann", node), null, null, "phone", null);
    }

    private List<String> nodes(Registrations where) throws StoreException {
        return where.of("ann").stream().map(each -> each.key().node()).sorted().toList();
    }

    @Nested
    class TooManyDevices {

        @Test
        void theOneDisabledLongestGivesWayFirst() throws StoreException {
            for (String node : List.of("a", "b", "c", "d", "e")) {
                enable(registrations, node);
            }
            disable("e", Duration.ofDays(2));
            disable("d", Duration.ofDays(3));
            enable(registrations, "f");
            assertEquals(List.of("a", "b", "c", "e", "f"), nodes(registrations));
            enable(registrations, "g");
            assertEquals(List.of("a", "b", "c", "f", "g"), nodes(registrations));
        }

        @Test
        void evenOneDisabledAMomentAgoGivesWayBeforeAnyThatIsNot() throws StoreException {
            for (String node : List.of("a", "b", "c", "d", "e")) {
                enable(registrations, node);
            }
            disable("e", Duration.ZERO);
            enable(registrations, "f");
            assertEquals(List.of("a", "b", "c", "d", "f"), nodes(registrations));
        }

        private void disable(String node, Duration ago) throws StoreException {
            registrations.updateHealth(key("ann", node), health -> new Health(16, 0, time.clock().instant().minus(ago), "forbidden"));
        }

        @Test
        void thenTheOneUsedLongestAgo() throws StoreException {
            for (String node : List.of("a", "b", "c", "d", "e")) {
                enable(registrations, node);
            }
            uses.put(key("ann", "a"), time.clock().instant());
            uses.put(key("ann", "c"), time.clock().instant().minus(Duration.ofDays(9)));
            enable(registrations, "f");
            assertEquals(List.of("a", "c", "d", "e", "f"), nodes(registrations), "b was enabled after a, but a was used since");
            enable(registrations, "g");
            assertEquals(List.of("a", "d", "e", "f", "g"), nodes(registrations), "an old use is older than the enabling");
        }

        @Test
        void theOneThatIsEnabledStaysThoughItWasUsedLongestAgo() throws StoreException {
            for (String node : List.of("a", "b", "c", "d", "e")) {
                Registration registration = enable(registrations, node);
                uses.put(registration.key(), time.clock().instant().plusSeconds(60));
            }
            enable(registrations, "f");
            assertEquals(List.of("b", "c", "d", "e", "f"), nodes(registrations));
        }

        @Test
        void clusterNodesThatEnableAtOnceKeepNoMoreThanThereMayBe() throws StoreException {
            Registrations other = node();
            nodes(registrations);
            nodes(other);
            for (int i = 0; i < 16; i++) {
                enable(i % 2 == 0 ? registrations : other, "n" + i);
            }
            assertEquals(5, store.load("ann").size());
            assertTrue(nodes(other).contains("n15"));
        }

        @Test
        void whoGaveWayIsToldBeforeWhatCame() throws StoreException {
            List<String> told = new ArrayList<>();
            registrations.addListener(new RegistrationListener() {
                @Override
                public void enabled(Registration registration) {
                    told.add("+" + registration.key().node());
                }

                @Override
                public void removed(Registration registration) {
                    told.add("-" + registration.key().node());
                }
            });
            for (String node : List.of("a", "b", "c", "d", "e", "f")) {
                enable(registrations, node);
            }
            assertEquals(List.of("+a", "+b", "+c", "+d", "+e", "-a", "+f"), told);
        }
    }

    @Nested
    class AnotherAccountOfTheSameName {

        @Test
        void inheritsNothing() throws StoreException {
            enable(registrations, "old");
            accounts.put("ann", time.clock().instant().plusMillis(1));
            registrations.forget("ann");
            assertEquals(List.of(), registrations.of("ann"));
            assertTrue(store.load("ann").isEmpty(), "not in the database either");
            enable(registrations, "new");
            registrations.forget("ann");
            assertEquals(List.of("new"), nodes(registrations));
        }

        @Test
        void keepsWhatItEnabledWhereSomeOfItWasThereBefore() throws StoreException {
            enable(registrations, "same");
            enable(registrations, "old");
            accounts.put("ann", time.clock().instant().plusMillis(1));
            enable(registrations, "same");
            registrations.forget("ann");
            assertEquals(List.of("same"), nodes(registrations));
        }

        @Test
        void anAccountOfWhichNobodyKnowsWhenItWasMadeKeepsItsOwn() throws StoreException {
            enable(registrations, "n");
            registrations.forget("ann");
            assertEquals(List.of("n"), nodes(registrations));
            accounts.put("ann", null);
            registrations.forget("ann");
            assertEquals(List.of("n"), nodes(registrations), "it cannot be found just now");
        }

        @Test
        void whatWasEnabledBeforeItsDayIsRemovedAndNothingLater() throws StoreException {
            enable(registrations, "old");
            time.pass(Duration.ofSeconds(1));
            Instant made = time.clock().instant();
            enable(registrations, "new");
            registrations.removeUser("ann", made);
            assertEquals(List.of("new"), nodes(registrations));
            registrations.removeUser("ann", null);
            assertEquals(List.of(), nodes(registrations));
        }
    }

    @Nested
    class AtTwoNodes {

        @Test
        void errorsThatTwoNodesCountAtOnceAreAllCounted() throws StoreException {
            Registrations other = node();
            enable(registrations, "n");
            nodes(other);
            for (int i = 0; i < 12; i++) {
                (i % 2 == 0 ? registrations : other).updateHealth(key("ann", "n"),
                    health -> new Health(health.errors() + 1, health.gone(), null, "forbidden"));
            }
            assertEquals(12, store.load("ann").get(0).health().errors());
        }

        @Test
        void whatAnotherNodeRemovedIsGone() throws StoreException {
            Registrations other = node();
            enable(registrations, "n");
            other.remove(key("ann", "n"));
            assertNull(registrations.updateHealth(key("ann", "n"), health -> new Health(1, 0, null, "forbidden")));
            assertEquals(List.of(), nodes(registrations));
        }
    }

    @Test
    void aResourceThatEnabledItLatelyIsKnown() throws StoreException {
        Set<String> known = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            registrations.enable(key("ann", "n"), null, null, "tab" + i, null);
            registrations.enable(key("ann", "n"), null, null, "tab" + i, null);
        }
        registrations.forget("ann");
        Registration present = registrations.get(key("ann", "n"));
        IntStream.range(0, 12).mapToObj(i -> "tab" + i).filter(present::hasResource).forEach(known::add);
        assertEquals(IntStream.range(3, 12).mapToObj(i -> "tab" + i).collect(java.util.stream.Collectors.toSet()), known);
        assertEquals("tab11", present.resource());
        assertFalse(present.hasResource(""));
    }

    @Test
    void whatWasBeingReadWhenAllWasForgottenIsForgottenToo() throws StoreException {
        enable(registrations, "n");
        registrations.forget("ann");
        store.onLoad = () -> registrations.forgetPart(0, 1);
        registrations.of("ann");
        store.onLoad = () -> { };
        assertNull(registrations.known("ann"));
        assertEquals(List.of("n"), nodes(registrations));
        assertEquals(1, registrations.known("ann").size());
    }
}

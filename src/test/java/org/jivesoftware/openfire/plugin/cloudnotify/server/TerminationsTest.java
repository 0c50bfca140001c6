package org.jivesoftware.openfire.plugin.cloudnotify.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.junit.jupiter.api.Test;

/** What newer versions of Openfire ask when a detached session may have to end. */
class TerminationsTest {

    /** As Openfire's, which 4.2.0 does not have. */
    interface Decision {
        boolean shouldTerminate(Duration own);
    }

    private final Part part = TestParts.part(PartName.HIBERNATION);
    /** Openfire's own rule, for a session that has been idle for ten minutes. */
    private final Predicate<Duration> idle = own -> own.compareTo(Duration.ofMinutes(10)) < 0;

    private Decision decision(Predicate<Duration> mayEnd, Predicate<Duration> idleFor) {
        return (Decision) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Decision.class},
            new Terminations.Delegate(mayEnd, idleFor, part));
    }

    private static boolean gone(Duration own) {
        throw new NoSuchMethodError("gone");
    }

    private static boolean broken(Duration own) {
        throw new AssertionError("broken");
    }

    @Test
    void itDecides() {
        assertEquals(true, decision(own -> true, TerminationsTest::broken).shouldTerminate(Duration.ofHours(1)));
        assertEquals(false, decision(own -> false, TerminationsTest::broken).shouldTerminate(Duration.ofSeconds(1)));
    }

    @Test
    void whereItFailsOpenfiresOwnRuleDecides() {
        Decision failing = decision(TerminationsTest::broken, idle);
        assertEquals(false, failing.shouldTerminate(Duration.ofMinutes(11)));
        assertEquals(true, failing.shouldTerminate(Duration.ofMinutes(9)));
        Decision off = decision(TerminationsTest::gone, idle);
        assertEquals(false, off.shouldTerminate(Duration.ofMinutes(11)));
        assertTrue(part.isOff());
        assertEquals(true, decision(own -> false, idle).shouldTerminate(Duration.ofMinutes(9)), "Switched off");
    }

    @Test
    void aSessionOfWhichNothingIsKnownEnds() {
        assertEquals(true, decision(TerminationsTest::broken, TerminationsTest::broken).shouldTerminate(Duration.ofHours(1)));
    }

    @Test
    void eachIsEqualToItselfOnly() {
        Decision one = decision(idle, idle);
        assertEquals(one, one);
        assertEquals(one.hashCode(), one.hashCode());
        assertNotEquals(one, decision(idle, idle));
    }
}

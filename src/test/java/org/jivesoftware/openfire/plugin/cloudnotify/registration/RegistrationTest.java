package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.NOON;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.key;
import static org.jivesoftware.openfire.plugin.cloudnotify.registration.Samples.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A registration's parts come out as they went in, whatever they are, though they are packed; and its secrets are in no text of it. */
class RegistrationTest {

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.of(Samples.HOSTILE), Arbitraries.of("", "a", "\u00e9", "phone.1", "\ud83d\ude80"),
            Arbitraries.strings().alpha().ofMinLength(120).ofMaxLength(140), Arbitraries.strings().alpha().ofLength(20_000));
    }

    @Property(tries = 300)
    void everythingComesBack(@ForAll("texts") String node, @ForAll("texts") String resource, @ForAll("texts") String secret,
                             @ForAll long age, @ForAll boolean withOptions, @ForAll boolean rare) {
        PublishOptions options = withOptions ? options(secret) : null;
        Instant created = NOON.minusMillis(age % 4_000_000_000_000L);
        Health health = rare ? new Health(1, 0, null, "forbidden") : Health.GOOD;
        RegistrationKey key = key("ann", node);
        Registration registration = new Registration(key, options, rare ? Samples.WISHES : null, resource, rare ? Samples.RECENT : null,
            rare ? "agent" : null, created, NOON, health);
        assertEquals(key, registration.key());
        assertEquals(key.hashCode(), registration.key().hashCode());
        assertEquals(key.id(), registration.key().id());
        assertEquals(node.isEmpty() ? null : node, registration.key().node());
        assertEquals(options, registration.options());
        assertEquals(options == null ? null : options.fields(), options == null ? null : registration.options().fields());
        assertEquals(resource, registration.resource());
        assertEquals(!resource.isEmpty(), registration.hasResource(resource));
        assertFalse(registration.hasResource(resource + "x"));
        assertEquals(created, registration.created());
        assertEquals(NOON, registration.enabled());
        assertEquals(health, registration.health());
        assertEquals(rare ? Samples.WISHES : null, registration.wishes());
        assertEquals(rare ? "agent" : null, registration.userAgent());
        assertEquals(registration, registration.with(new Health(3, 1, NOON, "gone")).with(health));
        assertNotEquals(registration, registration.with(new Health(3, 1, NOON, "gone")));
    }

    @Test
    void noTextOfItShowsASecret() {
        Registration registration = new Registration(key("ann", "t0ken"), options("s3cret"), Wishes.of(Map.of("encrypt", "k3y")), "phone",
            null, null, NOON, NOON, Health.GOOD);
        for (Object each : List.of(registration, registration.key(), registration.options(), registration.wishes())) {
            String text = each.toString();
            assertFalse(text.contains("t0ken") || text.contains("s3cret") || text.contains("k3y"), text);
        }
        assertTrue(registration.wishes().toString().contains("encrypt"));
    }

    @Property(tries = 300)
    void wishesComeBackInPlainAscii(@ForAll("texts") String one, @ForAll("texts") String other) {
        Wishes wishes = Wishes.of(Map.of("muted", one, "encrypt", other));
        assertTrue(wishes.stored().chars().allMatch(c -> c > ' ' && c <= '~'), wishes.stored());
        Wishes read = Wishes.read(wishes.stored());
        assertEquals(wishes, read);
        assertEquals(one, read.text("muted"));
        assertEquals(other, read.text("encrypt"));
        assertEquals(null, read.text("priority"));
        assertEquals(List.of("encrypt", "muted"), List.copyOf(read.features()));
    }

    @Test
    void whatAreNoWishesIsSaidWithoutTheirText() {
        for (String damaged : List.of("encrypt", "=k3y", "encrypt=k3y&encrypt=k3y", "encrypt=k3y&", "encrypt=k3y%z")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Wishes.read(damaged), damaged);
            assertFalse(e.toString().contains("k3y"));
        }
        assertEquals(null, Wishes.read(null));
        assertEquals(null, Wishes.read(" "));
        assertEquals(null, Wishes.of(Map.of()));
    }
}

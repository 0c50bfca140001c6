package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;

/** What waits because of a push service, for who looks at it and may be tired of waiting. Thread-safe; nothing waits here. */
public final class HeldPushes {

    private final Shelf shelf;
    private final ComeBack comeBack;

    HeldPushes(Shelf shelf, ComeBack comeBack) {
        this.shelf = Objects.requireNonNull(shelf);
        this.comeBack = Objects.requireNonNull(comeBack);
    }

    /**
     * What a service did not deliver, and is asked again for.
     *
     * @param pushes how many, each to another registration
     * @param next when the first of them is sent again
     */
    public record Deferred(int pushes, Instant next) {

        private Deferred and(Deferred other) {
            return new Deferred(pushes + other.pushes, next.isBefore(other.next) ? next : other.next);
        }
    }

    /**
     * @param key a registration
     * @return its push that waits for its service, or until that is asked again; null where none does. Cheap.
     */
    public @Nullable Pending of(RegistrationKey key) {
        Slot slot = shelf.slot(key);
        return slot != null && (slot.pending().waitsFor() == WaitsFor.SERVICE || slot.pending().waitsFor() == WaitsFor.RETRY)
            ? slot.pending() : null;
    }

    /** @return for which registrations there is such a push */
    public List<RegistrationKey> keys() {
        return Stream.of(WaitsFor.RETRY, WaitsFor.SERVICE).flatMap(reason -> shelf.waitingFor(reason).stream()).toList();
    }

    /** @return what is sent again later, for each service that there is something for; goes through all that is */
    public Map<PushService, Deferred> deferred() {
        Map<PushService, Deferred> all = new HashMap<>();
        for (RegistrationKey key : shelf.waitingFor(WaitsFor.RETRY)) {
            Slot slot = shelf.slot(key);
            Instant until = slot == null ? null : slot.pending().until();
            if (until != null) {
                all.merge(key.destination().service(), new Deferred(1, until), Deferred::and);
            }
        }
        return all;
    }

    /**
     * What a service did not deliver is sent again at once.
     *
     * @param service which
     * @return whether there was anything
     */
    public boolean sendNow(PushService service) {
        return comeBack.sendNow(service);
    }
}

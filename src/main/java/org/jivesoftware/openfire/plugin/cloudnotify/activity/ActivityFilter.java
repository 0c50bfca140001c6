package org.jivesoftware.openfire.plugin.cloudnotify.activity;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the activity are looked for. Immutable.
 *
 * @param user the user's local part or the beginning of it, in any case, or empty for all users
 * @param exact whether {@code user} is the whole name
 * @param ending what became of it, or null for anything
 * @param service the beginning of the service's address, or empty for all
 * @param device the id of a registration, or empty for all
 * @param from the earliest time, or null
 * @param to the latest time, or null
 */
public record ActivityFilter(String user, boolean exact, @Nullable Ending ending, String service, String device, @Nullable Instant from,
                             @Nullable Instant to) implements Predicate<ActivityLine> {

    /** Everything. */
    public static final ActivityFilter ALL = new ActivityFilter("", false, null, "", "", null, null);

    /** Makes users and services comparable. */
    public ActivityFilter {
        user = user.toLowerCase(Locale.ROOT);
        service = service.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(device);
    }

    /**
     * @param beginning the beginning of a user's local part
     * @return the lines of users whose names begin so
     */
    public static ActivityFilter user(String beginning) {
        return new ActivityFilter(beginning, false, null, "", "", null, null);
    }

    /** @return whether it leaves anything out */
    public boolean narrow() {
        return !equals(ALL);
    }

    @Override
    public boolean test(ActivityLine line) {
        String name = line.username().toLowerCase(Locale.ROOT);
        // The device last: its id has to be worked out.
        return (name.equals(Decision.ANYBODY) || (exact && !user.isEmpty() ? name.equals(user) : name.startsWith(user)))
            && (from == null || !line.time().isBefore(from)) && (to == null || !line.time().isAfter(to))
            && (ending == null || line.ending() == ending)
            && (service.isEmpty() || line.service() != null && line.service().toString().toLowerCase(Locale.ROOT).startsWith(service))
            && (device.isEmpty() || device.equals(line.registration()));
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.Cause;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.JdbcWaiting;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.WaitingRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what waits in the database: why, and how many messages, but nothing of what they say, who wrote them or what other plugins added.
 * What is taken up again therefore shows no content, whatever the settings say.
 */
public final class KeptPushes implements OutboxStore {

    private static final Logger LOG = LoggerFactory.getLogger(KeptPushes.class);
    /** The first word of what is written, for versions that write otherwise. */
    private static final String FORM = "1";
    private static final int WORDS = 7;

    private final JdbcWaiting rows;
    private final BooleanSupplier serverEnds;

    /**
     * @param rows where they are
     * @param serverEnds whether the whole server ends
     */
    public KeptPushes(JdbcWaiting rows, BooleanSupplier serverEnds) {
        this.rows = Objects.requireNonNull(rows);
        this.serverEnds = Objects.requireNonNull(serverEnds);
    }

    @Override
    public boolean save(List<Pending> changed, Collection<RegistrationKey> gone) throws StoreException {
        rows.save(changed.stream().map(KeptPushes::row).toList(), gone);
        return true;
    }

    @Override
    public List<Pending> load(Instant after, int limit) throws StoreException {
        List<Pending> all = new ArrayList<>();
        for (WaitingRow row : rows.load(after, limit)) {
            try {
                all.add(pending(row));
            } catch (IllegalArgumentException e) {
                LOG.warn("A push to {} that waited cannot be understood and is lost: {}", row.key(), e.getMessage());
            }
        }
        return all;
    }

    @Override
    public void takenOver() throws StoreException {
        rows.removeOthers();
    }

    @Override
    public boolean ending() {
        return serverEnds.getAsBoolean();
    }

    private static WaitingRow row(Pending pending) {
        Cause cause = pending.cause();
        String causes = String.join(" ", FORM, cause.trigger().name(), Boolean.toString(cause.call()), Boolean.toString(cause.important()),
            Integer.toString(cause.uncounted()), Integer.toString(cause.pendingSubscriptions()), Integer.toString(pending.attempts()));
        return new WaitingRow(pending.key(), pending.waitsFor().name(), pending.since(), pending.until(), causes);
    }

    private static Pending pending(WaitingRow row) {
        String[] words = row.causes().split(" ", -1);
        if (words.length != WORDS || !words[0].equals(FORM)) {
            throw new IllegalArgumentException("Another version wrote it");
        }
        Cause cause = new Cause(Trigger.valueOf(words[1]), Boolean.parseBoolean(words[2]), Boolean.parseBoolean(words[3]),
            Integer.parseInt(words[4]), Integer.parseInt(words[5]), null, List.of(), List.of(), null);
        return new Pending(row.key(), cause, WaitsFor.valueOf(row.waitsFor()), row.since(), row.due(), Integer.parseInt(words[6]));
    }
}

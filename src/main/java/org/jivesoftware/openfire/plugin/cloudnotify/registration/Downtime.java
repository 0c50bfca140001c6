package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RunningNodes.Life;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when the plugin had not run when it started, and whether this server is the one to make up for it.
 *
 * <p>Each server leaves a sign of life every {@link #BEAT}. One that starts alone makes up for the time since the last one of all. In a
 * cluster it first looks for {@link #LOOK} who else gives signs: where another server ran before, that one heard what happened; where
 * several start together, the one that started first does it. A server that went on running while its plugin was loaded anew is a case of
 * its own: what happened on it nobody else heard, so it makes up for that itself.
 *
 * <p>{@link #beat} is called by one thread at a time, and by none before {@link #heardUntil} and {@link #listening}.
 */
public final class Downtime implements AutoCloseable {

    /** How often a server says that it runs. */
    static final Duration BEAT = Duration.ofSeconds(10);
    /** For how long a node of a cluster looks who else does. */
    static final Duration LOOK = BEAT.multipliedBy(3);
    private static final Logger LOG = LoggerFactory.getLogger(Downtime.class);
    /** What is stored in that moment may have been stored a little before it is told. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final RunningNodes nodes;
    private final Scheduler scheduler;
    private final BooleanSupplier shared;
    private final Instant serverStarted;
    private final Instant started;
    private volatile @Nullable Instant listening;
    private @Nullable Life own;
    /** Whether only the plugin was away, and not the server. */
    private boolean onlyPlugin;
    private Map<String, Instant> seenFirst = Map.of();
    private long begun;
    private long beaten;
    private boolean decided;

    /**
     * A time in which nobody listened.
     *
     * @param from its beginning
     * @param until its end
     */
    public record Gap(Instant from, Instant until) {

        /** Checks. */
        public Gap {
            Objects.requireNonNull(from);
            Objects.requireNonNull(until);
        }

        /** @return whether a time is in it */
        public boolean contains(Instant time) {
            return !time.isBefore(from) && !time.isAfter(until);
        }

        /** @return whether a time in it is so early that somebody may have listened still */
        public boolean perhapsHeard(Instant time) {
            return !time.isAfter(from.plus(MARGIN));
        }
    }

    /**
     * @param nodes the signs of life
     * @param scheduler time
     * @param shared whether other servers may use the same database
     * @param serverStarted when this server, and not only the plugin, started
     */
    public Downtime(RunningNodes nodes, Scheduler scheduler, BooleanSupplier shared, Instant serverStarted) {
        this.nodes = Objects.requireNonNull(nodes);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.shared = Objects.requireNonNull(shared);
        this.serverStarted = Objects.requireNonNull(serverStarted);
        this.started = scheduler.clock().instant();
    }

    /**
     * Begins to say that the plugin runs, unless it does already. Blocks.
     *
     * @return until when the plugin heard what happened on this server, where only the plugin was away; null where that is not known, or
     *     the server started anew
     */
    public @Nullable Instant heardUntil() {
        try {
            Instant since = (own == null ? begin() : own).since();
            return onlyPlugin && since != null ? since.minus(MARGIN) : null;
        } catch (StoreException e) {
            LOG.debug("It cannot be told until when the plugin ran", e);
            return null;
        }
    }

    /** From now on what happens is heard. */
    public void listening() {
        listening = scheduler.clock().instant();
    }

    /**
     * Says that the plugin runs. Blocks; to be called again and again.
     *
     * @return the time for which this server has to make up: once, and only where there is any; else null
     */
    public @Nullable Gap beat() {
        try {
            Life present = own;
            if (present == null) {
                present = begin();
            } else if (scheduler.nanos() - beaten >= BEAT.toNanos()) {
                present = say(present);
            }
            return decide(present);
        } catch (StoreException e) {
            LOG.debug("It cannot be told at present that the plugin runs", e);
            return null;
        }
    }

    private Life begin() throws StoreException {
        List<Life> lives = nodes.lives();
        Instant since = lives.stream().map(Life::last).max(Comparator.naturalOrder()).orElse(null);
        Instant ownBefore = lives.stream().filter(life -> life.node().equals(nodes.self())).map(Life::last).findFirst().orElse(null);
        boolean pluginAlone = ownBefore != null && ownBefore.isAfter(serverStarted);
        if (pluginAlone) {
            since = ownBefore;
        }
        Map<String, Instant> signs = new HashMap<>();
        lives.forEach(life -> signs.put(life.node(), life.last()));
        Life life = new Life(nodes.self(), started, since, scheduler.clock().instant());
        nodes.save(life);
        own = life;
        onlyPlugin = pluginAlone;
        seenFirst = signs;
        begun = scheduler.nanos();
        beaten = begun;
        return life;
    }

    private Life say(Life before) throws StoreException {
        Life life = new Life(before.node(), before.started(), before.since(), scheduler.clock().instant());
        own = life;
        nodes.save(life);
        beaten = scheduler.nanos();
        return life;
    }

    private @Nullable Gap decide(Life present) throws StoreException {
        boolean cluster = shared.getAsBoolean();
        if (decided || cluster && scheduler.nanos() - begun < LOOK.toNanos()) {
            return null;
        }
        Instant from = present.since();
        if (cluster && !onlyPlugin) {
            for (Life life : nodes.lives()) {
                boolean alive = !life.node().equals(present.node()) && !life.last().equals(seenFirst.get(life.node()));
                if (alive && before(life, present)) {
                    LOG.debug("Another node ran before, or makes up for the time when none did");
                    decided = true;
                    return null;
                }
                if (alive && life.since() != null && (from == null || life.since().isBefore(from))) {
                    from = life.since();
                }
            }
        }
        decided = true;
        Instant heard = listening;
        Instant until = heard == null ? started : heard;
        return from == null ? null : new Gap(from.minus(MARGIN), until.plus(MARGIN));
    }

    private static boolean before(Life one, Life other) {
        int order = one.started().compareTo(other.started());
        return order < 0 || order == 0 && one.node().compareTo(other.node()) < 0;
    }

    /** Says for the last time that it ran until now. */
    @Override
    public void close() {
        try {
            if (own != null) {
                say(own);
            }
        } catch (StoreException e) {
            LOG.debug("It cannot be told until when the plugin ran", e);
        }
    }
}

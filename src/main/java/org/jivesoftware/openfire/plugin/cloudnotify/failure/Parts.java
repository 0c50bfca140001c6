package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of the plugin, and what this version of Openfire lacks for them. Thread-safe. */
public final class Parts implements AutoCloseable {

    /** Of each part that cannot be switched off. */
    private static final int MOST = 10;

    private final String openfire;
    private final Logger log;
    private final Map<PartName, Part> parts = new EnumMap<>(PartName.class);
    private final List<Lack> lacks = new ArrayList<>();
    private boolean ended;

    /**
     * @param openfire the version of Openfire
     * @param nanoTime a time in nanoseconds that never jumps
     */
    public Parts(String openfire, LongSupplier nanoTime) {
        this(openfire, nanoTime, LoggerFactory.getLogger(Parts.class));
    }

    Parts(String openfire, LongSupplier nanoTime, Logger log) {
        this.log = Objects.requireNonNull(log);
        this.openfire = Objects.requireNonNull(openfire);
        for (PartName name : PartName.values()) {
            parts.put(name, new Part(name, this, nanoTime, log));
        }
    }

    /**
     * @param name its name
     * @return the part, always the same
     */
    public Part part(PartName name) {
        // The constructor makes one of each.
        return Objects.requireNonNull(parts.get(name));
    }

    /** @return the version of Openfire */
    public String openfire() {
        return openfire;
    }

    /** @return what was found to be missing, the oldest first */
    public synchronized List<Lack> lacks() {
        return List.copyOf(lacks);
    }

    /**
     * Starts a part without which the others work. Where it cannot be started because something is missing, it is switched off.
     *
     * @param name which
     * @param starting starts it. What it throws, unless it is a {@link LinkageError}, goes on to the caller.
     */
    public void start(PartName name, Runnable starting) {
        try {
            starting.run();
        } catch (LinkageError e) {
            part(name).failed(e);
        }
    }

    /**
     * @param part what cannot do without it
     * @param error names what is missing
     * @return whether that is all that there is to say
     */
    synchronized boolean lacks(Part part, LinkageError error) {
        // A plugin that is unloaded cannot load its classes any more, which means nothing.
        if (ended || part.isOff()) {
            return true;
        }
        Lack lack = Lack.of(part.name(), error);
        if (lacks.contains(lack) || lacks.stream().filter(other -> other.part() == lack.part()).count() >= MOST) {
            return false;
        }
        lacks.add(lack);
        if (lack.switchedOff()) {
            part.end();
            log.error("Openfire {} lacks what a part of Cloud Notify needs, so that part is switched off: {}. Missing: {}", new Object[] {
                openfire, part.name().words(), lack.missing(), error});
        } else {
            log.error("Openfire {} lacks what a part of Cloud Notify needs, which goes on as well as it can: {}. Missing: {}",
                new Object[] {openfire, part.name().words(), lack.missing(), error});
        }
        return true;
    }

    /** The plugin ends: nothing is done any more where something calls it all the same. */
    @Override
    public synchronized void close() {
        ended = true;
        parts.values().forEach(Part::end);
    }
}

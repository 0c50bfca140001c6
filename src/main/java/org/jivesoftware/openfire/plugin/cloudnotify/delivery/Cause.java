package org.jivesoftware.openfire.plugin.cloudnotify.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.identity.Travelling;
import org.jspecify.annotations.Nullable;

/**
 * Why something is pushed to a device: one stanza, one ping, or several of them that became one. What the push says is made of it when the
 * push leaves. A plain value: it can wait, be added to another, be listed and stored. Immutable.
 *
 * @param trigger what made it due, of several what made the leading one due
 * @param call whether somebody calls, whichever trigger says so: calls are urgent and are never merged with what can still go out
 * @param important whether an important stanza or a ping is behind it
 * @param uncounted how many important stanzas of it are not in the device's count yet
 * @param pendingSubscriptions how many subscription requests wait for the user, where it is about one, else 0
 * @param content what it may show, or null where it shows nothing of its own
 * @param extensions children of {@code <notification/>} that other plugins added; not changed
 * @param stanzas what it is about, as the history of pushes knows it, so that it can be told that nothing was pushed after all
 * @param sender the last one's sender, shortened for the administrator's eyes, or null
 */
public record Cause(Trigger trigger, boolean call, boolean important, int uncounted, int pendingSubscriptions, @Nullable Content content,
                    List<Element> extensions, List<Travelling> stanzas, @Nullable String sender) {

    /** So many of the last stanzas are kept: older ones cannot be made undone. */
    static final int MAX_STANZAS = 64;

    /** Checks and copies. */
    public Cause {
        Objects.requireNonNull(trigger);
        if (uncounted < 0 || pendingSubscriptions < 0) {
            throw new IllegalArgumentException("Counts are not negative");
        }
        extensions = List.copyOf(extensions);
        stanzas = List.copyOf(stanzas);
    }

    /**
     * Something that no stanza is behind.
     *
     * @param trigger what made it due
     * @param important whether it counts as important
     */
    public Cause(Trigger trigger, boolean important) {
        this(trigger, false, important, 0, 0, null, List.of(), List.of(), null);
    }

    /**
     * @return whether it may become one with others to the same device though it could go out (behaviour §2, "Merging"): not what wakes
     *     each time, such as a push of UnifiedPush that waits for the device
     */
    public boolean mergeable() {
        if (content != null || call || !extensions.isEmpty()) {
            return false;
        }
        for (Travelling each : stanzas) {
            if (each.stanza().traits().wakes()) {
                return false;
            }
        }
        return true;
    }

    /** @return whether it says no more than that the device should wake up */
    public boolean onlyWakes() {
        return !important && pendingSubscriptions == 0;
    }

    /**
     * One of two: for what cannot go out now, or need not at once. The one place where pushes merge.
     *
     * @param later what came after this
     * @return both, with nobody's content but where one of them only wakes, and the last one's letter
     */
    public Cause and(Cause later) {
        Cause leading = later.important || !important ? later : this;
        Content kept = later.onlyWakes() ? content : onlyWakes() || later.content == null ? later.content : later.content.merged();
        return new Cause(leading.trigger, leading.call, leading.important, (int) Math.min((long) uncounted + later.uncounted,
            Integer.MAX_VALUE), later.pendingSubscriptions > 0 ? later.pendingSubscriptions : pendingSubscriptions, kept,
            later.extensions.isEmpty() ? extensions : later.extensions, joined(stanzas, later.stanzas), leading.sender);
    }

    private static List<Travelling> joined(List<Travelling> first, List<Travelling> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : first;
        }
        List<Travelling> all = new ArrayList<>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return all.size() <= MAX_STANZAS ? all : all.subList(all.size() - MAX_STANZAS, all.size());
    }

    /** @return a number that other decisions about its first stanza share; 0 where it is about none */
    public long about() {
        return stanzas.isEmpty() ? 0 : stanzas.get(0).stanza().fingerprint().low();
    }

    /** @return the same with the last of its stanzas only */
    public Cause withLastStanza() {
        return stanzas.size() < 2 ? this : new Cause(trigger, call, important, uncounted, pendingSubscriptions, content, extensions,
            stanzas.subList(stanzas.size() - 1, stanzas.size()), sender);
    }

    /**
     * @param withContent whether what it may show is kept
     * @return the same, small enough to be kept by the ten thousand
     */
    public Cause waiting(boolean withContent) {
        return new Cause(trigger, call, important, uncounted, pendingSubscriptions, withContent ? content : null, extensions,
            stanzas.size() == 1 ? List.of(stanzas.get(0).withoutContent()) : stanzas.stream().map(Travelling::withoutContent).toList(),
            sender);
    }

    /** @return the same after its stanzas went into the device's count */
    public Cause counted() {
        return uncounted == 0 ? this : new Cause(trigger, call, important, 0, pendingSubscriptions, content, extensions, stanzas, sender);
    }

    /**
     * @param counted how many are in the device's count, which will be forgotten
     * @return the same, which brings them along
     */
    public Cause uncounted(int counted) {
        return counted == 0 ? this : new Cause(trigger, call, important, (int) Math.min((long) uncounted + counted, Integer.MAX_VALUE),
            pendingSubscriptions, content, extensions, stanzas, sender);
    }

    /**
     * @param left those of its stanzas that were not read elsewhere
     * @param last whether the last one is among them, whose content it shows
     * @return the same with these, or null where nothing is left to push
     */
    public @Nullable Cause with(List<Travelling> left, boolean last) {
        int gone = (int) (important(stanzas) - important(left));
        int rest = Math.max(0, uncounted - gone);
        if (left.isEmpty() && rest == 0 && pendingSubscriptions == 0) {
            return null;
        }
        return new Cause(trigger, call, important && (rest > 0 || important(left) > 0), rest, pendingSubscriptions, last ? content : null,
            extensions, left, sender);
    }

    private static long important(List<Travelling> stanzas) {
        return stanzas.stream().filter(each -> each.stanza().important()).count();
    }

    /**
     * @param added children of {@code <notification/>}
     * @return the same with them
     */
    public Cause with(List<Element> added) {
        return new Cause(trigger, call, important, uncounted, pendingSubscriptions, content, added, stanzas, sender);
    }
}

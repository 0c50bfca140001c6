package org.jivesoftware.openfire.plugin.cloudnotify.api;

import org.dom4j.Element;
import org.jspecify.annotations.Nullable;

/**
 * A push that is about to be published to one device. Valid only during the call of {@link PushReviewer#review}, on any one thread;
 * after it has returned, or run out of time, every changing method throws {@link IllegalStateException}.
 */
public interface PushDraft {

    /** @return where it goes; never null */
    PushRegistration registration();

    /** @return why it is due; never null */
    PushReason reason();

    /** @return whether there is something for the user to see, as opposed to something for the client only, such as a receipt */
    boolean important();

    /** @return how many messages wait, as the push says, or null where it does not say */
    @Nullable Integer messageCount();

    /** @return the sender, as the push says, or null where it does not, which is the usual setting */
    @Nullable String lastMessageSender();

    /** @return the body, or the text that stands in for it, as the push says, or null where it says neither */
    @Nullable String lastMessageBody();

    /** Blocks the push: it is not published, and no further reviewer is asked.
     *
     * @throws IllegalStateException if it is too late
     */
    void block();

    /**
     * Adds a child to the {@code <notification/>} element (XEP-0357 §7). A copy is made at once, without comments. A push with a child
     * of its own is never merged with another.
     *
     * @param child an element with a namespace of its own, which is not {@code urn:xmpp:push:0}; not null
     * @throws IllegalArgumentException if it has no such namespace; if all children that were added to this push would be more than
     *     {@value #MAX_CHILDREN} or larger than {@value #MAX_BYTES} bytes together when serialised; if it is nested deeper than
     *     {@value #MAX_DEPTH} elements; or if it is nothing that XMPP can carry
     * @throws IllegalStateException if it is too late
     */
    void add(Element child);

    /** How many children can be added to one push, by all reviewers together. */
    int MAX_CHILDREN = 16;

    /** How large they can be together, in bytes of their serialised form in UTF-8. */
    int MAX_BYTES = 16 * 1024;

    /** How deep they can be nested, in elements. */
    int MAX_DEPTH = 32;
}

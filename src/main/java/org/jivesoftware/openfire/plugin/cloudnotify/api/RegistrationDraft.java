package org.jivesoftware.openfire.plugin.cloudnotify.api;

import java.util.List;

/**
 * A registration that a client asks for, before it is stored. Valid only during the call of {@link RegistrationReviewer#review}, on
 * any one thread; after it has returned, or run out of time, every changing method throws {@link IllegalStateException}.
 */
public interface RegistrationDraft {

    /** @return what is to be registered; never null; {@link PushRegistration#enabled()} is null */
    PushRegistration registration();

    /**
     * @return the names of the fields of the publish-options as amended so far, in their order, FORM_TYPE among them; empty where there
     *     are none; never null. The values are not shown, since they may be secrets.
     */
    List<String> optionNames();

    /**
     * Sets the values of a publish-option. A new name is added at the end; an existing one keeps its place.
     *
     * @param name the field's name; not null, not empty, and not FORM_TYPE
     * @param values its new values in their order; not null
     * @throws IllegalArgumentException if the name is not allowed, or a text holds characters that XML cannot carry
     * @throws IllegalStateException if it is too late
     */
    void setOption(String name, List<String> values);

    /**
     * Removes a publish-option; nothing happens where there is none of that name.
     *
     * @param name the field's name; not null, and not FORM_TYPE
     * @throws IllegalArgumentException if the name is FORM_TYPE
     * @throws IllegalStateException if it is too late
     */
    void removeOption(String name);

    /**
     * Refuses: the client gets the error {@code not-allowed}, nothing is stored, and no further reviewer is asked.
     *
     * @param text what to tell the client's developer; not null; cut at 256 characters
     * @throws IllegalStateException if it is too late
     */
    void refuse(String text);
}

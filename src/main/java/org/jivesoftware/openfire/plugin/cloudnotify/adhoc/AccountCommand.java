package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/**
 * Something that can be done to the devices of one account, by its user or by an administrator. Keeps nothing between the form and its
 * answer: everything that matters is in the form. Thread-safe; called on worker threads.
 */
interface AccountCommand {

    /** @return the last part of the command's node, for example "devices" */
    String name();

    /**
     * @param administrator whether for administrators
     * @return the key of its name for people
     */
    String label(boolean administrator);

    /**
     * @param administrator whether it is offered to administrators for any account
     * @return what tells its forms from those of other commands
     */
    default String kind(boolean administrator) {
        return (administrator ? "admin-" : "") + name();
    }

    /**
     * @return the names of the form's fields of which the user has to fill in at least one; empty where the command has no form
     */
    List<String> fields();

    /**
     * Begins: gives the form, or does everything where there is none.
     *
     * @param account whose devices
     * @param administrator whether an administrator asks
     * @param texts the caller's language
     * @return the form or the result
     * @throws StoreException if the database fails
     */
    CommandReply begin(String account, boolean administrator, CommandTexts texts) throws StoreException;

    /**
     * Does it.
     *
     * @param account whose devices
     * @param values what was filled in, at least one of {@link #fields}, as hostile as can be
     * @param caller who asks
     * @param texts the caller's language
     * @return the result
     * @throws StoreException if the database fails
     */
    CompletionStage<CommandReply> complete(String account, Map<String, String> values, Caller caller,
        CommandTexts texts) throws StoreException;
}

package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;

/**
 * Something that can be done to the devices of one account, by its user or by an administrator. Keeps nothing between the form and its
 * answer: everything that matters is in the form. Thread-safe; called on worker threads.
 */
interface AccountCommand {

    /** @return the last part of the command's node, for example "devices"; never null */
    String name();

    /**
     * @param administrator whether for administrators
     * @return the key of its name for people; never null
     */
    String label(boolean administrator);

    /**
     * @param administrator whether it is offered to administrators for any account
     * @return what tells its forms from those of other commands; never null
     */
    default String kind(boolean administrator) {
        return (administrator ? "admin-" : "") + name();
    }

    /** @return the name of the form's field that the user has to fill in, or null where the command has no form */
    String field();

    /**
     * Begins: gives the form, or does everything where there is none.
     *
     * @param account whose devices; not null
     * @param administrator whether an administrator asks
     * @param texts the caller's language; not null
     * @return the form or the result; never null
     * @throws StoreException if the database fails
     */
    CommandReply begin(String account, boolean administrator, CommandTexts texts) throws StoreException;

    /**
     * Does it.
     *
     * @param account whose devices; not null
     * @param value what was filled in, as hostile as can be; not null
     * @param caller who asks; not null
     * @param texts the caller's language; not null
     * @return the result; never null
     * @throws StoreException if the database fails
     */
    CompletionStage<CommandReply> complete(String account, String value, Caller caller, CommandTexts texts) throws StoreException;
}
